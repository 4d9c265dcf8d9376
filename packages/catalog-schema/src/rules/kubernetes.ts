import type { GoCatalog } from '../engine/go-decode.ts';
import { decodableRule, goRule } from '../engine/go-rule.ts';
import { isArray } from '../engine/json.ts';
import { labelOf, offeringLabel, type Located, type OfferingNode, type PlanNode } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import type { Rule } from '../engine/rule.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const source = 'https://github.com/kubernetes-retired/service-catalog/blob/v0.3.1/pkg';
const validation = `${source}/apis/servicecatalog/validation`;
const controller = `${source}/controller`;

/** The types of go-open-service-broker-client at 4406bd2, which service-catalog v0.3.1 decodes a catalog with. */
const parameters = { parameters: 'anything' } as const;
const types: GoCatalog = {
  nullElements: 'empty',
  offering: {
    id: 'string',
    name: 'string',
    description: 'string',
    tags: 'list of strings',
    requires: 'list of strings',
    bindable: 'boolean',
    instances_retrievable: 'boolean',
    bindings_retrievable: 'boolean',
    plan_updateable: 'boolean',
    dashboard_client: { id: 'string', secret: 'string', redirect_uri: 'string' },
    metadata: 'object',
  },
  plan: {
    id: 'string',
    name: 'string',
    description: 'string',
    free: 'boolean',
    bindable: 'boolean',
    metadata: 'object',
    schemas: {
      service_instance: { create: parameters, update: parameters },
      service_binding: { create: parameters },
    },
  },
};
const platform = 'kubernetes';

const longest = 63;

/** Bytes of UTF-8, which is what Go counts. */
function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function within63(key: 'id' | 'name'): Rule {
  const examine = (
    node: OfferingNode | PlanNode,
    found: {
      long: (at: Place, facts: { text: string; bytes: number }) => void;
      missing: (at: Place, facts: { host: string; lacks?: string }) => void;
    },
  ): void => {
    const text = node.value[key];
    if (text === undefined || text === null) found.missing(node.at, { host: labelOf(node), lacks: key });
    else if (text === '') found.missing(node.at.child(key), { host: labelOf(node) });
    else if (typeof text === 'string' && byteLength(text) > longest) {
      found.long(node.at.child(key), { text, bytes: byteLength(text) });
    }
  };
  return goRule({
    ...{ id: `kubernetes-${key}-within-63`, platform, types },
    link: `${validation}/serviceclass.go`,
    summary: `service-catalog refuses an offering or plan whose ${key} is empty or longer than 63 bytes.`,
    messages: {
      long: ({ text, bytes }: { text: string; bytes: number }) =>
        `service-catalog refuses the ${key} ${quoted(text)}: it has ${bytes} bytes, and ${longest} are allowed. Shorten it.`,
      missing: ({ host }: { host: string; lacks?: string }) =>
        `service-catalog refuses ${host}: it has no ${key}. Add a "${key}" of at most ${longest} bytes.`,
    },
    examples: { good: withPlan({}), bad: withPlan({ [key]: 'x'.repeat(longest + 1) }) },
    offering: examine,
    plan: examine,
  });
}

const formed = goRule({
  ...{ id: 'kubernetes-name-form', platform, types },
  link: 'https://github.com/kubernetes-retired/service-catalog/blob/v0.1.36/pkg/apis/servicecatalog/validation/serviceplan.go',
  summary:
    'service-catalog before v0.1.37 refuses names with other characters than letters, digits, periods and hyphens.',
  messages: {
    form: ({ name }: { name: string }) =>
      `service-catalog before v0.1.37 refuses the name ${quoted(name)}. Use only letters, digits, periods and hyphens.`,
  },
  warnings: ['form'],
  examples: { good: withPlan({ name: 'large-2.0' }), bad: withPlan({ name: 'large_2' }) },
  offering: (node, found) => formOf(node, found.form),
  plan: (node, found) => formOf(node, found.form),
});

function formOf({ value, at }: Located, report: (at: Place, facts: { name: string }) => void): void {
  const name = value['name'];
  if (typeof name === 'string' && name !== '' && !/^[-.a-zA-Z0-9]+$/.test(name))
    report(at.child('name'), { name });
}

const described = goRule({
  ...{ id: 'kubernetes-description-present', platform, types },
  link: `${validation}/serviceclass.go`,
  summary: 'service-catalog refuses an offering or plan without description.',
  messages: {
    missing: ({ host }: { host: string; lacks?: string }) =>
      `service-catalog refuses ${host}: it has no description. Describe it in one sentence.`,
  },
  examples: { good: withPlan({}), bad: withPlan({ description: '' }) },
  offering: (node, found) => descriptionOf(node, found.missing),
  plan: (node, found) => descriptionOf(node, found.missing),
});

function descriptionOf(
  node: OfferingNode | PlanNode,
  report: (at: Place, facts: { host: string; lacks?: string }) => void,
): void {
  const description = node.value['description'];
  if (description === '') report(node.at.child('description'), { host: labelOf(node) });
  else if (description === undefined || description === null)
    report(node.at, { host: labelOf(node), lacks: 'description' });
}

const planned = goRule({
  ...{ id: 'kubernetes-plans-non-empty', platform, types },
  link: `${controller}/controller.go`,
  summary: 'service-catalog refuses a catalog with an offering that has no plan.',
  messages: {
    none: ({ host }: { host: string; lacks: string }) =>
      `service-catalog refuses the whole catalog: ${host} has no plan. Add one, or remove the offering.`,
  },
  examples: { good: withOffering({}), bad: withOffering({ plans: [] }) },
  offering(node, found) {
    const plans = node.value['plans'];
    const isEmpty = plans === undefined || plans === null || (isArray(plans) && plans.length === 0);
    if (isEmpty) found.none(node.at, { host: offeringLabel(node), lacks: 'plans' });
  },
});

const unique = goRule({
  ...{ id: 'kubernetes-resources-distinct', platform, types },
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

const decodable = decodableRule({
  ...{ id: 'kubernetes-types-decodable', platform, types },
  link: 'https://github.com/kubernetes-sigs/go-open-service-broker-client/blob/4406bd2cb6b8/v2/types.go',
  reader: 'service-catalog',
  examples: {
    good: withOffering({ metadata: null }),
    bad: withOffering({ bindable: 'true' }),
    alsoBad: [
      { services: [1] },
      withOffering({ dashboard_client: { id: 1 } }),
      withPlan({ schemas: { service_instance: [] } }),
    ],
  },
});

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
