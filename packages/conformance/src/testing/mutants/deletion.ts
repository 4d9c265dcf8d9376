import type { RequirementId } from '@osb-kit/spec';
import { member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import type { ModelOperation, ModelRequest, ModelState } from '../model-types.ts';
import { adding, answering, async, intercepting, mutant, queryWith, restating } from '../mutations.ts';

interface Kind {
  readonly route: 'unbind' | 'deprovision';
  readonly poll: 'pollBinding' | 'pollInstance';
  readonly creation: 'bind' | 'provision';
  readonly prefix: 'UNB' | 'DEP';
  readonly operation: (request: ModelRequest, state: ModelState) => ModelOperation | undefined;
}

const kinds: readonly Kind[] = [
  {
    route: 'unbind',
    poll: 'pollBinding',
    creation: 'bind',
    prefix: 'UNB',
    operation: (request, state) =>
      state.instances.get(request.instanceId)?.bindings.get(request.bindingId)?.operation,
  },
  {
    route: 'deprovision',
    poll: 'pollInstance',
    creation: 'provision',
    prefix: 'DEP',
    operation: (request, state) => state.instances.get(request.instanceId)?.operation,
  },
];

const repeated =
  ({ route, operation }: Kind) =>
  (request: ModelRequest, answer: { readonly status: number }, state: ModelState) =>
    request.route === route && answer.status === 202 && operation(request, state)?.left !== 3;

/** Keeps the resource although it says that it is deleted. */
const keeping = ({ route }: Kind): Miniature => ({
  before: (request) =>
    request.route === route &&
    request.authorised &&
    request.query.has('plan_id') &&
    request.query.has('service_id')
      ? { status: 200, body: {} }
      : undefined,
  // Nothing can be cleaned up on such a broker: that is what is tested.
});

export const deletionMutants: readonly Mutant[] = kinds.flatMap((kind) => {
  const { route, prefix, poll, creation, operation } = kind;
  const row = (rest: string) => `${prefix}-${rest}` as RequirementId; // both prefixes have all of these rows
  const inCreation = (request: ModelRequest, state: ModelState) => {
    const running = operation(request, state);
    return running?.kind === 'create' && running.state === 'in progress';
  };
  return [
    mutant(row('DELETES'), `answers 200 to ${route} and keeps everything`, keeping(kind)),
    mutant(row('200'), `answers 204 to ${route}`, restating(route, 200, 204, '')),
    mutant(row('200-BODY'), `answers ${route} with text`, restating(route, 200, 200, 'deleted')),
    mutant(row('202'), `answers 200 to ${route} and deletes in the background`, {
      ...restating(route, 202, 200, {}),
      ...async,
    }),
    mutant(row('202-RESEND'), `answers 410 to a repeated ${route} in progress`, {
      ...answering(route, repeated(kind), () => ({ status: 410, body: {} })),
      mode: 'async',
    }),
    mutant(row('202-OPERATION-MATCH'), `makes up a new operation for a repeated ${route}`, {
      ...answering(route, repeated(kind), () => ({ status: 202, body: { operation: 'another' } })),
      mode: 'async',
    }),
    ...(['service_id', 'plan_id'] as const).map((field) =>
      mutant(
        row(field === 'plan_id' ? '400-NO-PLAN-ID' : '400-NO-SERVICE-ID'),
        `ignores ${field} on ${route}`,
        {
          before: (request: ModelRequest, state: ModelState) =>
            request.route === route && !request.query.has(field)
              ? state.model(queryWith(request, { [field]: 'x' }))
              : undefined,
        },
      ),
    ),
    mutant(row('410'), `answers 404 to ${route} of the unknown`, restating(route, 410, 404)),
    mutant(row('410-SECOND'), `answers 200 to every ${route}`, restating(route, 410, 200, {})),
    mutant(row('422-CONCURRENT'), `answers 409 to ${route} during the ${creation}`, {
      ...intercepting(route, inCreation, failure(409, 'busy')),
      ...async,
    }),
    mutant(row('422-CONCURRENT-CODE'), `answers 422 without a code to ${route} during the ${creation}`, {
      ...intercepting(route, inCreation, failure(422, 'busy')),
      ...async,
    }),
    mutant(row('OPERATION-TYPE'), `sends a number as operation of ${route}`, {
      ...adding(route, { operation: 17 }, { status: 202 }),
      ...async,
    }),
    mutant(row('OPERATION-MAXLEN'), `sends an operation of 20,000 characters for ${route}`, {
      ...adding(route, { operation: 'x'.repeat(20_000) }, { status: 202 }),
      ...async,
    }),
    mutant(row('NO-202-WITHOUT-AI'), `always answers 202 to ${route}`, {
      ...async,
      before: (request: ModelRequest, state: ModelState) =>
        request.route === route ? state.model(queryWith(request, { accepts_incomplete: 'true' })) : undefined,
    }),
    mutant(row('422-ASYNC'), `answers 400 to ${route} without accepts_incomplete`, {
      ...answering(
        route,
        (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
        () => failure(400, 'async only'),
      ),
      mode: 'async',
    }),
    mutant(row('422-ASYNC-CODE'), `answers 422 to such a ${route} with a description only`, {
      ...answering(
        route,
        (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
        () => failure(422, 'async only'),
      ),
      mode: 'async',
    }),
    mutant(row('DURING-CREATE-HALTS'), `goes on with the ${creation} after an accepted ${route}`, {
      ...async,
      before: (request: ModelRequest, state: ModelState) => {
        if (request.route !== route || !inCreation(request, state)) return undefined;
        const instance = state.instances.get(request.instanceId);
        const binding = instance?.bindings.get(request.bindingId);
        const answer = state.model(request);
        const deletion = operation(request, state);
        // The creation that nobody stopped brings the resource back.
        if (deletion !== undefined) {
          Object.assign(deletion, {
            finish: () => {
              if (binding !== undefined) binding.operation = undefined;
              else if (instance !== undefined) instance.operation = undefined;
            },
          });
        }
        return answer;
      },
    }),
    mutant(row('DURING-CREATE-LO-ASYNC'), `keeps telling of the ${creation} after an accepted ${route}`, {
      ...async,
      run: { services: ['database'], plans: ['small'], operationTimeout: 300 },
      after: (answer, request, state) => {
        const key = `${request.instanceId}/${request.bindingId}`;
        if (request.route === creation && answer.status === 202) state.scratch.set(`creating ${key}`, true);
        if (
          request.route === poll &&
          member(answer.body, 'state') === 'succeeded' &&
          operation(request, state)?.kind === 'create'
        )
          state.scratch.delete(`creating ${key}`);
        if (
          request.route === poll &&
          state.scratch.has(`creating ${key}`) &&
          operation(request, state)?.kind !== 'create'
        )
          return { status: 200, body: { state: 'in progress' } };
        return answer;
      },
    }),
    mutant(
      row('DURING-CREATE-LO-SYNC'),
      `tells for ever that the ${creation} is in progress after an immediate ${route}`,
      {
        ...async,
        before: (request: ModelRequest, state: ModelState) => {
          const key = `cancelled ${request.instanceId}/${request.bindingId}`;
          if (request.route === poll && state.scratch.has(key))
            return { status: 200, body: { state: 'in progress' } };
          if (request.route !== route || !inCreation(request, state)) return undefined;
          state.scratch.set(key, true);
          if (route === 'deprovision') state.instances.delete(request.instanceId);
          else state.instances.get(request.instanceId)?.bindings.delete(request.bindingId);
          return { status: 200, body: {} };
        },
      },
    ),
    mutant(
      prefix === 'DEP' ? 'ERR-4XX-NO-CHANGE-DEP' : 'ERR-4XX-NO-CHANGE-UNB',
      `does the ${route} and then answers 400`,
      {
        before: (request: ModelRequest, state: ModelState) => {
          if (request.route !== route || request.query.has('plan_id')) return undefined;
          state.model(queryWith(request, { plan_id: 'x' }));
          return failure(400, 'plan_id missing');
        },
      },
    ),
  ];
});

export const unbindingMutants: readonly Mutant[] = [
  mutant('UNB-IMPLEMENTED', 'can bind and answers 405 to unbind', restating('unbind', [200, 410], 405)),
  mutant(
    'UNB-UNKNOWN-INSTANCE',
    'crashes when the instance is unknown',
    intercepting('unbind', (request, state) => !state.instances.has(request.instanceId), {
      status: 500,
      body: '',
    }),
  ),
  mutant('UNB-INSTANCE-SURVIVES', 'removes all bindings with one', {
    after: (answer, request, state) => {
      if (request.route === 'unbind' && answer.status === 200)
        state.instances.get(request.instanceId)?.bindings.clear();
      return answer;
    },
  }),
  mutant(
    'UNB-REJECT-WRONG-IDS',
    'crashes at a plan that it does not know',
    intercepting(
      'unbind',
      (request, state) =>
        request.query.has('plan_id') &&
        !state.catalog.services.some(({ plans }) =>
          plans.some(({ id }) => id === request.query.get('plan_id')),
        ),
      { status: 500, body: '' },
    ),
  ),
  mutant(
    'DEP-REJECT-WRONG-IDS',
    'crashes at a plan that it does not know',
    intercepting(
      'deprovision',
      (request, state) =>
        request.query.has('plan_id') &&
        !state.catalog.services.some(({ plans }) =>
          plans.some(({ id }) => id === request.query.get('plan_id')),
        ),
      { status: 500, body: '' },
    ),
  ),
];
