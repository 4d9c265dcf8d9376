import { refusesFlaws } from '../../judgements/wrong-ids.ts';

/** Binds that name another offering or plan than that of the instance, or nothing. */
export const wrongIdsOfBinds = refusesFlaws([
  {
    id: 'binding/ids-of-another-offering-or-plan',
    title: 'A bind with the ids of another offering or plan than that of the instance is refused.',
    verb: 'bind',
    requirement: 'BIND-REJECT-WRONG-IDS',
    flaws: ['of an unknown offering', 'of another plan', 'of another offering'],
    accepted: {
      as: 'tolerated',
      reason: 'the broker does not compare the ids with those of the instance',
    },
  },
  {
    id: 'binding/empty-service-id',
    title: 'A bind with an empty service_id is refused.',
    verb: 'bind',
    requirement: 'BIND-400-NO-SERVICE-ID',
    flaws: ['with an empty service_id'],
    accepted: { as: 'tolerated', reason: 'an empty id is none' },
  },
  {
    id: 'binding/empty-plan-id',
    title: 'A bind with an empty plan_id is refused.',
    verb: 'bind',
    requirement: 'BIND-400-NO-PLAN-ID',
    flaws: ['with an empty plan_id'],
    accepted: { as: 'tolerated', reason: 'an empty id is none' },
  },
]);
