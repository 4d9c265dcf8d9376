import { member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Mutant } from '../miniature.ts';
import { answering, async, intercepting, mutant, onQueue, restating } from '../mutations.ts';

export const asynchronousProvisioningMutants: readonly Mutant[] = [
  mutant('PROV-NO-202-WITHOUT-AI', 'always answers 202', {
    ...async,
    before: (request, state) =>
      request.route === 'provision'
        ? state.model({ ...request, query: new URLSearchParams('accepts_incomplete=true') })
        : undefined,
  }),
  mutant('ASYNC-AI-FALSE', 'looks only whether accepts_incomplete is there', {
    ...async,
    before: (request, state) =>
      request.route === 'provision' && request.query.has('accepts_incomplete')
        ? state.model({ ...request, query: new URLSearchParams('accepts_incomplete=true') })
        : undefined,
  }),
  mutant('PROV-422-ASYNC', 'answers 400 without accepts_incomplete', {
    ...async,
    ...answering(
      'provision',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(400, 'async only'),
    ),
    mode: 'async',
  }),
  mutant('PROV-422-ASYNC-CODE', 'answers 422 with a description only', {
    ...answering(
      'provision',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(422, 'async only'),
    ),
    mode: 'async',
  }),
  mutant(
    'URL-INSTANCE-ID-CHARS',
    'wants instance ids to be GUIDs',
    intercepting(
      'provision',
      (request) => !/^[0-9a-f-]{36}$/.test(request.instanceId),
      failure(400, 'not a GUID'),
    ),
  ),
  mutant('ASYNC-PROMPT', 'takes its time', {
    run: { services: ['database'], plans: ['small'], slowAfter: 1 },
    delay: 30,
  }),
  mutant('PROV-409-PLAN', 'compares the instance id only, on an offering without updates', {
    ...restating('provision', 409, 200, {}),
    ...onQueue,
  }),
];
