import {
  cloudControllerSource,
  draft06Refused,
  takesDraft06,
  type CloudControllerProblem,
  type ProblemCode,
} from '../dialects/index.ts';
import { isArray, isObject, own } from '../engine/json.ts';
import { permissionAdvice } from '../engine/permissions.ts';
import { parsePointer, type Place } from '../engine/place.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import type { SchemaExaminer } from '../schemas/examine.ts';
import { rightValue, type Wanted } from '../engine/right-value.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';

const folder = 'lib/services/service_brokers/v2';
const link = cloudControllerSource(`${folder}/catalog_service.rb`);
const catalogLink = cloudControllerSource(`${folder}/catalog.rb`);
const planLink = cloudControllerSource(`${folder}/catalog_plan.rb`);
const schemaLink = cloudControllerSource(`${folder}/schema.rb`);

/** One kind of refusal: what holds in a catalog that is registered, what to do, and a catalog that is refused. */
interface Refusal {
  readonly summary: string;
  /** What it is about, in the names that other rules use: see engine/one-fault.ts. */
  readonly says:
    'missing' | 'type' | 'duplicate' | 'tooLong' | 'unknown' | 'strange' | 'large' | 'external' | 'invalid';
  readonly remedy: string | ((value: unknown, text: string) => string);
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

/** What Cloud Controller calls a type, and what others do. */
const wantedTypes: readonly (readonly [string, Wanted])[] = [
  ['a boolean', 'boolean'],
  ['an integer', 'integer'],
  ['an array of strings', 'list of strings'],
  ['an array of hashes', 'object'],
  ['a hash', 'object'],
  ['a string', 'string'],
];

function typeAdvice(value: unknown, text: string): string {
  if (text.includes('must be a Semantic Version')) return 'Write three numbers, as in "2.1.0".';
  if (text.includes('an array of strings, but has value [')) return rightValue('string', value);
  const wanted = wantedTypes.find(([name]) => text.includes(`must be ${name}`))?.[1];
  return wanted === undefined ? 'Correct the type.' : rightValue(wanted, value);
}

const refusals: Readonly<Record<ProblemCode, Refusal>> = {
  'catalog-not-object': {
    says: 'type',
    summary: 'The catalog is an object.',
    remedy: 'Serve {"services": […]}.',
    bad: [],
  },
  'internal-error': {
    says: 'type',
    summary: 'The catalog has the types that Cloud Controller relies on without looking.',
    remedy: 'Correct the type; registration fails without naming the place.',
    bad: { services: ['x'] },
  },
  'services-missing': {
    link: catalogLink,
    says: 'missing',
    summary: 'The catalog offers at least one service.',
    remedy: 'Add an offering.',
    bad: { services: [] },
  },
  'service-id-unique': {
    link: catalogLink,
    says: 'duplicate',
    summary: 'Offering ids are unique.',
    remedy: 'Give one of the two a fresh GUID.',
    bad: { services: [sampleOffering(), sampleOffering({ name: 'other', plans: [otherPlan] })] },
  },
  'service-name-unique': {
    link: catalogLink,
    says: 'duplicate',
    summary: 'Offering names are unique.',
    remedy: 'Rename one of the two.',
    bad: { services: [sampleOffering(), sampleOffering({ id: otherId, plans: [otherPlan] })] },
  },
  'dashboard-client-id-unique': {
    link: catalogLink,
    says: 'duplicate',
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
    says: 'missing',
    summary: 'Each offering has a plan.',
    remedy: 'Add one, or remove the offering.',
    bad: withOffering({ plans: [] }),
  },
  'plan-id-unique': {
    says: 'duplicate',
    summary: 'Plan ids are unique in the whole catalog.',
    remedy: 'Give one of the two a fresh GUID.',
    bad: withOffering({ plans: [samplePlan(), samplePlan({ name: 'large' })] }),
  },
  'plan-name-unique': {
    says: 'duplicate',
    summary: 'Plan names are unique in an offering.',
    remedy: 'Rename one of the two.',
    bad: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
  },
  required: {
    says: 'missing',
    summary: 'What Cloud Controller requires is there.',
    remedy: 'Add it.',
    bad: withPlan({ description: undefined }),
  },
  type: {
    says: 'type',
    summary: 'Fields have the types that Cloud Controller checks.',
    remedy: typeAdvice,
    bad: withOffering({ bindable: 'true' }),
  },
  'too-long': {
    says: 'tooLong',
    summary: 'Texts fit into the columns of the database.',
    remedy: 'Shorten it.',
    bad: withOffering({ description: 'x'.repeat(10_001) }),
  },
  'unsupported-value': {
    says: 'unknown',
    summary: 'Values are among those that Cloud Controller supports.',
    remedy: (value) => permissionAdvice(String(value)),
    bad: withOffering({ requires: ['sysdrain'] }),
  },
  'unknown-key': {
    link: planLink,
    says: 'strange',
    summary: 'Objects that Cloud Controller checks closely have no further keys.',
    remedy: 'Remove the key.',
    bad: withPlan({ maintenance_info: { version: '1.0.0', extra: 1 } }),
  },
  'schema-too-large': {
    says: 'large',
    summary: 'A parameters schema is at most 64 kB large.',
    remedy: 'Shorten descriptions and enumerations.',
    bad: withSchema({ $schema: draft04, description: 'x'.repeat(70_000) }),
    link: schemaLink,
  },
  'schema-undeclared': {
    says: 'missing',
    summary: 'A parameters schema says which version of JSON Schema it is.',
    remedy: `Add "$schema": "${draft04}".`,
    bad: withSchema({ type: 'object' }),
    link: schemaLink,
  },
  'schema-metaschema-unknown': {
    says: 'unknown',
    summary:
      'A parameters schema is written in draft 4 or 6 of JSON Schema; Cloud Controller knows no later one.',
    remedy: `Write the schema in draft 4: "$schema": "${draft04}".`,
    bad: withSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }),
    link: schemaLink,
  },
  'schema-nonconforming': {
    says: 'invalid',
    summary: 'A parameters schema conforms to the metaschema of draft 4.',
    remedy: 'Correct it.',
    bad: withSchema({ $schema: draft04, type: 'strng' }),
    link: schemaLink,
  },
  'schema-external-reference': {
    says: 'external',
    summary: 'A parameters schema refers to nothing outside itself.',
    remedy: 'Copy what it names into "definitions".',
    bad: withSchema({ $schema: draft04, $ref: 'https://example.com/x.json' }),
    link: schemaLink,
  },
  'schema-unusable': {
    says: 'invalid',
    summary: 'A parameters schema can be used.',
    remedy: 'Correct it.',
    bad: withSchema({ $schema: draft04, $ref: 1 }),
    link: schemaLink,
  },
};

function refusalRule(code: ProblemCode, { says, summary, remedy, bad, ...refusal }: Refusal): Rule {
  return defineRule({
    id: `cloud-controller-${code}`,
    platform: 'cloudfoundry',
    link: refusal.link ?? link,
    summary: `Cloud Foundry registers a catalog only if this holds: ${summary}`,
    messages: {
      [says]: ({ text, because, advice }: Facts) =>
        `Cloud Foundry refuses the catalog: ${text.replace(/\.$/, '')}${because === undefined ? '' : ` (${because})`}. ${advice}`,
    },
    examples: { good: withOffering({}), bad },
    catalog({ value: catalog, at }, found, { cloudController, schemas }) {
      for (const problem of cloudController()) {
        if (problem.code !== code) continue;
        const { text, because } = problem;
        const { place, value, lacks } = placeOf(problem, catalog, at);
        const habit = code === 'schema-nonconforming' ? habitBehind(place, catalog, at, schemas) : undefined;
        const advice = habit ?? (typeof remedy === 'string' ? remedy : remedy(value, text));
        found[says]?.(place, { text, because, advice, ...(lacks !== undefined && { lacks }) });
      }
    },
  });
}

/** What the validator itself says of a place of a schema that departs from the metaschema. */
function habitBehind(place: Place, catalog: unknown, at: Place, schemas: SchemaExaminer): string | undefined {
  const path = place.path.slice(at.path.length);
  const depth = path.indexOf('parameters') + 1;
  let schema = catalog;
  for (const key of path.slice(0, depth)) {
    schema = isArray(schema) ? schema[Number(key)] : isObject(schema) ? own(schema, String(key)) : undefined;
  }
  if (depth === 0 || !isObject(schema)) return undefined;
  const inside = path.slice(depth).join('/');
  const what = schemas.examine(schema).faults.find((fault) => fault.path.join('/') === inside)?.what;
  return what && what.charAt(0).toUpperCase() + what.slice(1);
}

interface Facts {
  readonly text: string;
  readonly because: string | undefined;
  readonly advice: string;
  readonly lacks?: string;
}

/** The place of a problem, or of the object that lacks what the problem names, with what stands there. */
function placeOf(
  { pointer, text }: CloudControllerProblem,
  catalog: unknown,
  at: Place,
): { readonly place: Place; readonly value: unknown; readonly lacks?: string } {
  let place = at;
  let value = catalog;
  for (const key of parsePointer(pointer)) {
    const next = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, key) : undefined;
    if (next === undefined) return { place, value, lacks: key };
    value = next;
    place = place.child(key);
  }
  const stranger =
    isArray(value) && text.includes('array of strings')
      ? value.findIndex((item) => typeof item !== 'string')
      : -1;
  return stranger === -1 || !isArray(value)
    ? { place, value }
    : { place: place.child(stranger), value: value[stranger] };
}

/** Which draft a schema declares decides, on some foundations, whether the catalog is taken: it is told. */
export const cloudControllerDraft06 = defineRule({
  id: 'cloud-controller-schema-draft-06',
  platform: 'cloudfoundry',
  link: 'https://github.com/cloudfoundry/cloud_controller_ng/issues/2677',
  summary: `Cloud Controller takes schemas of draft 6, except in its API versions ${draft06Refused}.`,
  messages: {
    draft06: ({ version }: { version: string }) =>
      `Schemas of draft-06 are taken by Cloud Controller ${version}, and refused by ${draft06Refused}. Give --platform-version to go by another one, or write them in draft-04, which all of them take.`,
  },
  notes: ['draft06'],
  examples: {
    good: withSchema({ $schema: draft04, type: 'object' }),
    bad: withSchema({ $schema: 'http://json-schema.org/draft-06/schema#', type: 'object' }),
  },
  parameters(node, found, { cloudControllerVersion }) {
    const declared = isObject(node.value) ? own(node.value, '$schema') : undefined;
    if (typeof declared !== 'string' || !declared.startsWith('http://json-schema.org/draft-06/schema'))
      return;
    if (takesDraft06(cloudControllerVersion))
      found.draft06(node.at.child('$schema'), { version: cloudControllerVersion });
  },
});

/** What Cloud Foundry's Cloud Controller refuses to register, in its own words; its verdict is reached by a port of its checks. */
export const cloudController: readonly Rule[] = Object.entries(refusals).map(
  ([code, refusal]) => refusalRule(code as ProblemCode, refusal), // the table has exactly the codes as keys
);
