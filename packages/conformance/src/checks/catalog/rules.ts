import { requirement } from '@osb-kit/spec';
import { rules, validateCatalog, type Finding } from '@osb-kit/catalog-schema';
import type { Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { weightAt } from '../../engine/severity.ts';
import type { World } from '../../engine/world.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

const examined = new WeakMap<Answer, readonly Finding[]>();

/** What the validator finds in the catalog that was served, examined once per run. */
function findingsIn(world: World): readonly Finding[] {
  const known = examined.get(world.catalog);
  if (known !== undefined) return known;
  const { findings } = validateCatalog(world.catalog.json, { apiVersion: world.apiVersion, form: 'wire' });
  examined.set(world.catalog, findings);
  return findings;
}

/** Every rule of the validator that rests on a requirement, as a check of the catalog that the broker serves. */
export const catalogRules = rules.flatMap(({ id, basis, summary }) => {
  if (basis.kind !== 'requirement') return [];
  return defineCheck({
    id: `catalog/${id}`,
    title: summary ?? requirement(basis.requirement).statement,
    requirements: [basis.requirement],
    given: wholeBroker,
    run({ expect, world }) {
      expect.reached(world.catalog.json !== undefined, 'The catalog is not JSON: see catalog/status.');
      // Warnings first, for the first error ends the check.
      const found = findingsIn(world).filter((finding) => finding.rule === id);
      for (const finding of found.toSorted((a, b) => b.severity.localeCompare(a.severity))) {
        const advice = weightAt(basis.requirement, world.apiVersion) === 'advice' ? 'advice' : 'warning';
        expect.that(false, {
          answer: world.catalog,
          expected: 'a catalog in which the rule holds',
          actual: `${finding.message} (at ${finding.pointer === '' ? 'the root' : finding.pointer})`,
          because: 'platforms rely on it',
          weight: finding.severity === 'error' ? 'error' : advice,
        });
      }
    },
  });
});
