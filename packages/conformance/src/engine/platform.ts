import { formatOriginatingIdentity } from '@osb-kit/spec';
import { stringMember, type JsonObject } from './json.ts';

/** The platform that the tester is taken for. */
export interface Platform {
  readonly name: string;
  /** Fields of the context that are added to those of the platform, or replace them. */
  readonly context: JsonObject;
}

/** The platforms that the profile registers. */
export const registeredPlatforms = ['cloudfoundry', 'kubernetes'] as const;

const organization = '4a6f1d1e-0b9c-4f0e-9f53-0c1a7d0f2b11';
const space = '9b2c7c1a-5a55-4f0b-8b7b-6d2c3f1e8a22';

/** The fields that the profile gives the context of a platform; of others, nothing is known. */
const contexts: Readonly<Record<string, JsonObject>> = {
  cloudfoundry: {
    organization_guid: organization,
    organization_name: 'osb-kit',
    space_guid: space,
    space_name: 'conformance',
  },
  kubernetes: { namespace: 'osb-kit-conformance', clusterid: '644e1dd7-2a7f-18fb-b8ed-ed78c3f92c2b' },
};

/** What the header of each platform says about a user. */
const identities: Readonly<Record<string, JsonObject>> = {
  cloudfoundry: { user_id: '683ea748-3092-4ff4-b656-39cacc4d5360' },
  kubernetes: {
    username: 'osb-kit',
    uid: 'c2dde242-5ce4-11e7-988c-000c2946f14f',
    groups: ['developers'],
    extra: { purpose: ['conformance'] },
  },
  ibmcloud: { iam_id: 'IBMid-310000T28G' },
};

/** The context object of a platform; the name tells a person at the broker where the instance comes from. */
export function platformContext({ name, context }: Platform, instanceName: string): JsonObject {
  return { platform: name, ...contexts[name], instance_name: instanceName, ...context };
}

/** The organization and space that bodies name beside the context: those of the context, where it has them. */
export function homeOf({ context }: Platform): { readonly organization: string; readonly space: string } {
  return {
    organization: stringMember(context, 'organization_guid') ?? organization,
    space: stringMember(context, 'space_guid') ?? space,
  };
}

/** The identity of a user of a platform, as the header has it. */
export function identityOf(platform: string): string {
  return formatOriginatingIdentity({ platform, value: identities[platform] ?? { user_id: 'osb-kit' } });
}
