import { unstorableIn } from '../dialects/index.ts';
import type { GoCatalog } from '../engine/go-decode.ts';
import { decodableRule, goRule } from '../engine/go-rule.ts';
import { isArray, isObject, own } from '../engine/json.ts';
import { labelOf, planLabel, type Located, type OfferingNode, type PlanNode } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import type { Rule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const source = 'https://github.com/Peripli/service-manager/blob/e616ec91f886c88a4ab6aa6356c6189ab89e97f0';
const files = `${source}/pkg/types`;
const interceptor = `${source}/storage/interceptors/broker_create_catalog_interceptor.go`;
const tables = `${source}/storage/postgres/migrations/003_catalog.up.sql`;
const platform = 'service-manager';

/** The types of Service Manager at e616ec9; what it keeps as raw JSON is checked for its kind before it is stored. */
const types: GoCatalog = {
  nullElements: 'refused',
  keepsRaw: true,
  offering: {
    id: 'string',
    name: 'string',
    description: 'string',
    bindable: 'boolean',
    instances_retrievable: 'boolean',
    bindings_retrievable: 'boolean',
    plan_updateable: 'boolean',
    allow_context_updates: 'boolean',
    tags: 'list',
    requires: 'list',
    metadata: 'object',
  },
  plan: {
    id: 'string',
    name: 'string',
    description: 'string',
    free: 'boolean',
    bindable: 'boolean',
    plan_updateable: 'boolean',
    metadata: 'object',
    schemas: 'object',
    maximum_polling_duration: 'integer',
  },
};

const decodable = decodableRule({
  ...{ id: 'service-manager-types-decodable', platform, types },
  link: `${files}/service_offering.go`,
  reader: 'Service Manager',
  examples: {
    good: withOffering({ metadata: null, tags: [1] }),
    bad: withOffering({ bindable: 'true' }),
    alsoBad: [{ services: [null] }, { services: 1 }],
  },
});

const present = goRule({
  ...{ id: 'service-manager-texts-present', platform, types },
  link: `${files}/service_plan.go`,
  summary: 'Service Manager wants ids and names, and a description of each plan.',
  messages: {
    missing: ({ host, key }: { host: string; key: string; lacks?: string }) =>
      `Service Manager refuses the catalog: ${host} has no ${key}. Add it.`,
  },
  examples: {
    good: withOffering({ description: undefined }),
    bad: withPlan({ description: '' }),
    alsoBad: [withOffering({ id: undefined })],
  },
  offering: (node, found) => textsOf(node, ['id', 'name'], found.missing),
  plan: (node, found) => textsOf(node, ['id', 'name', 'description'], found.missing),
});

function textsOf(
  node: OfferingNode | PlanNode,
  keys: readonly string[],
  report: (at: Place, facts: { host: string; key: string; lacks?: string }) => void,
): void {
  for (const key of keys) {
    const text = node.value[key];
    if (text === '') report(node.at.child(key), { host: labelOf(node), key });
    else if (text === undefined || text === null) report(node.at, { host: labelOf(node), key, lacks: key });
  }
}

const distinct = goRule({
  ...{ id: 'service-manager-rows-distinct', platform, types },
  link: tables,
  summary: 'Service Manager stores an id and a name once: of offerings in a broker, of plans in an offering.',
  messages: {
    duplicate: ({ kind, key, text, first }: { kind: string; key: string; text: string; first: Place }) =>
      `Service Manager cannot store a second ${kind} with the ${key} ${quoted(text)}, which ${first.pointer} has. Change one of the two.`,
  },
  examples: {
    good: { services: [sampleOffering(), sampleOffering({ id: otherId, name: 'other' })] },
    bad: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
    alsoBad: [{ services: [sampleOffering(), sampleOffering({ name: 'other' })] }],
  },
  catalog({ offerings }, found) {
    repeatedIn(offerings, 'offering', found.duplicate);
    for (const { plans } of offerings) repeatedIn(plans, 'plan', found.duplicate);
  },
});

function repeatedIn(
  nodes: readonly Located[],
  kind: string,
  report: (at: Place, facts: { kind: string; key: string; text: string; first: Place }) => void,
): void {
  for (const key of ['id', 'name']) {
    const taken = new Map<string, Place>();
    for (const { value, at } of nodes) {
      const text = value[key];
      if (typeof text !== 'string' || text === '') continue;
      const first = taken.get(text);
      if (first === undefined) taken.set(text, at);
      else report(at.child(key), { kind, key, text, first });
    }
  }
}

const longest = 255;
const greatest = 2_147_483_647;

const storable = goRule({
  ...{ id: 'service-manager-columns-fit', platform, types },
  link: tables,
  summary: `Service Manager stores ids and names of at most ${longest} characters, whole numbers of 32 bits, and no U+0000.`,
  messages: {
    tooLong: ({ key, host, length }: { key: string; host: string; length: number }) =>
      `Service Manager cannot store ${host}: its ${key} has ${length} characters, and the column takes ${longest}. Shorten it.`,
    unstorable: ({ key, host }: { key: string; host: string }) =>
      `Service Manager cannot store ${host}: its ${key} holds U+0000, which PostgreSQL does not store. Remove the character.`,
    range: ({ host, is }: { host: string; is: string }) =>
      `Service Manager cannot store ${host}: "maximum_polling_duration" is ${is}, and the column takes at most ${greatest}. Give a number of seconds that fits; a week has 604800.`,
  },
  examples: {
    good: withPlan({ maximum_polling_duration: greatest }),
    bad: withPlan({ name: 'x'.repeat(longest + 1) }),
    alsoBad: [withPlan({ description: 'a\u0000' }), withPlan({ maximum_polling_duration: greatest + 1 })],
  },
  offering: (node, found) => columnsOf(node, found),
  plan(node, found) {
    columnsOf(node, found);
    const seconds = node.value['maximum_polling_duration'];
    const isOut =
      typeof seconds === 'number' && Number.isInteger(seconds) && Math.abs(seconds) > greatest + 0.5;
    if (isOut || typeof seconds === 'bigint') {
      found.range(node.at.child('maximum_polling_duration'), { host: planLabel(node), is: String(seconds) });
    }
  },
});

function columnsOf(
  node: OfferingNode | PlanNode,
  found: {
    tooLong: (at: Place, facts: { key: string; host: string; length: number }) => void;
    unstorable: (at: Place, facts: { key: string; host: string }) => void;
  },
): void {
  for (const key of ['id', 'name', 'description']) {
    const text = node.value[key];
    if (typeof text !== 'string') continue;
    const length = text.length > longest ? Array.from(text).length : 0;
    const at = node.at.child(key);
    if (key !== 'description' && length > longest) found.tooLong(at, { key, host: labelOf(node), length });
    if (unstorableIn(text) === 'U+0000') found.unstorable(at, { key, host: labelOf(node) });
  }
}

const reserved = 'reference-instance';

const shareable = goRule({
  ...{ id: 'service-manager-sharing', platform, types },
  link: interceptor,
  summary: `Plans that support the sharing of instances are bindable, and no plan is named "${reserved}".`,
  messages: {
    reserved: ({ host }: { host: string }) =>
      `Service Manager refuses the catalog: ${host} has a name that it keeps for itself. Rename the plan.`,
    unbindable: ({ host }: { host: string }) =>
      `Service Manager refuses the catalog: ${host} supports the sharing of instances and is not bindable. Make it bindable, or remove "supportsInstanceSharing".`,
  },
  examples: {
    good: withPlan({ metadata: { supportsInstanceSharing: true } }),
    bad: withPlan({ name: reserved }),
    alsoBad: [withPlan({ bindable: false, metadata: { supportsInstanceSharing: true } })],
  },
  plan(node, found) {
    const { value, at, offering } = node;
    if (value['name'] === reserved) found.reserved(at.child('name'), { host: planLabel(node) });
    const metadata = value['metadata'];
    const shares = isObject(metadata) && own(metadata, 'supportsInstanceSharing') === true;
    if (shares && (value['bindable'] ?? offering.value['bindable'] ?? false) !== true) {
      found.unbindable(at.descend(['metadata', 'supportsInstanceSharing']), { host: planLabel(node) });
    }
  },
});

const lists = ['supportedPlatforms', 'supportedPlatformNames', 'excludedPlatformNames'];

const platforms = goRule({
  ...{ id: 'service-manager-platforms-told-once', platform, types },
  link: `${files}/service_plan.go`,
  summary:
    'The metadata of a plan name its platforms in one way: by type, by name, or by the names left out.',
  messages: {
    several: ({ host, keys }: { host: string; keys: readonly string[] }) =>
      `Service Manager refuses the catalog: "metadata" of ${host} has ${keys.map((key) => `"${key}"`).join(' and ')}, and only one of them may be given. Leave the others out.`,
  },
  examples: {
    good: withPlan({ metadata: { supportedPlatforms: ['cloudfoundry'], excludedPlatformNames: [] } }),
    bad: withPlan({ metadata: { supportedPlatforms: ['cloudfoundry'], supportedPlatformNames: ['cf-eu'] } }),
  },
  plan(node, found) {
    const metadata = node.value['metadata'];
    if (!isObject(metadata)) return;
    const keys = lists.filter((key) => {
      const value = own(metadata, key);
      return isArray(value) && value.length > 0;
    });
    if (keys.length > 1) found.several(node.at.child('metadata'), { host: planLabel(node), keys });
  },
});

/** What Service Manager (the open source behind SAP's) refuses, by its source. */
export const serviceManager: readonly Rule[] = [decodable, present, distinct, storable, shareable, platforms];
