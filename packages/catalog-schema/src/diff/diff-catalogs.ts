import { examineAsCloudController, examineForDatabase, refusedByDatabase } from '../dialects/index.ts';
import { comparePlan } from './compare-plan.ts';
import { compareService } from './compare-service.ts';
import type { CatalogDifference, Found } from './difference.ts';
import { matchPlans } from './match-plans.ts';
import { matchServices, type ServiceMatch } from './match-services.ts';
import { located, nameOf, type Adopted, type Located } from './side.ts';
import { SchemaComparer } from './compare-schemas.ts';

/** Options of the comparison. */
export interface DiffOptions {
  /** How many distinct pairs of schemas are compared by trying values; the rest is told as changed. Default 200. */
  readonly schemaPairs?: number;
}

/**
 * What an update of a registered broker from the old catalog to the new one would do on Cloud Foundry. Services and
 * plans are matched by id. Deterministic, without I/O; linear in the number of plans.
 */
export function diffCatalogs(
  oldCatalog: unknown,
  newCatalog: unknown,
  options: DiffOptions = {},
): CatalogDifference[] {
  const comparer = new SchemaComparer(options.schemaPairs ?? 200);
  const { matches, found, adopted } = matchServices(located(oldCatalog), located(newCatalog));
  return [
    ...refused(newCatalog),
    ...found,
    ...matches.flatMap((match) => compareMatch(match, adopted, comparer)),
  ];
}

function refused(catalog: unknown): CatalogDifference[] {
  const problems = [
    ...examineAsCloudController(catalog),
    ...examineForDatabase(catalog)
      .filter(({ code }) => refusedByDatabase.has(code))
      .map(({ text, at }) => ({ text, pointer: at.pointer })),
  ];
  const [first] = problems;
  if (first === undefined) return [];
  const more = problems.length === 1 ? '' : `, and for ${problems.length - 1} more`;
  return [
    {
      kind: 'catalog-refused',
      impact: 'breaking',
      newPointer: first.pointer,
      message:
        `Cloud Controller refuses the new catalog for "${first.text}"${more}. The update fails and the old catalog ` +
        'stays. Mend what "osb validate --profile cloudfoundry" tells of the new catalog.',
    },
  ];
}

function compareMatch(
  { pair, moved }: ServiceMatch,
  adopted: Adopted,
  comparer: SchemaComparer,
): CatalogDifference[] {
  const service = nameOf(pair.new);
  const inService = (found: readonly Found[]) => found.map((one) => ({ ...one, service }));
  const inPlan = (plan: Located, found: readonly Found[]) =>
    found.map((one) => ({ ...one, service, plan: nameOf(plan) }));
  const plans = matchPlans(pair, adopted);
  return [
    ...inService(compareService(pair, plans.pairs)),
    ...moved.flatMap(({ plan, found }) => inPlan(plan, [found])),
    ...plans.found.flatMap(({ plan, found }) => inPlan(plan, [found])),
    ...plans.pairs.flatMap((both) => inPlan(both.new, comparePlan(both, pair, comparer))),
  ];
}
