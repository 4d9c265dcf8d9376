import { isObject, stringMember } from '../../engine/json.ts';
import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { refusedBind, refusedProvision } from './refused-create-changes-nothing.ts';
import { refusedDeprovision, refusedUnbind } from './refused-delete-changes-nothing.ts';
import { refusedUpdate } from './refused-update-changes-nothing.ts';

/** Does something with the state whenever a request of the route is refused. */
const onRefusal = (
  route: RouteName,
  act: (request: ModelRequest, state: ModelState, answer: ModelAnswer) => void,
): Miniature => ({
  after: (answer, request, state) => {
    if (request.route === route && answer.status >= 400 && answer.status < 500) act(request, state, answer);
    return answer;
  },
});
const unfetchable: NonNullable<Miniature['catalog']> = ({ services }) => {
  for (const service of services) {
    service['instances_retrievable'] = false;
    service['bindings_retrievable'] = false;
  }
};
const legal: Readonly<Record<string, Miniature>> = {
  conforms: {},
  'works asynchronously': { mode: 'async' },
  'can fetch nothing': { catalog: unfetchable },
  'refuses to use an id again after any refusal, with 422': {
    before: (request, { scratch }) =>
      request.route === 'provision' && scratch.has(request.instanceId)
        ? failure(422, 'Take another id.')
        : undefined,
    ...onRefusal('provision', (request, { scratch }) => scratch.set(request.instanceId, true)),
  },
};
const repaired = (request: ModelRequest, { catalog }: ModelState): ModelRequest => {
  const service =
    catalog.services.find(({ id }) => id === stringMember(request.body, 'service_id')) ?? catalog.services[0];
  const body = isObject(request.body) ? { ...request.body, plan_id: service?.plans[0]?.id } : request.body;
  return { ...request, body };
};
const stores = (route: RouteName): Miniature =>
  onRefusal(route, (request, state, answer) => {
    if (answer.status === 400) state.model(repaired(request, state));
  });
/** A broker that looks at the id before anything else, and finds what a refused request left. */
const blocks = (route: 'provision' | 'bind'): Miniature => {
  const keyOf = (request: ModelRequest) => `${request.instanceId}/${request.bindingId}`;
  return {
    before: (request, { scratch }) =>
      request.route === route && scratch.has(keyOf(request)) ? failure(409, 'It exists.') : undefined,
    ...onRefusal(route, (request, { scratch }) => scratch.set(keyOf(request), true)),
  };
};

testCheck(refusedProvision, {
  passes: legal,
  fails: {
    'stores before it validates': stores('provision'),
    'stores before it validates and cannot fetch': { ...stores('provision'), catalog: unfetchable },
    'blocks the id': blocks('provision'),
  },
  blocked: {
    'refuses every provision': {
      before: (request) => (request.route === 'provision' ? failure(400, 'No.') : undefined),
    },
  },
  skips: {
    'accepts flawed provisions': {
      before: (request, state) =>
        request.route === 'provision' ? state.model(repaired(request, state)) : undefined,
    },
    'is tested as 2.13': { run: { apiVersion: '2.13' } },
  },
});

testCheck(refusedBind, {
  passes: legal,
  fails: {
    'creates credentials and then answers 400': stores('bind'),
    'creates credentials and cannot fetch them': { ...stores('bind'), catalog: unfetchable },
    'blocks the id': blocks('bind'),
  },
  skips: {
    'accepts binds without plan_id': {
      before: (request, state) =>
        request.route === 'bind' ? state.model(repaired(request, state)) : undefined,
    },
  },
});

testCheck(refusedUnbind, {
  passes: legal,
  fails: {
    'unbinds and then answers 400': onRefusal('unbind', (request, { instances }) => {
      instances.get(request.instanceId)?.bindings.delete(request.bindingId);
    }),
    'unbinds, answers 400 and cannot fetch': {
      catalog: unfetchable,
      ...onRefusal('unbind', (request, { instances }) => {
        instances.get(request.instanceId)?.bindings.delete(request.bindingId);
      }),
    },
  },
  skips: {
    'unbinds without plan_id': {
      before: (request, { model }) => {
        if (request.route !== 'unbind') return undefined;
        const query = new URLSearchParams(request.query);
        if (!query.has('plan_id')) query.set('plan_id', 'any');
        return model({ ...request, query });
      },
    },
  },
});

testCheck(refusedDeprovision, {
  passes: legal,
  fails: {
    'deprovisions and then answers 400': onRefusal('deprovision', (request, { instances }) => {
      instances.delete(request.instanceId);
    }),
  },
});

const planOf = (request: ModelRequest) => stringMember(request.body, 'plan_id');

testCheck(refusedUpdate, {
  passes: {
    ...legal,
    'shows a dashboard with a new token each time': {
      after: (answer, request, { scratch }) => {
        if (request.route !== 'fetchInstance' || !isObject(answer.body)) return answer;
        scratch.set('token', Number(scratch.get('token') ?? 0) + 1);
        return {
          ...answer,
          body: { ...answer.body, dashboard_url: `https://x.example.com/?t=${String(scratch.get('token'))}` },
        };
      },
    },
  },
  fails: {
    'writes the plan before it refuses': onRefusal('update', (request, { instances }) => {
      const instance = instances.get(request.instanceId);
      const planId = planOf(request);
      if (instance !== undefined && planId !== undefined) instance.planId = planId;
    }),
    'writes the parameters before it refuses': onRefusal('update', (request, { instances }) => {
      const instance = instances.get(request.instanceId);
      const parameters = isObject(request.body) ? request.body['parameters'] : undefined;
      if (instance !== undefined && isObject(parameters)) instance.parameters = { ...parameters };
    }),
    'forgets the instance when it refuses, and cannot fetch': {
      catalog: unfetchable,
      ...onRefusal('update', (request, { instances }) => instances.delete(request.instanceId)),
    },
  },
  skips: {
    'offers no updates': {
      before: (request) => (request.route === 'update' ? { status: 501, body: {} } : undefined),
    },
  },
});
