import { isArray, isObject, own, typeOf, type JsonObject } from '../engine/json.ts';
import { offeringLabel, planLabel, type Located } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { quoted, shown } from '../engine/shown.ts';

const source = 'https://github.com/kubernetes-retired/service-catalog/blob/v0.3.1/pkg';
const validation = `${source}/apis/servicecatalog/validation`;
const controller = `${source}/controller`;

const longest = 63;

/** Bytes of UTF-8, which is what Go counts. */
function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function within63(key: 'id' | 'name'): Rule {
  return defineRule({
    id: `kubernetes-${key}-within-63`,
    platform: 'kubernetes',
    link: `${validation}/serviceclass.go`,
    summary: `service-catalog refuses an offering or plan whose ${key} is empty or longer than 63 bytes.`,
    messages: {
      long: ({ text, bytes }: { text: string; bytes: number }) =>
        `service-catalog refuses the ${key} ${quoted(text)}: it has ${bytes} bytes, and ${longest} are allowed. Shorten it.`,
      missing: ({ host }: { host: string; lacks?: string }) =>
        `service-catalog refuses ${host}: it has no ${key}. Add a "${key}" of at most ${longest} bytes.`,
    },
    examples: { good: withPlan({}), bad: withPlan({ [key]: 'x'.repeat(longest + 1) }) },
    offering: (node, found) => examine(node, offeringLabel(node), found),
    plan: (node, found) => examine(node, planLabel(node), found),
  });

  function examine(
    { value, at }: Located,
    host: string,
    found: {
      long: (at: Place, facts: { text: string; bytes: number }) => void;
      missing: (at: Place, facts: { host: string; lacks?: string }) => void;
    },
  ): void {
    const text = value[key];
    if (text === undefined || text === null) found.missing(at, { host, lacks: key });
    else if (text === '') found.missing(at.child(key), { host });
    else if (typeof text === 'string' && byteLength(text) > longest) {
      found.long(at.child(key), { text, bytes: byteLength(text) });
    }
  }
}

const formed = defineRule({
  id: 'kubernetes-name-form',
  platform: 'kubernetes',
  link: 'https://github.com/kubernetes-retired/service-catalog/blob/v0.1.36/pkg/apis/servicecatalog/validation/serviceplan.go',
  summary:
    'service-catalog before v0.1.37 refuses names with other characters than letters, digits, periods and hyphens.',
  messages: {
    form: ({ name }: { name: string }) =>
      `service-catalog before v0.1.37 refuses the name ${quoted(name)}. Use only letters, digits, periods and hyphens.`,
  },
  warnings: ['form'],
  examples: { good: withPlan({ name: 'large-2.0' }), bad: withPlan({ name: 'large_2' }) },
  each({ value, at }, found) {
    const name = value['name'];
    if (typeof name === 'string' && name !== '' && !/^[-.a-zA-Z0-9]+$/.test(name))
      found.form(at.child('name'), { name });
  },
});

const described = defineRule({
  id: 'kubernetes-description-present',
  platform: 'kubernetes',
  link: `${validation}/serviceclass.go`,
  summary: 'service-catalog refuses an offering or plan without description.',
  messages: {
    missing: ({ host }: { host: string; lacks?: string }) =>
      `service-catalog refuses ${host}: it has no description. Describe it in one sentence.`,
  },
  examples: { good: withPlan({}), bad: withPlan({ description: '' }) },
  offering(node, found) {
    if (lacks(node)) found.missing(node.at, { host: offeringLabel(node), lacks: 'description' });
  },
  plan(node, found) {
    if (lacks(node)) found.missing(node.at, { host: planLabel(node), lacks: 'description' });
  },
});

function lacks({ value }: Located): boolean {
  return (value['description'] ?? '') === '';
}

const planned = defineRule({
  id: 'kubernetes-plans-non-empty',
  platform: 'kubernetes',
  link: `${controller}/controller.go`,
  summary: 'service-catalog refuses a catalog with an offering that has no plan.',
  messages: {
    none: ({ host }: { host: string; lacks?: string }) =>
      `service-catalog refuses the whole catalog: ${host} has no plan. Add one, or remove the offering.`,
  },
  examples: { good: withOffering({}), bad: withOffering({ plans: [] }) },
  offering(node, found) {
    const plans = node.value['plans'];
    const isEmpty = plans === undefined || plans === null || (isArray(plans) && plans.length === 0);
    if (isEmpty) found.none(node.at, { host: offeringLabel(node), lacks: 'plans' });
  },
});

const unique = defineRule({
  id: 'kubernetes-resources-distinct',
  platform: 'kubernetes',
  link: `${controller}/controller_clusterservicebroker.go`,
  summary:
    'service-catalog makes one resource for each offering id and one for each plan id; a second use collides.',
  messages: {
    collision: ({ kind, id, first }: { kind: string; id: string; first: Place }) =>
      `service-catalog cannot create a second ${kind} for the id ${quoted(id)}, which ${first.pointer} has. Give one of the two a fresh GUID.`,
  },
  examples: {
    good: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId, name: 'large' })] }),
    bad: { services: [sampleOffering(), sampleOffering({ name: 'other' })] },
  },
  catalog(catalog, found) {
    const classes = new Map<string, Place>();
    const plans = new Map<string, Place>();
    const take = (node: Located, taken: Map<string, Place>, kind: string): void => {
      const id = node.value['id'];
      if (typeof id !== 'string' || id === '') return;
      const first = taken.get(id);
      if (first === undefined) taken.set(id, node.at);
      else found.collision(node.at.child('id'), { kind, id, first });
    };
    for (const offering of catalog.offerings) {
      take(offering, classes, 'ClusterServiceClass');
      for (const plan of offering.plans) take(plan, plans, 'ClusterServicePlan');
    }
  },
});

type GoType = 'string' | 'bool' | 'list of strings' | 'list of objects' | 'object';
const ofOffering: readonly (readonly [string, GoType])[] = [
  ['id', 'string'],
  ['name', 'string'],
  ['description', 'string'],
  ['tags', 'list of strings'],
  ['requires', 'list of strings'],
  ['bindable', 'bool'],
  ['instances_retrievable', 'bool'],
  ['bindings_retrievable', 'bool'],
  ['plan_updateable', 'bool'],
  ['plans', 'list of objects'],
  ['dashboard_client', 'object'],
  ['metadata', 'object'],
];
const ofPlan: readonly (readonly [string, GoType])[] = [
  ['id', 'string'],
  ['name', 'string'],
  ['description', 'string'],
  ['free', 'bool'],
  ['bindable', 'bool'],
  ['metadata', 'object'],
  ['schemas', 'object'],
];

const decodable = defineRule({
  id: 'kubernetes-types-decodable',
  platform: 'kubernetes',
  link: 'https://github.com/kubernetes-sigs/go-open-service-broker-client/blob/master/v2/types.go',
  summary:
    'service-catalog decodes a catalog into fixed types, and one wrong type refuses the whole catalog.',
  messages: {
    type: ({ key, host, type, is }: { key: string; host: string; type: GoType; is: string }) =>
      `service-catalog cannot read the catalog: "${key}" of ${host} is ${is} and must be a ${type}. Correct the type.`,
    services: ({ is }: { is: string }) =>
      `service-catalog cannot read the catalog: it must be an object with a list of services, but is ${is}. Write {"services": […]}.`,
  },
  examples: { good: withOffering({ metadata: null }), bad: withOffering({ bindable: 'true' }) },
  catalog({ value, at }, found) {
    if (!isObject(value)) found.services(at, { is: typeOf(value) });
    else {
      const services = own(value, 'services') ?? [];
      if (!fits(services, 'list of objects')) found.services(at.child('services'), { is: shown(services) });
    }
  },
  offering(node, found) {
    wrongTypes(node.value, ofOffering, (key, type, is) =>
      found.type(node.at.descend(key.filter((part) => part !== undefined)), {
        key: key[0],
        type,
        is,
        host: offeringLabel(node),
      }),
    );
  },
  plan(node, found) {
    wrongTypes(node.value, ofPlan, (key, type, is) =>
      found.type(node.at.descend(key.filter((part) => part !== undefined)), {
        key: key[0],
        type,
        is,
        host: planLabel(node),
      }),
    );
  },
});

function wrongTypes(
  value: JsonObject,
  table: readonly (readonly [string, GoType])[],
  report: (key: readonly [string, number?], type: GoType, is: string) => void,
): void {
  for (const [key, type] of table) {
    const field = value[key];
    if (field === undefined || field === null || fits(field, type)) continue;
    const stranger =
      isArray(field) && type === 'list of strings' ? field.findIndex((item) => !isText(item)) : -1;
    report(
      stranger === -1 ? [key] : [key, stranger],
      type,
      key === 'dashboard_client' ? typeOf(field) : shown(field),
    );
  }
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

/** True when Go's decoder takes a value for a type; null is taken for everything. */
function fits(value: unknown, type: GoType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
    case 'list of strings':
      return isArray(value) && value.every(isText);
    case 'list of objects':
      return isArray(value) && value.every((item) => item === null || isObject(item));
  }
}

/** What Kubernetes' service-catalog refuses. */
export const kubernetes: readonly Rule[] = [
  decodable,
  within63('id'),
  within63('name'),
  formed,
  described,
  planned,
  unique,
];
