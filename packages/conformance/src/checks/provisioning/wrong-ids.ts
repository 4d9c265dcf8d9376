import { refusesFlaws } from '../../judgements/wrong-ids.ts';

const empty = { as: 'tolerated', reason: 'the text demands a non-empty string' } as const;

/** Provisions whose organization or space has no name. */
export const emptyGuids = refusesFlaws([
  {
    id: 'provisioning/empty-organization-guid',
    title: 'A provision with an empty organization_guid is refused.',
    verb: 'provision',
    requirement: 'PROV-400-NO-ORGANIZATION-GUID',
    flaws: ['with an empty organization_guid'],
    accepted: empty,
  },
  {
    id: 'provisioning/empty-space-guid',
    title: 'A provision with an empty space_guid is refused.',
    verb: 'provision',
    requirement: 'PROV-400-NO-SPACE-GUID',
    flaws: ['with an empty space_guid'],
    accepted: empty,
  },
]);
