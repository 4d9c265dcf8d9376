import { refusesFlaws } from '../../judgements/wrong-ids.ts';

const hint = {
  as: 'noted',
  reason: 'the broker takes the ids for hints and deletes the instance, as many do',
} as const;

const empty = {
  as: 'tolerated',
  reason: 'an empty id is none, and the broker goes by the path alone',
} as const;

/** Deprovisions whose ids are not those of the instance. */
export const wrongIdsOfDeprovisions = refusesFlaws([
  {
    id: 'deprovisioning/ids-of-another-offering-or-plan',
    title: 'A deprovision with the ids of another offering or plan is refused.',
    verb: 'deprovision',
    requirement: 'DEP-REJECT-WRONG-IDS',
    flaws: ['of another plan', 'of another offering'],
    accepted: hint,
  },
  {
    id: 'deprovisioning/empty-service-id',
    title: 'A deprovision with an empty service_id is refused.',
    verb: 'deprovision',
    requirement: 'DEP-400-NO-SERVICE-ID',
    flaws: ['with an empty service_id'],
    accepted: empty,
  },
  {
    id: 'deprovisioning/empty-plan-id',
    title: 'A deprovision with an empty plan_id is refused.',
    verb: 'deprovision',
    requirement: 'DEP-400-NO-PLAN-ID',
    flaws: ['with an empty plan_id'],
    accepted: empty,
  },
]);
