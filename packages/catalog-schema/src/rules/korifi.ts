import type { GoCatalog } from '../engine/go-decode.ts';
import { decodableRule, goRule } from '../engine/go-rule.ts';
import { isObject, own, typeOf } from '../engine/json.ts';
import { offeringLabel, planLabel, sentence, type Located } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import type { Rule } from '../engine/rule.ts';
import { sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const source =
  'https://github.com/cloudfoundry/korifi/blob/fb0a00b25db6716624397391de19cf847c7341a7/controllers/controllers/services';
const link = `${source}/osbapi/types.go`;
const controller = `${source}/brokers/controller.go`;
const platform = 'korifi';

/** The types of Korifi at fb0a00b; `redirect_uri` is not among them. */
const parameters = { parameters: 'object' } as const;
const types: GoCatalog = {
  nullElements: 'empty',
  offering: {
    id: 'string',
    name: 'string',
    description: 'string',
    tags: 'list of strings',
    requires: 'list of strings',
    metadata: 'object',
    plan_updateable: 'boolean',
    bindable: 'boolean',
    instances_retrievable: 'boolean',
    bindings_retrievable: 'boolean',
    allow_context_updates: 'boolean',
    dashboard_client: { id: 'string', secret: 'string', redirect_url: 'string' },
  },
  plan: {
    id: 'string',
    name: 'string',
    description: 'string',
    metadata: 'object',
    free: 'boolean',
    bindable: 'boolean',
    binding_rotatable: 'boolean',
    plan_updateable: 'boolean',
    schemas: {
      service_instance: { create: parameters, update: parameters },
      service_binding: { create: parameters },
    },
    maintenance_info: { version: 'string' },
  },
};

const decodable = decodableRule({
  ...{ id: 'korifi-types-decodable', platform, types, link },
  reader: 'Korifi',
  examples: {
    good: withOffering({ metadata: null }),
    bad: withPlan({ maintenance_info: { version: 2 } }),
    alsoBad: [
      { services: [1] },
      { services: 1 },
      withPlan({ schemas: { service_binding: { create: { parameters: [] } } } }),
    ],
  },
});

const documentation = goRule({
  ...{ id: 'korifi-documentation-url-string', platform, types },
  link: controller,
  summary: 'Korifi breaks off at an offering whose "metadata.documentationUrl" is no string.',
  messages: {
    type: ({ host, is }: { host: string; is: string }) =>
      `Korifi breaks off at ${host}: "metadata.documentationUrl" is ${is}, and it expects a string without looking. Write the URL in quotes, or leave the key out.`,
  },
  examples: {
    good: withOffering({ metadata: { documentationUrl: 'https://example.com/docs' } }),
    bad: withOffering({ metadata: { documentationUrl: null } }),
  },
  offering({ value, at, ...node }, found) {
    const metadata = value['metadata'];
    if (!isObject(metadata) || !Object.hasOwn(metadata, 'documentationUrl')) return;
    const url = own(metadata, 'documentationUrl');
    if (typeof url === 'string') return;
    found.type(at.descend(['metadata', 'documentationUrl']), {
      host: offeringLabel({ value, at, ...node }),
      is: typeOf(url),
    });
  },
});

const defaults = goRule({
  ...{ id: 'korifi-plan-defaults-written', platform, types, link },
  summary: 'A plan says whether it is free and bindable, since Korifi reads what is absent as false.',
  messages: {
    free: ({ host }: { host: string }) =>
      `${sentence(host)} has no "free", which the specification reads as true and Korifi as false: it shows the plan as paid. Write "free": true, or false.`,
    bindable: ({ host }: { host: string }) =>
      `${sentence(host)} has no "bindable" of its own, and Korifi reads that as false instead of asking the offering. Write "bindable": true.`,
  },
  warnings: ['free', 'bindable'],
  examples: {
    good: withPlan({ free: true, bindable: true }),
    bad: withPlan({ free: undefined }),
  },
  plan(node, found) {
    const { value, at, offering } = node;
    if ((value['free'] ?? undefined) === undefined) found.free(at, { host: planLabel(node) });
    const inherits = (value['bindable'] ?? undefined) === undefined && offering.value['bindable'] === true;
    if (inherits) found.bindable(at, { host: planLabel(node) });
  },
});

const dashboard = goRule({
  ...{ id: 'korifi-dashboard-client-unread', platform, types, link },
  summary: 'No dashboard is expected on Korifi, which makes no use of "dashboard_client".',
  messages: {
    unread: ({ host }: { host: string }) =>
      `Korifi makes no use of "dashboard_client" of ${host}; it reads the address of the client from "redirect_url", so that "redirect_uri" is lost.`,
  },
  notes: ['unread'],
  examples: {
    good: withOffering({}),
    bad: withOffering({
      dashboard_client: { id: 'a', secret: 'not-a-secret', redirect_uri: 'https://example.com' },
    }),
  },
  offering(node, found) {
    if (isObject(node.value['dashboard_client']))
      found.unread(node.at.child('dashboard_client'), { host: offeringLabel(node) });
  },
});

const distinct = goRule({
  ...{ id: 'korifi-ids-distinct', platform, types },
  link: controller,
  summary: 'Ids are used once, since Korifi lets a second use take the place of the first.',
  messages: {
    duplicate: ({ kind, id, first }: { kind: string; id: string; first: Place }) =>
      `The ${kind} id ${quoted(id)} is already taken by ${first.pointer}, and Korifi keeps only the last of the two. Give one of them a fresh GUID.`,
  },
  warnings: ['duplicate'],
  examples: {
    good: withOffering({}),
    bad: withOffering({ plans: [samplePlan(), samplePlan({ name: 'large' })] }),
    alsoBad: [{ services: [sampleOffering(), sampleOffering({ name: 'other' })] }],
  },
  catalog({ offerings }, found) {
    const taken = new Map<string, Place>();
    const take = ({ value, at }: Located, kind: string): void => {
      const id = value['id'];
      if (typeof id !== 'string') return;
      const first = taken.get(`${kind} ${id}`);
      if (first === undefined) taken.set(`${kind} ${id}`, at);
      else found.duplicate(Object.hasOwn(value, 'id') ? at.child('id') : at, { kind, id, first });
    };
    for (const offering of offerings) {
      take(offering, 'offering');
      for (const plan of offering.plans) take(plan, 'plan');
    }
  },
});

/** What Korifi, the Cloud Foundry on Kubernetes, cannot read, and what it reads otherwise than it is meant. */
export const korifi: readonly Rule[] = [decodable, documentation, defaults, dashboard, distinct];
