import { examine, type CloudControllerOptions } from './examine-catalog.ts';
import type { CloudControllerProblem, ProblemScope, Unscoped } from './problem.ts';

/**
 * Everything for which Cloud Controller would refuse to register the catalog, in its own order and words; nothing
 * when it would accept it. Linear in the size of the catalog.
 */
export function examineAsCloudController(
  catalog: unknown,
  options: CloudControllerOptions = {},
): CloudControllerProblem[] {
  const examination = examine(catalog, options);
  if (examination.kind === 'refused') return [examination.problem];
  const found: CloudControllerProblem[] = [];
  const add = (scope: ProblemScope, problems: readonly Unscoped[]) => {
    for (const problem of problems) found.push({ ...problem, scope });
  };
  add({ level: 'catalog' }, examination.problems);
  for (const { index: serviceIndex, heading: service, problems, plans } of examination.services) {
    add({ level: 'service', service, serviceIndex }, problems);
    for (const { index: planIndex, heading: plan, problems: own, schemas } of plans) {
      add({ level: 'plan', service, serviceIndex, plan, planIndex }, own);
      add({ level: 'schemas', service, serviceIndex, plan, planIndex }, schemas);
    }
  }
  return found;
}
