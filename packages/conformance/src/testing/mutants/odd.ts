import { isObject, member, parseJson } from '../../engine/json.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, RouteName } from '../model-types.ts';
import { asIf, bodyWith, intercepting, mutant, queryWith } from '../mutations.ts';

type Creation = Extract<RouteName, 'provision' | 'update' | 'bind'>;

const verbs: readonly (readonly [Creation, 'PROV' | 'UPD' | 'BIND'])[] = [
  ['provision', 'PROV'],
  ['update', 'UPD'],
  ['bind', 'BIND'],
];

/** A broker whose parser stops behind the first document. */
const readingOneDocument = (route: Creation): Miniature =>
  intercepting(
    route,
    ({ text, body }) => text !== '' && body === undefined,
    (request, state) => {
      for (let end = request.text.indexOf('}'); end >= 0; end = request.text.indexOf('}', end + 1)) {
        const first = parseJson(request.text.slice(0, end + 1));
        if (first !== undefined) return asIf(request, { body: first }, state);
      }
      return undefined;
    },
  );

const crashing = (route: RouteName, when: (request: ModelRequest) => boolean): Miniature =>
  intercepting(route, when, failure(500, 'Oops.'));

const isEmpty = (value: unknown) => value === '' || (isObject(value) && Object.keys(value).length === 0);

const crashes: Readonly<Record<string, (request: ModelRequest) => boolean>> = {
  'an empty context': ({ body }) => isEmpty(member(body, 'context')),
  'empty parameters': ({ body }) => isEmpty(member(body, 'parameters')),
  'a body that is not UTF-8': ({ text }) => text.includes('\uFFFD'),
  'a key that comes twice': ({ text }) => /^\{"service_id":"[^"]*","service_id"/.test(text),
  'a byte order mark': ({ text }) => text.startsWith('\uFEFF'),
  'a NUL in a name': ({ text }) => text.includes(String.raw`\u0000`),
};

/** A broker that takes an empty value for a good one. */
const taking = (route: Creation, field: string): Miniature =>
  intercepting(
    route,
    ({ body }) => member(body, field) === '',
    (request, state) => {
      const { offering, plan } = {
        offering: state.catalog.services[0],
        plan: state.catalog.services[0]?.plans[0],
      };
      const right: Readonly<Record<string, unknown>> = { service_id: offering?.id, plan_id: plan?.id };
      return asIf(request, bodyWith(request, { [field]: right[field] ?? 'some' }), state);
    },
  );

const takingQuery = (route: 'unbind' | 'deprovision', field: 'service_id' | 'plan_id'): Miniature =>
  intercepting(
    route,
    ({ query }) => query.get(field) === '',
    (request, state) => asIf(request, queryWith(request, { [field]: 'some' }), state),
  );

/** Brokers that take what is odd or empty for right, or fall over it. */
export const oddMutants: readonly Mutant[] = [
  ...verbs.map(([route, prefix]) =>
    mutant(
      `${prefix}-400-MALFORMED`,
      `reads the first of two documents of ${route}`,
      readingOneDocument(route),
    ),
  ),
  ...verbs.flatMap(([route]) =>
    Object.entries(crashes).map(([what, when]) =>
      mutant('ERR-STATUS-APPROPRIATE', `crashes at ${what} of ${route}`, crashing(route, when)),
    ),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'crashes at an empty bind_resource',
    crashing('bind', ({ body }) => isEmpty(member(body, 'bind_resource'))),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'crashes at an empty app_guid',
    crashing('bind', ({ body }) => isEmpty(member(body, 'app_guid'))),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'crashes at empty hints of a fetch',
    crashing('fetchInstance', ({ query }) => query.get('service_id') === ''),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'crashes at empty hints of a poll',
    crashing('pollInstance', ({ query }) => query.get('plan_id') === ''),
  ),
  mutant(
    'PROV-400-NO-ORGANIZATION-GUID',
    'takes an empty organization_guid',
    taking('provision', 'organization_guid'),
  ),
  mutant('PROV-400-NO-SPACE-GUID', 'takes an empty space_guid', taking('provision', 'space_guid')),
  mutant('UPD-400-NO-SERVICE-ID', 'updates with an empty service_id', taking('update', 'service_id')),
  mutant('UPD-REJECT-UNKNOWN-PLAN', 'updates to a plan with an empty id', taking('update', 'plan_id')),
  mutant('BIND-400-NO-SERVICE-ID', 'binds with an empty service_id', taking('bind', 'service_id')),
  mutant('BIND-400-NO-PLAN-ID', 'binds with an empty plan_id', taking('bind', 'plan_id')),
  ...(['unbind', 'deprovision'] as const).flatMap((route) => {
    const prefix = route === 'unbind' ? 'UNB' : 'DEP';
    return [
      mutant(
        `${prefix}-400-NO-SERVICE-ID`,
        `takes an empty service_id of ${route}`,
        takingQuery(route, 'service_id'),
      ),
      mutant(`${prefix}-400-NO-PLAN-ID`, `takes an empty plan_id of ${route}`, takingQuery(route, 'plan_id')),
    ];
  }),
  mutant('CT-RESPONSE-ERROR', 'sends a word with its 410 and calls it JSON', {
    after: (answer) => (answer.status === 410 ? { ...answer, body: 'Gone' } : answer),
  }),
  mutant('CT-RESPONSE-ERROR', 'sends a page with its 410', {
    after: (answer) =>
      answer.status === 410
        ? { ...answer, body: '<p>Gone</p>', headers: { 'Content-Type': 'text/html' } }
        : answer,
  }),
  mutant('BIND-REJECT-WRONG-IDS', 'binds with the ids of another offering', {
    before: (request, state) => {
      const { instances } = state;
      const instance = instances.get(request.instanceId);
      const isOther =
        request.route === 'bind' &&
        instance !== undefined &&
        member(request.body, 'service_id') === state.catalog.services[1]?.id;
      return isOther && request.authorised
        ? asIf(
            request,
            bodyWith(request, { service_id: instance.serviceId, plan_id: instance.planId }),
            state,
          )
        : undefined;
    },
  }),
];
