import {
  cloudControllerSource,
  refusedByDatabase,
  unstorableIn,
  type DatabaseProblemCode,
} from '../dialects/index.ts';
import { offeringLabel, planLabel, type Located } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';

const planModel = cloudControllerSource('app/models/services/service_plan.rb');
const serviceModel = cloudControllerSource('app/models/services/service.rb');

interface Limit {
  readonly summary: string;
  readonly remedy: string;
  readonly link: string;
  readonly bad: unknown;
}

const limits: Readonly<Record<DatabaseProblemCode, Limit>> = {
  'plan-name-taken': {
    summary: 'Plan names of an offering differ in more than case and blanks at the ends.',
    remedy: 'Rename one of the two.',
    link: planModel,
    bad: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId, name: ' Small' })] }),
  },
  'offering-name-ambiguous': {
    summary: 'Offering names differ in more than case.',
    remedy: 'Rename one of the two.',
    link: serviceModel,
    bad: {
      services: [
        sampleOffering(),
        sampleOffering({
          id: otherId,
          name: String(sampleOffering()['name']).toUpperCase(),
          plans: [samplePlan({ id: '5d2f1f6e-58c6-4c56-8f43-8b3d4d9f0a11' })],
        }),
      ],
    },
  },
  'integer-out-of-range': {
    summary: 'Whole numbers fit into 32 bits.',
    remedy: 'Give a number of seconds that fits; a week has 604800.',
    link: planModel,
    bad: withPlan({ maximum_polling_duration: 2_147_483_648 }),
  },
  'text-unstorable': {
    summary: 'Ids, names and descriptions hold neither U+0000 nor halves of surrogate pairs.',
    remedy: 'Remove the character.',
    link: serviceModel,
    bad: withPlan({ description: 'A plan\u0000.' }),
  },
  'text-too-long-for-mysql': {
    summary: 'Ids and names have at most 255 characters, where the database is MySQL.',
    remedy: 'Shorten it.',
    link: serviceModel,
    bad: withPlan({ name: 'x'.repeat(256) }),
  },
  'schema-too-large-for-mysql': {
    summary: 'A parameters schema has at most 65,535 bytes, where the database is MySQL.',
    remedy: 'Shorten descriptions and enumerations.',
    link: planModel,
    bad: withPlan({
      schemas: { service_instance: { create: { parameters: { description: 'ä'.repeat(40_000) } } } },
    }),
  },
};

function limitRule(code: DatabaseProblemCode, { summary, remedy, link, bad }: Limit): Rule {
  const says = code === 'text-unstorable' ? 'unstorable' : 'limit'; // the same as that of the rule below
  return defineRule({
    id: `cloud-controller-database-${code}`,
    platform: 'cloudfoundry',
    link,
    summary: `Cloud Foundry stores a catalog only if this holds: ${summary}`,
    messages: {
      [says]: ({ text }: { text: string }) =>
        `${refusedByDatabase.has(code) ? "Cloud Foundry's database refuses the catalog" : 'On Cloud Foundry'}: ${text}. ${remedy}`,
    },
    ...(refusedByDatabase.has(code) ? {} : { warnings: [says] }),
    examples: { good: withOffering({}), bad },
    catalog({ value, at }, found, { databaseProblems }) {
      for (const problem of databaseProblems(value, at)) {
        if (problem.code === code) found[says]?.(problem.at, { text: problem.text });
      }
    },
  });
}

/** What Cloud Controller checks without complaint and its database does not store. */
export const cloudControllerDatabase: readonly Rule[] = Object.entries(limits).map(
  ([code, limit]) => limitRule(code as DatabaseProblemCode, limit), // the table has exactly the codes as keys
);

/** Texts that databases, terminals and other programs trip over. */
export const stringsStorable = defineRule({
  id: 'strings-storable',
  advice: 'spec.md#service-offering-object',
  summary: 'Ids, names and descriptions hold neither U+0000 nor halves of surrogate pairs.',
  messages: {
    unstorable: ({ key, host, odd }: { key: string; host: string; odd: string }) =>
      `"${key}" of ${host} holds ${odd}, which many databases do not store; Cloud Foundry on PostgreSQL refuses the catalog for it. Remove the character.`,
  },
  examples: { good: withPlan({}), bad: withPlan({ description: 'A plan\u0000.' }) },
  offering: (node, found) => examine(node, () => offeringLabel(node), found.unstorable),
  plan: (node, found) => examine(node, () => planLabel(node), found.unstorable),
});

function examine(
  { value, at }: Located,
  host: () => string,
  report: (at: Place, facts: { key: string; host: string; odd: string }) => void,
): void {
  for (const key of ['id', 'name', 'description']) {
    const text = value[key];
    const odd = typeof text === 'string' ? unstorableIn(text) : undefined;
    if (odd !== undefined) report(at.child(key), { key, host: host(), odd });
  }
}

/** What a foundation may have switched off is no fault of the catalog: it is told. */
export const requiresSwitchedOn = defineRule({
  id: 'cloud-foundry-requires-switched-on',
  platform: 'cloudfoundry',
  link: cloudControllerSource('lib/services/service_brokers/service_broker_catalog_updater.rb'),
  summary: 'Volume services and route services are switched on where an offering requires them.',
  messages: {
    off: ({ host, kind }: { host: string; kind: string }) =>
      `${host} requires ${kind}, which a foundation may have switched off; it then refuses the whole catalog as incompatible. Ask the operator first.`,
  },
  notes: ['off'],
  examples: { good: withOffering({}), bad: withOffering({ requires: ['volume_mount'] }) },
  offering(node, found) {
    const requires = node.value['requires'];
    if (!Array.isArray(requires)) return;
    for (const [permission, kind] of [
      ['volume_mount', 'volume mounts'],
      ['route_forwarding', 'route services'],
    ] as const) {
      if (requires.includes(permission))
        found.off(node.at.child('requires'), { host: offeringLabel(node), kind });
    }
  },
});
