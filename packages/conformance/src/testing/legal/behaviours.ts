import { member } from '../../engine/json.ts';
import type { Miniature } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, ModelState, RouteName } from '../model-types.ts';
import { answering, async, declaring, intercepting, queryWith, restating } from '../mutations.ts';
import { variant, type LegalVariant } from './variant.ts';

const withoutVersion = (request: ModelRequest) => request.headers['x-broker-api-version'] === undefined;

/** A version of the API that exists. */
const isKnown = ({ headers }: ModelRequest) => /^2\.1[1-7]$/.test(headers['x-broker-api-version'] ?? '');

const served = (request: ModelRequest): ModelRequest => ({
  ...request,
  headers: { ...request.headers, 'x-broker-api-version': '2.17' },
});

/** Serves requests whatever version they announce. */
const anyVersion: Miniature = {
  before: (request, state) => (isKnown(request) ? undefined : state.model(served(request))),
};

/** Nothing that is polled was done asynchronously. */
const hasNoOperation = ({ instanceId, bindingId }: ModelRequest, { instances, tombstones }: ModelState) => {
  const instance = instances.get(instanceId);
  const polled = bindingId === '' ? instance : instance?.bindings.get(bindingId);
  return (
    polled?.operation === undefined &&
    !tombstones.has(bindingId === '' ? instanceId : `${instanceId}/${bindingId}`)
  );
};

/** Some routes asynchronous, the others not. */
const asynchronousOnly = (routes: readonly RouteName[]): Miniature => ({
  mode: 'async',
  before: (request, state) =>
    routes.includes(request.route)
      ? undefined
      : state.model(queryWith(request, { accepts_incomplete: 'true' })),
  after: (answer, request, state) => {
    if (answer.status !== 202 || routes.includes(request.route)) return answer;
    // Runs the operation to its end before it is answered.
    const polls = request.route === 'bind' || request.route === 'unbind' ? 'pollBinding' : 'pollInstance';
    for (let poll = 0; poll < 5; poll++)
      state.model({ ...request, route: polls, query: new URLSearchParams() });
    if (request.route === 'bind') {
      const binding = state.instances.get(request.instanceId)?.bindings.get(request.bindingId);
      return { status: 201, body: binding?.body ?? {} };
    }
    const dashboard =
      request.route === 'provision'
        ? { dashboard_url: state.instances.get(request.instanceId)?.dashboardUrl }
        : {};
    return { status: request.route === 'provision' ? 201 : 200, body: dashboard };
  },
});

/** Legal ways to handle a request. */
export const legalBehaviours: readonly LegalVariant[] = [
  variant('does everything at once', {}),
  variant('does everything asynchronously', async),
  variant('serves all kinds of offerings', { exotic: true, run: {} }),
  variant('serves all kinds of offerings asynchronously', { exotic: true, ...async, run: {} }),
  variant('provisions asynchronously and does the rest at once', asynchronousOnly(['provision'])),
  variant('binds asynchronously and does the rest at once', asynchronousOnly(['bind', 'unbind'])),
  variant('deletes asynchronously and does the rest at once', asynchronousOnly(['deprovision', 'unbind'])),
  variant('updates asynchronously and does the rest at once', asynchronousOnly(['update'])),
  variant('lets two users in', {
    before: (request, state) =>
      request.headers['authorization'] === `Basic ${btoa('operator:battery staple')}`
        ? state.model({ ...request, authorised: true })
        : undefined,
    run: {
      services: ['database'],
      plans: ['small'],
      secondCredential: { username: 'operator', password: 'battery staple' },
    },
  }),
  variant('has one slow plan', {
    ...async,
    run: { services: ['database'], facts: [{ plan: 'small', slow: true }] },
  }),
  variant('serves every version of the API (HC-04)', anyVersion),
  variant('refuses no foreign version but a missing one (HC-04)', {
    before: (request, state) =>
      withoutVersion(request) || isKnown(request) ? undefined : state.model(served(request)),
  }),
  variant('answers 410 to polls of what it has deleted (HC-05)', {
    ...answering(
      'pollInstance',
      (_request, answer) =>
        member(answer.body, 'state') === 'succeeded' &&
        String(member(answer.body, 'description')).includes('delete'),
      () => ({ status: 410, body: {} }),
    ),
    ...async,
  }),
  variant(
    'answers 404 to polls of what it created at once (HC-07)',
    intercepting(['pollInstance', 'pollBinding'], hasNoOperation, failure(404, 'no operation')),
  ),
  variant(
    'answers 400 to polls of what it created at once (HC-07)',
    intercepting(
      'pollInstance',
      (request, state) => state.instances.has(request.instanceId) && hasNoOperation(request, state),
      failure(400, 'no operation'),
    ),
  ),
  variant('needs "operation" in polls (HC-08)', {
    ...intercepting(
      'pollInstance',
      (request, state) =>
        state.instances.get(request.instanceId)?.operation !== undefined && !request.query.has('operation'),
      failure(400, 'operation missing'),
    ),
    ...async,
  }),
  variant(
    'answers 404 to an unknown plan (HC-11)',
    answering(
      'provision',
      (_request, answer) =>
        answer.status === 400 && String(member(answer.body, 'description')).includes('catalog'),
      () => failure(404, 'no such plan'),
    ),
  ),
  variant(
    'answers 422 to an unknown plan (HC-11)',
    answering(
      'provision',
      (_request, answer) =>
        answer.status === 400 && String(member(answer.body, 'description')).includes('catalog'),
      () => failure(422, 'no such plan', 'UnknownPlan'),
    ),
  ),
  variant('answers 400 to a bind of an unknown instance (HC-12)', restating('bind', 404, 400)),
  variant('answers 410 to a bind of an unknown instance (HC-12)', restating('bind', 404, 410)),
  variant('answers 422 to an update of an unknown instance (HC-13)', restating('update', 404, 422)),
  variant('answers 410 to an update of an unknown instance (HC-13)', restating('update', 404, 410)),
  variant(
    'checks the ids of deletions (HC-16)',
    intercepting(
      ['deprovision', 'unbind'],
      (request, state) =>
        request.query.has('plan_id') &&
        state.instances.has(request.instanceId) &&
        request.query.get('plan_id') !== state.instances.get(request.instanceId)?.planId,
      failure(400, 'another plan'),
    ),
  ),
  variant(
    'refuses to delete an instance with bindings (HC-17)',
    intercepting(
      'deprovision',
      (request, state) => (state.instances.get(request.instanceId)?.bindings.size ?? 0) > 0,
      failure(422, 'It has bindings.', 'BindingsExist'),
    ),
  ),
  variant(
    'serves instances although it does not declare so (HC-18)',
    declaring((offering) => delete offering['instances_retrievable']),
  ),
  variant('answers 405 to fetches that it does not declare (HC-18)', {
    // What is bound asynchronously must be fetched.
    mode: 'sync',
    ...declaring((offering) => {
      delete offering['instances_retrievable'];
      delete offering['bindings_retrievable'];
    }),
    ...intercepting(['fetchInstance', 'fetchBinding'], () => true, { status: 405, body: {} }),
  }),
  variant('shows an instance while it is updated (HC-19)', {
    ...answering(
      'fetchInstance',
      (_request, answer) => answer.status === 422,
      (_answer, request, state) => {
        const instance = state.instances.get(request.instanceId);
        return {
          status: 200,
          body: {
            service_id: instance?.serviceId,
            plan_id: instance?.planId,
            parameters: instance?.parameters,
          },
        };
      },
    ),
    ...async,
  }),
  variant('refuses to use an id again (HC-21)', {
    after: (answer, request, state) => {
      if (request.route === 'deprovision' && answer.status === 200)
        state.scratch.set(`used ${request.instanceId}`, true);
      return answer;
    },
    before: (request, state) =>
      request.route === 'provision' && request.authorised && state.scratch.has(`used ${request.instanceId}`)
        ? failure(410, 'used before')
        : undefined,
  }),
  variant('refuses to delete what it is creating (HC-22)', { ...async, deleteDuringCreate: 'refuse' }),
];
