import { refusesFlaws } from '../../judgements/wrong-ids.ts';

const hint = {
  as: 'noted',
  reason: 'the broker takes the ids for hints and deletes the binding, as many do',
} as const;

const empty = {
  as: 'tolerated',
  reason: 'an empty id is none, and the broker goes by the path alone',
} as const;

/** Unbinds whose ids are not those of the binding. */
export const wrongIdsOfUnbinds = refusesFlaws([
  {
    id: 'unbinding/ids-of-another-offering-or-plan',
    title: 'An unbind with the ids of another offering or plan is refused.',
    verb: 'unbind',
    requirement: 'UNB-REJECT-WRONG-IDS',
    flaws: ['of another plan', 'of another offering'],
    accepted: hint,
  },
  {
    id: 'unbinding/empty-service-id',
    title: 'An unbind with an empty service_id is refused.',
    verb: 'unbind',
    requirement: 'UNB-400-NO-SERVICE-ID',
    flaws: ['with an empty service_id'],
    accepted: empty,
  },
  {
    id: 'unbinding/empty-plan-id',
    title: 'An unbind with an empty plan_id is refused.',
    verb: 'unbind',
    requirement: 'UNB-400-NO-PLAN-ID',
    flaws: ['with an empty plan_id'],
    accepted: empty,
  },
]);
