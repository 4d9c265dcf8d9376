import type { CloudControllerProblem, ProblemCode } from '../dialects/index.ts';
import { isArray, isObject, own } from '../engine/json.ts';
import { parsePointer, type Place } from '../engine/place.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';

const repository = 'https://github.com/cloudfoundry/cloud_controller_ng/blob/main';
const link = `${repository}/lib/services/service_brokers/v2/catalog_service.rb`;
const schemaLink = `${repository}/lib/services/service_brokers/v2/schema.rb`;

/** One kind of refusal: what holds in a catalog that is registered, what to do, and a catalog that is refused. */
interface Refusal {
  readonly summary: string;
  readonly remedy: string;
  readonly bad: unknown;
  readonly link?: string;
}

const draft04 = 'http://json-schema.org/draft-04/schema#';
const withSchema = (parameters: unknown): unknown =>
  withPlan({ schemas: { service_instance: { create: { parameters } } } });
const otherPlan = samplePlan({ id: '5d2f1f6e-58c6-4c56-8f43-8b3d4d9f0a11' });
const clientOf = (id: string): unknown => ({
  id,
  secret: 'not-a-secret',
  redirect_uri: 'https://example.com',
});

const refusals: Readonly<Record<ProblemCode, Refusal>> = {
  'catalog-not-object': { summary: 'The catalog is an object.', remedy: 'Serve {"services": […]}.', bad: [] },
  'internal-error': {
    summary: 'The catalog has the types that Cloud Controller relies on without looking.',
    remedy: 'Correct the type; registration fails without naming the place.',
    bad: { services: ['x'] },
  },
  'services-missing': {
    summary: 'The catalog offers at least one service.',
    remedy: 'Add an offering.',
    bad: { services: [] },
  },
  'service-id-unique': {
    summary: 'Offering ids are unique.',
    remedy: 'Give one of the two a fresh GUID.',
    bad: { services: [sampleOffering(), sampleOffering({ name: 'other', plans: [otherPlan] })] },
  },
  'service-name-unique': {
    summary: 'Offering names are unique.',
    remedy: 'Rename one of the two.',
    bad: { services: [sampleOffering(), sampleOffering({ id: otherId, plans: [otherPlan] })] },
  },
  'dashboard-client-id-unique': {
    summary: 'Dashboard clients have ids of their own.',
    remedy: 'Give each dashboard its own client.',
    bad: {
      services: [
        sampleOffering({ dashboard_client: clientOf('a') }),
        sampleOffering({ id: otherId, name: 'other', plans: [otherPlan], dashboard_client: clientOf('a') }),
      ],
    },
  },
  'plans-missing': {
    summary: 'Each offering has a plan.',
    remedy: 'Add one, or remove the offering.',
    bad: withOffering({ plans: [] }),
  },
  'plan-id-unique': {
    summary: 'Plan ids are unique in the whole catalog.',
    remedy: 'Give one of the two a fresh GUID.',
    bad: withOffering({ plans: [samplePlan(), samplePlan({ name: 'large' })] }),
  },
  'plan-name-unique': {
    summary: 'Plan names are unique in an offering.',
    remedy: 'Rename one of the two.',
    bad: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
  },
  required: {
    summary: 'What Cloud Controller requires is there.',
    remedy: 'Add it.',
    bad: withPlan({ description: undefined }),
  },
  type: {
    summary: 'Fields have the types that Cloud Controller checks.',
    remedy: 'Correct the type.',
    bad: withOffering({ bindable: 'true' }),
  },
  'too-long': {
    summary: 'Texts fit into the columns of the database.',
    remedy: 'Shorten it.',
    bad: withOffering({ description: 'x'.repeat(10_001) }),
  },
  'unsupported-value': {
    summary: 'Values are among those that Cloud Controller supports.',
    remedy: 'Remove it.',
    bad: withOffering({ requires: ['sysdrain'] }),
  },
  'unknown-key': {
    summary: 'Objects that Cloud Controller checks closely have no further keys.',
    remedy: 'Remove the key.',
    bad: withPlan({ maintenance_info: { version: '1.0.0', extra: 1 } }),
  },
  'schema-too-large': {
    summary: 'A parameters schema is at most 64 kB large.',
    remedy: 'Shorten descriptions and enumerations.',
    bad: withSchema({ $schema: draft04, description: 'x'.repeat(70_000) }),
    link: schemaLink,
  },
  'schema-undeclared': {
    summary: 'A parameters schema says which version of JSON Schema it is.',
    remedy: `Add "$schema": "${draft04}".`,
    bad: withSchema({ type: 'object' }),
    link: schemaLink,
  },
  'schema-metaschema-unknown': {
    summary:
      'A parameters schema is written in draft 4 or 6 of JSON Schema; Cloud Controller knows no later one.',
    remedy: `Write the schema in draft 4: "$schema": "${draft04}".`,
    bad: withSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }),
    link: schemaLink,
  },
  'schema-nonconforming': {
    summary: 'A parameters schema conforms to the metaschema of draft 4.',
    remedy: 'Correct it.',
    bad: withSchema({ $schema: draft04, type: 'strng' }),
    link: schemaLink,
  },
  'schema-external-reference': {
    summary: 'A parameters schema refers to nothing outside itself.',
    remedy: 'Copy what it names into "definitions".',
    bad: withSchema({ $schema: draft04, $ref: 'https://example.com/x.json' }),
    link: schemaLink,
  },
  'schema-unusable': {
    summary: 'A parameters schema can be used.',
    remedy: 'Correct it.',
    bad: withSchema({ $schema: draft04, $ref: 1 }),
    link: schemaLink,
  },
};

function refusalRule(code: ProblemCode, refusal: Refusal): Rule {
  return defineRule({
    id: `cloud-controller-${code}`,
    platform: 'cloudfoundry',
    link: refusal.link ?? link,
    summary: `Cloud Foundry registers a catalog only if this holds: ${refusal.summary}`,
    messages: {
      refused: ({ text, because }: { text: string; because: string | undefined }) =>
        `Cloud Foundry refuses the catalog: ${text.replace(/\.$/, '')}${because === undefined ? '' : ` (${because})`}. ${refusal.remedy}`,
    },
    examples: { good: withOffering({}), bad: refusal.bad },
    catalog({ value, at }, found, { cloudController }) {
      for (const problem of cloudController()) {
        if (problem.code !== code) continue;
        found.refused(placeOf(problem, value, at), { text: problem.text, because: problem.because });
      }
    },
  });
}

/** The place of a problem, or of the object that lacks what the problem names. */
function placeOf({ pointer }: CloudControllerProblem, catalog: unknown, at: Place): Place {
  let place = at;
  let value = catalog;
  for (const key of parsePointer(pointer)) {
    value = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, key) : undefined;
    if (value === undefined) return place;
    place = place.child(key);
  }
  return place;
}

/** What Cloud Foundry's Cloud Controller refuses to register, in its own words; its verdict is reached by a port of its checks. */
export const cloudController: readonly Rule[] = Object.entries(refusals).map(
  ([code, refusal]) => refusalRule(code as ProblemCode, refusal), // the table has exactly the codes as keys
);
