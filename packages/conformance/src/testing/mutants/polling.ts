import { member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../model-types.ts';
import { adding, answering, async, intercepting, mutant, restating } from '../mutations.ts';

const inState = (state: string) => (_request: ModelRequest, answer: ModelAnswer) =>
  member(answer.body, 'state') === state;
const asynchronously = (miniature: Miniature): Miniature => ({ ...miniature, mode: 'async' });

/** Answers differently once an operation has ended. */
const afterEnd = (route: RouteName, change: (answer: ModelAnswer) => ModelAnswer): Miniature => ({
  ...async,
  after: (answer, request, state) => {
    if (request.route !== route) return answer;
    const key = `ended ${request.instanceId}/${request.bindingId}/${request.query.get('operation') ?? ''}`;
    const before = state.scratch.has(key);
    if (member(answer.body, 'state') === 'succeeded') state.scratch.set(key, true);
    return before ? change(answer) : answer;
  },
});

const both = (['pollInstance', 'pollBinding'] as const).flatMap((route): Mutant[] => {
  const prefix = route === 'pollInstance' ? 'LO-I' : 'LO-B';
  const creating = (request: ModelRequest, state: ModelState) => {
    const instance = state.instances.get(request.instanceId);
    const operation =
      route === 'pollInstance' ? instance?.operation : instance?.bindings.get(request.bindingId)?.operation;
    return operation?.kind === 'create' && operation.state === 'in progress' && operation.left > 1;
  };
  return [
    mutant(`${prefix}-200`, `answers 202 to ${route}`, asynchronously(restating(route, 200, 202))),
    mutant(`${prefix}-AVAILABLE`, `has no ${route}`, {
      ...restating(route, [200, 404], 501),
      mode: 'async',
      run: { services: ['database'], plans: ['small'], operationTimeout: 300 },
    }),
    mutant(
      `${prefix}-STATE-REQUIRED`,
      `calls the state status in ${route}`,
      asynchronously(
        answering(
          route,
          (_request, answer) => answer.status === 200,
          (answer) => ({ ...answer, body: { status: member(answer.body, 'state') } }),
        ),
      ),
    ),
    mutant(
      `${prefix}-STATE-ENUM`,
      `says in_progress in ${route}`,
      asynchronously(
        answering(route, inState('in progress'), (answer) => ({ ...answer, body: { state: 'in_progress' } })),
      ),
    ),
    mutant(
      `${prefix}-410-DELETE-ONLY`,
      `answers 410 to ${route} during creation`,
      asynchronously(
        intercepting(route, creating, (request, state) => {
          state.model(request);
          return { status: 410, body: {} };
        }),
      ),
    ),
    mutant(
      `${prefix}-REMEMBER`,
      `forgets what ended in ${route}`,
      afterEnd(route, () => failure(404, 'unknown')),
    ),
    mutant(
      `${prefix}-HINTS-OPTIONAL`,
      `insists on plan_id in ${route}`,
      asynchronously(
        intercepting(route, (request) => !request.query.has('plan_id'), failure(400, 'plan_id missing')),
      ),
    ),
    mutant(
      `${prefix}-RETRY-AFTER`,
      `sends a date as Retry-After in ${route}`,
      asynchronously(
        answering(
          route,
          () => true,
          (answer) => ({ ...answer, headers: { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' } }),
        ),
      ),
    ),
    mutant(
      `${prefix}-400`,
      `crashes at a broken query in ${route}`,
      asynchronously(
        intercepting(route, (request) => request.rawQuery.includes('%zz'), { status: 500, body: '' }),
      ),
    ),
    mutant(`${prefix}-404`, `answers 410 to ${route} of the unknown`, restating(route, 404, 410)),
  ];
});

const failing = (field: string, value: unknown): Miniature => ({
  mode: 'async',
  run: { services: ['database'], plans: ['small'], facts: [{ failingProvisionParameters: { size: 666 } }] },
  after: (answer, request, state) =>
    request.route === 'pollInstance' &&
    state.instances.get(request.instanceId)?.parameters['size'] === 666 &&
    member(answer.body, 'state') === 'succeeded'
      ? { ...answer, body: { state: 'failed', [field]: value } }
      : answer,
});

export const pollingMutants: readonly Mutant[] = [
  ...both,
  mutant(
    'LO-I-TERMINAL-STABLE',
    'goes back to in progress',
    afterEnd('pollInstance', (answer) => ({ ...answer, body: { state: 'in progress' } })),
  ),
  mutant(
    'LO-I-DESC-NONEMPTY',
    'sends an empty description',
    asynchronously(adding('pollInstance', { description: '' })),
  ),
  mutant(
    'LO-B-DESC-TYPE',
    'sends an object as description',
    asynchronously(adding('pollBinding', { description: { text: 'x' } })),
  ),
  mutant(
    'LO-I-USABLE-TYPE',
    'sends text as instance_usable',
    asynchronously(adding('pollInstance', { instance_usable: 'no' })),
  ),
  mutant(
    'LO-I-REPEATABLE-TYPE',
    'sends null as update_repeatable',
    asynchronously(adding('pollInstance', { update_repeatable: null })),
  ),
  mutant(
    'LO-I-USABLE-SCOPE',
    'says instance_usable in every poll',
    asynchronously(adding('pollInstance', { instance_usable: true })),
  ),
  mutant(
    'LO-I-REPEATABLE-SCOPE',
    'says update_repeatable in every poll',
    asynchronously(adding('pollInstance', { update_repeatable: true })),
  ),
  mutant(
    'LO-I-USABLE-SCOPE',
    'says instance_usable of a failed provision',
    failing('instance_usable', false),
  ),
  mutant(
    'LO-I-REPEATABLE-SCOPE',
    'says update_repeatable of a failed provision',
    failing('update_repeatable', true),
  ),
  mutant('LO-I-SUCCEEDED-MEANS-DONE', 'says succeeded while the instance is still created', {
    ...async,
    after: (answer, request) =>
      request.route === 'pollInstance' && answer.status === 200
        ? { ...answer, body: { state: 'succeeded' } }
        : answer,
  }),
  mutant('LO-B-ONE-OP-WITHOUT-ID', 'mixes the polls of bind and unbind', {
    ...async,
    after: (answer, request) => {
      if ((request.route === 'bind' || request.route === 'unbind') && answer.status === 202)
        return { ...answer, body: {} };
      return request.route === 'pollBinding' &&
        answer.status === 200 &&
        member(answer.body, 'description') === 'The delete is in progress.'
        ? { ...answer, body: { state: 'succeeded' } }
        : answer;
    },
  }),
  mutant('URL-OPERATION-CHARS', 'sends JSON as operation', {
    ...async,
    before: (request, state) =>
      request.route === 'pollInstance'
        ? state.model({ ...request, query: new URLSearchParams() })
        : undefined,
    ...{
      after: (answer: ModelAnswer, request: ModelRequest) =>
        request.route === 'provision' && answer.status === 202
          ? { ...answer, body: { operation: '{"id":7,"t":"create"}' } }
          : answer,
    },
  }),
  mutant('URL-OPERATION-ROUNDTRIP', 'does not decode its own operation', {
    ...async,
    before: (request, state) => {
      if (request.route !== 'pollInstance') return undefined;
      return request.rawQuery.includes('%7B')
        ? failure(400, 'no such operation')
        : state.model({ ...request, query: new URLSearchParams() });
    },
    after: (answer, request) =>
      request.route === 'provision' && answer.status === 202
        ? { ...answer, body: { operation: '{"id":7}' } }
        : answer,
  }),
];
