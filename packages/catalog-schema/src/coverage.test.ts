import { requirements } from '@osb-kit/spec';
import { expect } from 'chai';

import { coverageOfRules, notInADocument } from './coverage.ts';

const catalogSections = new Set(
  [
    'catalog-management',
    'service-offering-object',
    'service-plan-object',
    'schemas-object',
    'service-instance-schema-object',
    'service-binding-schema-object',
    'input-parameters-schema-object',
    'maintenance-info-object',
  ].map((anchor) => `spec.md#${anchor}`),
);

describe('coverage of the ledger by rules', () => {
  const excused = new Set<string>(Object.keys(notInADocument));
  const rows = requirements.filter(
    ({ party, section, id }) =>
      party === 'broker' &&
      (catalogSections.has(section) || section.startsWith('profile.md') || id.startsWith('CAT-')),
  );

  for (const { id } of rows) {
    it(`${id} has a rule, or a reason why a document cannot show it`, () => {
      expect(coverageOfRules.has(id) !== excused.has(id)).to.equal(true);
    });
  }
});
