import { randomUUID } from 'node:crypto';
import { isObject, stringMember } from '../../engine/json.ts';
import { busy, failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { bindAndDeprovision, provisionAndDeprovision } from './create-and-delete.ts';
import { identicalProvisions } from './identical-provisions.ts';
import { updatesAtOnce } from './two-updates.ts';

const conforms: Miniature = {};
const async: Miniature = { mode: 'async' };

const count = ({ scratch }: ModelState, key: string): number => {
  const before = Number(scratch.get(key) ?? 0);
  scratch.set(key, before + 1);
  return before;
};

/** True when nothing but its provision was sent about an instance before: it may still be in the making. */
const isInTheMaking = ({ instanceId }: ModelRequest, { scratch }: ModelState) =>
  !scratch.has(`seen ${instanceId}`);
const noteLook = ({ route, instanceId }: ModelRequest, { scratch }: ModelState) => {
  if (route !== 'provision' && route !== 'deprovision') scratch.set(`seen ${instanceId}`, true);
};

/** Answers the second and later requests for the same thing on a route in some way of its own. */
const later = (
  route: RouteName,
  act: (request: ModelRequest, state: ModelState) => ModelAnswer | undefined,
): Miniature => ({
  before: (request, state) =>
    request.route === route && count(state, `${route} ${request.instanceId}`) > 0
      ? act(request, state)
      : undefined,
});

const another = (fields: (answer: ModelAnswer) => object): Miniature => ({
  after: (answer, request) =>
    request.route === 'provision' && answer.status < 300 && isObject(answer.body)
      ? { ...answer, body: { ...answer.body, ...fields(answer) } }
      : answer,
});

testCheck(identicalProvisions, {
  passes: {
    'gives each a dashboard': another(() => ({ dashboard_url: `https://x.example.com/${randomUUID()}` })),
    conforms,
    'works asynchronously': async,
    'has a lock on the instance': later('provision', () => busy),
    'answers 409 to what is there': later('provision', () => failure(409, 'It exists.', 'Conflict')),
    'calls every repetition created, which is told where it repeats': later(
      'provision',
      (request, { model }) => ({ ...model(request), status: 201 }),
    ),
    'has no dashboards': another(() => ({ dashboard_url: null })),
  },
  fails: {
    'crashes in the race': later('provision', () => failure(500, 'Duplicate key.')),
    'answers 503 while it is busy': later('provision', () => failure(503, 'Busy.')),
    'answers 423 while it is busy': later('provision', () => failure(423, 'Locked.')),
    'gives no code': later('provision', () => failure(422, 'Busy.')),
  },
  warns: {
    'creates anew each time that many ask at once': {
      before: (request, state) =>
        request.route === 'provision' && count(state, `provision ${request.instanceId}`) > 1
          ? { ...state.model(request), status: 201 }
          : undefined,
    },
    'starts an operation each time': {
      ...async,
      after: (answer, request) =>
        request.route === 'provision' && answer.status === 202
          ? { ...answer, body: { operation: randomUUID() } }
          : request.route === 'pollInstance' && answer.status === 400
            ? { status: 200, body: { state: 'succeeded' } }
            : answer,
    },
    'keeps a second instance when many ask at once': {
      before: (request, state) => {
        const { route, instanceId } = request;
        if (route === 'provision') count(state, `provision ${instanceId}`);
        const isSecond = route === 'deprovision' && count(state, `deprovision ${instanceId}`) === 1;
        const provisions = Number(state.scratch.get(`provision ${instanceId}`) ?? 0);
        return isSecond && provisions > 2 ? { status: 200, body: {} } : undefined;
      },
    },
  },
  inconclusive: {
    'limits the rate of requests': later('provision', () => failure(429, 'Not so fast.')),
    'refuses every provision as busy': {
      before: (request) => (request.route === 'provision' ? busy : undefined),
    },
  },
});

testCheck(provisionAndDeprovision, {
  passes: {
    conforms,
    'works asynchronously': async,
    'refuses to delete while it creates': { ...async, deleteDuringCreate: 'refuse' },
    'refuses to create while it deletes': {
      before: (request, { scratch }) => {
        if (request.route === 'deprovision') scratch.set(request.instanceId, true);
        return request.route === 'provision' && scratch.has(request.instanceId) ? busy : undefined;
      },
    },
  },
  fails: {
    'crashes when it deletes what is being created': {
      before: (request, state) => {
        noteLook(request, state);
        return request.route === 'deprovision' &&
          isInTheMaking(request, state) &&
          count(state, request.instanceId) === 0 &&
          state.instances.has(request.instanceId)
          ? failure(500, 'No.')
          : undefined;
      },
    },
    'reports a deletion and keeps the instance': {
      before: (request, state) =>
        request.route === 'deprovision' &&
        state.instances.has(request.instanceId) &&
        count(state, request.instanceId) === 0
          ? { status: 200, body: {} }
          : undefined,
    },
    'reports a creation that it lost': {
      before: (request, state) => {
        noteLook(request, state);
        if (request.route !== 'deprovision' || !isInTheMaking(request, state)) return undefined;
        if (!state.instances.delete(request.instanceId)) return undefined;
        return { status: 410, body: {} };
      },
    },
  },
});

testCheck(bindAndDeprovision, {
  passes: {
    conforms,
    'works asynchronously': async,
    'refuses to delete what is bound': {
      before: (request, { instances }) =>
        request.route === 'deprovision' && (instances.get(request.instanceId)?.bindings.size ?? 0) > 0
          ? failure(400, 'There are bindings.')
          : undefined,
    },
  },
  fails: {
    'crashes at a binding of what is deleted': {
      before: (request, { instances }) =>
        request.route === 'deprovision' && (instances.get(request.instanceId)?.bindings.size ?? 0) > 0
          ? failure(500, 'Foreign key.')
          : undefined,
    },
    'reports a deletion and keeps the instance for its binding': {
      before: (request, { instances }) =>
        request.route === 'deprovision' && (instances.get(request.instanceId)?.bindings.size ?? 0) > 0
          ? { status: 200, body: {} }
          : undefined,
    },
  },
  skips: {
    'has nothing to bind': {
      catalog: ({ services }) => {
        for (const service of services) service.bindable = false;
      },
    },
  },
});

const laterUpdate = (answer: ModelAnswer): Miniature => later('update', () => answer);
/** Refuses one kind of update whenever it comes. */
const neverContext: Miniature = {
  before: (request) =>
    request.route === 'update' && stringMember(request.body, 'plan_id') === undefined
      ? failure(422, 'Not this.')
      : undefined,
};

testCheck(updatesAtOnce, {
  passes: {
    conforms,
    'works asynchronously': async,
    'has a lock on the instance': laterUpdate(busy),
    'is updated by name only': {
      catalog: ({ services }) => {
        for (const service of services) delete service['plan_updateable'];
      },
    },
  },
  fails: {
    'crashes in the race': laterUpdate(failure(500, 'Deadlock.')),
    'answers 409 to the second update': {
      before: (request, state) =>
        request.route === 'update' && count(state, request.instanceId) === 1
          ? failure(409, 'Busy.')
          : undefined,
    },
    'gives no code': {
      before: (request, state) =>
        request.route === 'update' && count(state, request.instanceId) === 1
          ? failure(422, 'Busy.')
          : undefined,
    },
  },
  warns: {
    'loses an update that it accepted': {
      before: (request, state) => {
        if (request.route === 'fetchInstance') state.scratch.delete(`updated ${request.instanceId}`);
        if (request.route !== 'update') return undefined;
        const instance = state.instances.get(request.instanceId);
        const key = `updated ${request.instanceId}`;
        const before = state.scratch.get(key);
        if (instance === undefined) return undefined;
        if (typeof before !== 'string') {
          state.scratch.set(key, instance.planId);
          return undefined;
        }
        instance.planId = before;
        return { status: 200, body: {} };
      },
    },
  },
  skips: {
    'applies no update, also when it is alone': {
      before: (request) => (request.route === 'update' ? { status: 200, body: {} } : undefined),
    },
    'refuses one of the updates in any case': neverContext,
    'declares no update': {
      catalog: ({ services }) => {
        for (const service of services) {
          delete service['plan_updateable'];
          delete service['allow_context_updates'];
        }
      },
    },
  },
});
