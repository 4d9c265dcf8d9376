import { nonEmptyRule, type NonEmptyField } from '../engine/non-empty-rule.ts';

const fields: readonly NonEmptyField[] = [
  { rule: 'offering-name-non-empty', requirement: 'CAT-SVC-NAME-NONEMPTY', on: 'offering', key: 'name' },
  { rule: 'offering-id-non-empty', requirement: 'CAT-SVC-ID-NONEMPTY', on: 'offering', key: 'id' },
  {
    rule: 'offering-description-non-empty',
    requirement: 'CAT-SVC-DESC-NONEMPTY',
    on: 'offering',
    key: 'description',
  },
  { rule: 'plan-name-non-empty', requirement: 'CAT-PLAN-NAME-NONEMPTY', on: 'plan', key: 'name' },
  { rule: 'plan-id-non-empty', requirement: 'CAT-PLAN-ID-NONEMPTY', on: 'plan', key: 'id' },
  {
    rule: 'plan-description-non-empty',
    requirement: 'CAT-PLAN-DESC-NONEMPTY',
    on: 'plan',
    key: 'description',
  },
];

/** Names, ids and descriptions hold at least one character. */
export const nonEmptyStrings = fields.map(nonEmptyRule);
