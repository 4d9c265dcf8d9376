import type { CloudControllerProblem } from './problem.ts';

/** Whether Cloud Controller could not examine the catalog at all. */
export function isRefusal({ code }: CloudControllerProblem): boolean {
  return code === 'catalog-not-object' || code === 'internal-error';
}

/** The lines of the tree of services, plans and schemas, with two spaces a level. */
export function renderTree(problems: readonly CloudControllerProblem[]): string[] {
  const lines: string[] = [];
  let service = -1;
  let plan = -1;
  let schemas = false;
  for (const { scope, text } of problems) {
    if (scope.level === 'catalog') {
      lines.push(text);
      continue;
    }
    if (scope.serviceIndex !== service) {
      service = scope.serviceIndex;
      plan = -1;
      lines.push(`Service ${scope.service}`);
    }
    if (scope.level === 'service') {
      lines.push(`  ${text}`);
      continue;
    }
    if (scope.planIndex !== plan) {
      plan = scope.planIndex;
      schemas = false;
      lines.push(`  Plan ${scope.plan}`);
    }
    if (scope.level === 'plan') {
      lines.push(`    ${text}`);
      continue;
    }
    if (!schemas) lines.push('    Schemas');
    schemas = true;
    lines.push(`      ${text}`);
  }
  return lines;
}
