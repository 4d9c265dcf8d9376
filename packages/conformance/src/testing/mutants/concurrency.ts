import { failure } from '../model-rules.ts';
import type { Mutant } from '../miniature.ts';
import type { ModelAnswer, ModelOperation, ModelRequest, ModelState, RouteName } from '../model-types.ts';
import { async, intercepting, mutant } from '../mutations.ts';

/** Answers a request while an operation of a kind goes on at its instance. */
const during = (kind: ModelOperation['kind'], route: RouteName, answer: ModelAnswer) => ({
  ...intercepting(
    route,
    (request: ModelRequest, state: ModelState) => {
      const operation = state.instances.get(request.instanceId)?.operation;
      return operation?.kind === kind && operation.state === 'in progress';
    },
    answer,
  ),
  ...async,
});

const crash = { status: 500, body: '' };

export const concurrencyMutants: readonly Mutant[] = [
  mutant(
    'CONC-UPD-DURING-PROV',
    'crashes at an update during the provision',
    during('create', 'update', crash),
  ),
  mutant(
    'CONC-UPD-DURING-UPD',
    'answers 409 to a second update',
    during('update', 'update', failure(409, 'busy')),
  ),
  mutant('CONC-BIND-DURING-PROV', 'crashes at a bind during the provision', during('create', 'bind', crash)),
  mutant(
    'CONC-BIND-DURING-UPD',
    'answers 503 to binds during an update',
    during('update', 'bind', failure(503, 'later')),
  ),
  mutant(
    'CONC-PROV-DURING-DEP',
    'crashes when an id is provisioned during its deletion',
    during('delete', 'provision', crash),
  ),
  mutant(
    'CONC-422-STATUS',
    'answers 409 to everything during an update',
    during('update', 'bind', failure(409, 'busy')),
  ),
  mutant(
    'CONC-422-CODE',
    'answers 422 without a code during an update',
    during('update', 'bind', failure(422, 'busy')),
  ),
  mutant(
    'DEP-422-CONCURRENT',
    'answers 409 to a deprovision during an update',
    during('update', 'deprovision', failure(409, 'busy')),
  ),
];
