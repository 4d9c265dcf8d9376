import type { Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, ModelState } from '../model-types.ts';
import { adding, intercepting, mutant, restating } from '../mutations.ts';

/** True for the first request of a kind about an instance. */
const isFirst = (kind: string, { instanceId }: ModelRequest, { scratch }: ModelState): boolean => {
  const key = `${kind} ${instanceId}`;
  if (scratch.has(key)) return false;
  scratch.set(key, true);
  return true;
};
const isThere = ({ instanceId }: ModelRequest, { instances }: ModelState) => instances.has(instanceId);
const isBound = ({ instanceId }: ModelRequest, { instances }: ModelState) =>
  (instances.get(instanceId)?.bindings.size ?? 0) > 0;

/** Brokers that cannot do two things at once. */
export const atOnceMutants: readonly Mutant[] = [
  mutant(
    'PROV-200-NO-DUPLICATE',
    'creates another database for each identical provision',
    restating('provision', 200, 201),
  ),
  mutant(
    'CONC-422-STATUS',
    'crashes at the second of two identical provisions',
    intercepting('provision', isThere, failure(500, 'Duplicate key.')),
  ),
  mutant(
    'DEP-DURING-CREATE-HALTS',
    'reports the first deletion of an instance and keeps it',
    intercepting(
      'deprovision',
      (request, state) => isThere(request, state) && isFirst('deprovision', request, state),
      { status: 200, body: {} },
    ),
  ),
  mutant('PROV-201', 'loses an instance that somebody tries to delete while it is made', {
    before: (request, state) => {
      const { route, instanceId, authorised } = request;
      const key = `seen ${instanceId}`;
      // Once something else was sent about it, it is in the making no more.
      if (route !== 'provision' && route !== 'deprovision') state.scratch.set(key, true);
      if (route !== 'deprovision' || !authorised || state.scratch.has(key)) return undefined;
      return state.instances.delete(instanceId) ? { status: 410, body: {} } : undefined;
    },
  }),
  mutant(
    'DEP-DELETES',
    'reports the deletion of an instance that a binding keeps alive',
    intercepting('deprovision', isBound, { status: 200, body: {} }),
  ),
  mutant(
    'CONC-422-CODE',
    'answers 422 without a code to the second of two updates',
    intercepting(
      'update',
      (request, state) => !isFirst('update', request, state) && isFirst('second update', request, state),
      failure(422, 'Busy.'),
    ),
  ),
  mutant(
    'UPD-APPLIED',
    'loses the updates that it accepts',
    intercepting('update', () => true, { status: 200, body: {} }),
  ),
  mutant(
    'META-LABELS-TYPE',
    'shows labels as an array',
    adding('fetchInstance', { metadata: { labels: ['a=b'] } }),
  ),
  mutant(
    'META-ATTRS-TYPE',
    'shows attributes as text',
    adding('fetchInstance', { metadata: { attributes: 'x' } }),
  ),
];
