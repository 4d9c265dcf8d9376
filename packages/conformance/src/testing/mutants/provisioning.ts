import { isObject, member, stringMember } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Mutant } from '../miniature.ts';
import type { ModelRequest, ModelState } from '../model-types.ts';
import {
  adding,
  answering,
  asIf,
  async,
  bodyWith,
  intercepting,
  lacks,
  mutant,
  restating,
} from '../mutations.ts';

const plan = (state: ModelState) => state.catalog.services[0]?.plans[0]?.id;
const exists = (request: ModelRequest, state: ModelState) => state.instances.has(request.instanceId);
const unparsable = (request: ModelRequest) => request.text !== '' && request.body === undefined;
const anyPlan = { run: { services: ['database'] } } as const;

export const provisioningMutants: readonly Mutant[] = [
  mutant('PROV-201', 'answers 200 to a new instance', restating('provision', 201, 200)),
  mutant(
    'PROV-202',
    'answers 200 with an operation and keeps working',
    restating('provision', 202, 200, undefined, async),
  ),
  mutant('PROV-202', 'answers 202 and then polls with no state', {
    ...async,
    after: (answer, request) =>
      request.route === 'pollInstance' && answer.status === 200 ? { status: 200, body: {} } : answer,
  }),
  mutant(
    'ASYNC-202-IF-ASYNC',
    'answers 201 and is still in progress',
    restating('provision', 202, 201, undefined, async),
  ),
  mutant('PROV-CREATES', 'stores nothing', {
    before: (request, state) => {
      if (request.route !== 'provision' || !request.authorised) return undefined;
      const answer = state.model(request);
      if (answer.status === 201) state.instances.delete(request.instanceId);
      return answer;
    },
  }),
  mutant(
    'PROV-200-IDENTICAL',
    'answers 409 to an identical repeat',
    restating('provision', 200, 409, { description: 'It exists.' }),
  ),
  mutant(
    'PROV-200-SYNC-ONLY',
    'answers 200 with an operation',
    adding('provision', { operation: 'op-1' }, { status: 200 }),
  ),
  mutant('PROV-202-RESEND', 'answers 200 to a repeat in progress', {
    ...async,
    after: (answer, request, state) =>
      request.route === 'provision' &&
      answer.status === 202 &&
      state.instances.get(request.instanceId)?.operation?.left !== 3
        ? { status: 200, body: {} }
        : answer,
  }),
  mutant('PROV-202-OPERATION-MATCH', 'makes up a new operation for the repeat', {
    ...async,
    after: (answer, request, state) =>
      request.route === 'provision' &&
      answer.status === 202 &&
      state.instances.get(request.instanceId)?.operation?.left !== 3
        ? { status: 202, body: { operation: 'another' } }
        : answer,
  }),
  mutant(
    'PROV-400-MALFORMED',
    'crashes at truncated JSON',
    intercepting('provision', unparsable, { status: 500, body: '' }),
  ),
  mutant(
    'PROV-400-MALFORMED',
    'answers 422 to truncated JSON',
    intercepting('provision', unparsable, failure(422, 'unexpected end')),
  ),
  mutant(
    'PROV-400-NOT-OBJECT',
    'crashes at an empty body',
    intercepting('provision', (request) => request.text === '', { status: 500, body: '' }),
  ),
  mutant('PROV-400-NO-SERVICE-ID', 'infers the service from the plan', {
    before: (request, state) =>
      request.route === 'provision' &&
      isObject(request.body) &&
      request.authorised &&
      lacks(request, 'service_id')
        ? state.model(bodyWith(request, { service_id: state.catalog.services[0]?.id }))
        : undefined,
  }),
  mutant('PROV-400-NO-PLAN-ID', 'picks a default plan', {
    before: (request, state) =>
      request.route === 'provision' && isObject(request.body) && request.body['plan_id'] === undefined
        ? state.model(bodyWith(request, { plan_id: plan(state) }))
        : undefined,
  }),
  ...(['organization_guid', 'space_guid'] as const).map((field) =>
    mutant(
      field === 'space_guid' ? 'PROV-400-NO-SPACE-GUID' : 'PROV-400-NO-ORGANIZATION-GUID',
      `provisions without ${field}`,
      {
        before: (request: ModelRequest, state: ModelState) =>
          request.route === 'provision' && isObject(request.body) && lacks(request, field)
            ? state.model(bodyWith(request, { [field]: 'x' }))
            : undefined,
      },
    ),
  ),
  mutant('PROV-400-EMPTY-IDS', 'takes an empty plan_id for the default plan', {
    before: (request, state) =>
      request.route === 'provision' && member(request.body, 'plan_id') === ''
        ? state.model(bodyWith(request, { plan_id: plan(state) }))
        : undefined,
  }),
  mutant(
    'PROV-400-WRONG-TYPES',
    'crashes when parameters is a string',
    intercepting('provision', (request) => typeof member(request.body, 'parameters') === 'string', {
      status: 500,
      body: '',
    }),
  ),
  mutant('PROV-REJECT-UNKNOWN-SERVICE', 'provisions under an unknown service', {
    before: (request, state) =>
      request.route === 'provision' &&
      request.authorised &&
      !lacks(request, 'service_id') &&
      !state.catalog.services.some(({ id }) => id === stringMember(request.body, 'service_id'))
        ? state.model(bodyWith(request, { service_id: state.catalog.services[0]?.id }))
        : undefined,
  }),
  mutant('PROV-REJECT-UNKNOWN-PLAN', 'falls back to its first plan', {
    before: (request, state) =>
      request.route === 'provision' &&
      !lacks(request, 'plan_id') &&
      !state.catalog.services.some(({ plans }) =>
        plans.some(({ id }) => id === stringMember(request.body, 'plan_id')),
      )
        ? state.model(bodyWith(request, { plan_id: plan(state) }))
        : undefined,
  }),
  mutant('PROV-REJECT-PLAN-OF-OTHER-SERVICE', 'looks a plan up across all offerings', {
    before: (request, state) => {
      const owner = state.catalog.services.find(({ plans }) =>
        plans.some(({ id }) => id === stringMember(request.body, 'plan_id')),
      );
      return request.route === 'provision' && owner !== undefined && request.authorised
        ? state.model(bodyWith(request, { service_id: owner.id }))
        : undefined;
    },
    run: {},
  }),
  mutant('PROV-409-PLAN', 'compares the instance id only', {
    ...restating('provision', 409, 200, {}),
    ...anyPlan,
  }),
  mutant('PROV-409-PARAMS', 'ignores parameters when it looks for repeats', {
    before: (request, state) =>
      request.route === 'provision' &&
      exists(request, state) &&
      state.instances.get(request.instanceId)?.planId === member(request.body, 'plan_id')
        ? { status: 200, body: {} }
        : undefined,
  }),
  mutant('PROV-409-SERVICE', 'keys instances by service and id', {
    ...restating('provision', 409, 201, {}),
    run: {},
  }),
  mutant('PROV-409-IN-PROGRESS', 'answers 202 to a conflicting provision', {
    ...restating('provision', 409, 202, { operation: 'x' }),
    ...async,
  }),
  mutant('PROV-409-NO-CHANGE', 'answers 409 after it has switched the plan', {
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      const wanted = stringMember(request.body, 'plan_id');
      if (
        request.route === 'provision' &&
        answer.status === 409 &&
        instance !== undefined &&
        wanted !== undefined
      )
        instance.planId = wanted;
      return answer;
    },
  }),
  mutant(
    'PROV-CONTEXT-OPTIONAL',
    'insists on a context',
    intercepting(
      'provision',
      (request) => isObject(request.body) && request.body['context'] === undefined,
      failure(400, 'context missing'),
    ),
  ),
  mutant('PROV-PARAMS-VALIDATED', 'accepts what its schema refuses', {
    before: (request, state) =>
      request.route === 'provision' && isObject(member(request.body, 'parameters'))
        ? state.model(bodyWith(request, { parameters: {} }))
        : undefined,
  }),
  mutant(
    'PROV-DASH-TYPE',
    'sends an object as dashboard_url',
    adding('provision', { dashboard_url: { href: 'https://x.example' } }),
  ),
  mutant(
    'PROV-DASH-IDENTIFIES',
    'has one dashboard for all',
    adding('provision', { dashboard_url: 'https://dash.example.com/' }),
  ),
  mutant(
    'PROV-DASH-INITIAL',
    'shows the dashboard on fetch only',
    answering(
      'provision',
      () => true,
      (answer) => ({ ...answer, body: {} }),
    ),
  ),
  mutant(
    'PROV-DASH-IS-URL',
    'sends a hint as dashboard_url',
    adding('provision', { dashboard_url: 'see wiki' }),
  ),
  mutant(
    'PROV-OPERATION-TYPE',
    'sends a number as operation',
    adding('provision', { operation: 42 }, { status: 202, ...async }),
  ),
  mutant(
    'PROV-OPERATION-MAXLEN',
    'puts its state into operation',
    adding(
      'provision',
      { operation: 'x'.repeat(12_000) },
      {
        status: 202,
        ...async,
        before: (request, state) =>
          request.route === 'pollInstance'
            ? asIf(request, { query: new URLSearchParams() }, state)
            : undefined,
      },
    ),
  ),
  mutant('PROV-METADATA-TYPE', 'sends a string as metadata', adding('provision', { metadata: 'label=1' })),
  mutant('PROV-BODY-OBJECT', 'answers 201 with the text OK', restating('provision', 201, 201, 'OK')),
];
