import { latestApiVersion, sectionLink, type ApiVersion, type RequirementId } from '@osb-kit/spec';

import { isObject, own } from './engine/json.ts';
import { catalogNode, type Located } from './engine/nodes.ts';
import { quoted } from './engine/shown.ts';

/** A broker as a platform registers it. */
export interface RegisteredBroker {
  /** The name under which the platform knows the broker. */
  readonly name: string;
  readonly url?: string;
  /** The catalog in its wire form, as `ValidationResult.catalog` has it. */
  readonly catalog: unknown;
}

/** One of the brokers that take the same thing, and where in its catalog. */
export interface Claim {
  readonly broker: string;
  /** Among the brokers that were given, from 0: names may be the same. */
  readonly index: number;
  /** JSON Pointer into the broker's catalog; empty for the broker itself. */
  readonly pointer: string;
}

/** Something that two registered brokers may not share. */
export interface Collision {
  readonly rule: CollisionRule['id'];
  readonly requirement?: RequirementId;
  readonly severity: 'error';
  readonly message: string;
  readonly link: string;
  /** Every broker that takes it, in the order given; at least two. */
  readonly claims: readonly Claim[];
}

interface CollisionRule {
  readonly id: string;
  readonly requirement?: RequirementId;
  readonly summary: string;
  readonly remedy: string;
}

const documentation = 'https://docs.cloudfoundry.org/services/managing-service-brokers.html';

/** What brokers registered with one platform have each for themselves. */
export const collisionRules = {
  name: {
    id: 'brokers-name-unique',
    summary: 'No two brokers are registered under one name.',
    remedy: 'Register one of them under another name.',
  },
  url: {
    id: 'brokers-url-unique',
    summary: 'No two brokers are registered with one base URL.',
    remedy: 'Register the broker once.',
  },
  offering: {
    id: 'brokers-offering-id-unique',
    requirement: 'CAT-SVC-ID-GLOBAL',
    summary: 'An offering id belongs to one broker.',
    remedy: 'Give the offering of one broker a fresh GUID before it is registered.',
  },
  plan: {
    id: 'brokers-plan-id-unique',
    requirement: 'CAT-PLAN-ID-GLOBAL',
    summary: 'A plan id belongs to one plan of one broker.',
    remedy: 'Give the plan of one broker a fresh GUID before it is registered.',
  },
  client: {
    id: 'brokers-dashboard-client-unique',
    summary: 'A dashboard client belongs to one broker.',
    remedy: 'Give each broker a dashboard client of its own.',
  },
} as const satisfies Record<string, CollisionRule>;

/** Further claims are counted in a message; `claims` has them all. */
const mostNamed = 5;

type Subject = keyof typeof collisionRules;

const nouns: Readonly<Record<Subject, string>> = {
  name: 'broker name',
  url: 'base URL',
  offering: 'offering id',
  plan: 'plan id',
  client: 'dashboard client id',
};

/**
 * What cannot be registered together with one platform: broker names, base URLs, offering and plan ids and dashboard
 * clients that several brokers claim. Repetitions inside one catalog are left to `validateCatalog`.
 */
export function validateTogether(
  brokers: readonly RegisteredBroker[],
  options: { readonly apiVersion?: ApiVersion } = {},
): readonly Collision[] {
  const claims = new Map<Subject, Map<string, { readonly broker: number; readonly claim: Claim }[]>>();
  const take = (subject: Subject, value: unknown, broker: number, pointer: string): void => {
    if (typeof value !== 'string' || value === '') return;
    const bySubject = claims.get(subject) ?? new Map<string, { broker: number; claim: Claim }[]>();
    claims.set(subject, bySubject);
    const taken = bySubject.get(value) ?? [];
    bySubject.set(value, taken);
    if (taken.at(-1)?.broker !== broker)
      taken.push({ broker, claim: { broker: brokers[broker]?.name ?? '', index: broker, pointer } });
  };
  brokers.forEach(({ name, url, catalog }, index) => {
    take('name', name, index, '');
    take('url', url === undefined ? undefined : normalUrl(url), index, '');
    for (const offering of catalogNode(catalog).offerings) {
      take('offering', offering.value['id'], index, pointerTo(offering, 'id'));
      const client = own(offering.value, 'dashboard_client');
      if (isObject(client))
        take('client', own(client, 'id'), index, pointerTo(offering, 'dashboard_client', 'id'));
      for (const plan of offering.plans) take('plan', plan.value['id'], index, pointerTo(plan, 'id'));
    }
  });
  return [...claims].flatMap(([subject, values]) =>
    [...values]
      .filter(([, taken]) => taken.length > 1)
      .map(([value, taken]) =>
        collision(
          subject,
          value,
          taken.map(({ claim }) => claim),
          options.apiVersion,
        ),
      ),
  );
}

function collision(
  subject: Subject,
  value: string,
  claims: readonly Claim[],
  version: ApiVersion = latestApiVersion,
): Collision {
  const rule: CollisionRule = collisionRules[subject];
  const where = claims
    .slice(0, mostNamed)
    .map(({ broker, pointer }) => `${quoted(broker)}${pointer === '' ? '' : ` (${pointer})`}`);
  if (claims.length > mostNamed) where.push(`${claims.length - mostNamed} more`);
  return {
    rule: rule.id,
    ...(rule.requirement !== undefined && { requirement: rule.requirement }),
    severity: 'error',
    message: `The ${nouns[subject]} ${quoted(value)} is claimed by ${subject === 'name' ? `${claims.length} brokers` : where.join(' and ')}. ${rule.remedy}`,
    link:
      subject === 'offering'
        ? sectionLink('spec.md#service-offering-object', version)
        : subject === 'plan'
          ? sectionLink('spec.md#service-plan-object', version)
          : documentation,
    claims,
  };
}

/** Host names do not depend on case, and a closing slash says nothing. */
function normalUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
  } catch {
    return url.replace(/\/+$/, '');
  }
}

function pointerTo({ at }: Located, ...keys: readonly string[]): string {
  return at.descend(keys).pointer;
}
