import { refusesFlaws } from '../../judgements/wrong-ids.ts';

/** Updates with empty ids. */
export const wrongIdsOfUpdates = refusesFlaws([
  {
    id: 'updating/empty-service-id',
    title: 'An update with an empty service_id is refused.',
    verb: 'update',
    requirement: 'UPD-400-NO-SERVICE-ID',
    flaws: ['with an empty service_id'],
    accepted: { as: 'tolerated', reason: 'an empty id is none' },
  },
  {
    id: 'updating/empty-plan-id',
    title: 'An update to a plan with an empty id is refused.',
    verb: 'update',
    requirement: 'UPD-REJECT-UNKNOWN-PLAN',
    flaws: ['to a plan with an empty id'],
    accepted: { as: 'tolerated', reason: 'an empty id names no plan; the field may be left out' },
  },
]);
