import { examineAsCloudController } from './examine-as-cloud-controller.ts';
import type { CloudControllerOptions } from './examine-catalog.ts';
import { responseNotUnderstood } from './documented-errors.ts';
import { repeatedUses, type RepeatedUse, type Taken } from './repeated-uses.ts';
import type { CloudControllerProblem, ProblemCode } from './problem.ts';
import { isRefusal, renderTree } from './tree.ts';

/** Options of the documented text. */
export interface DocumentedOptions extends CloudControllerOptions {
  /** What other brokers use already: the documented platform wants ids unique across all of them. */
  readonly taken?: Taken;
}

/** The line that the documented platform prints above the tree. */
export const catalogInvalidLine =
  'Server error, status code: 502, error code: 270012, message: Service broker catalog is invalid:';

/** Problems that the document words and places otherwise: at each service or plan that repeats a value. */
const repeats: ReadonlySet<ProblemCode> = new Set([
  'service-id-unique',
  'service-name-unique',
  'dashboard-client-id-unique',
  'plan-id-unique',
  'plan-name-unique',
]);

/**
 * The text that the platform's documentation shows for a catalog it refuses: its line, then the tree with lower-case
 * wording, without a line feed at the end; empty for a catalog it accepts.
 *
 * A problem stays on one line however long it is: the document breaks lines for its page, the platform does not.
 * What cannot be examined at all is the documented "The service broker response was not understood".
 */
export function renderDocumentedMessage(catalog: unknown, options: DocumentedOptions = {}): string {
  const problems = examineAsCloudController(catalog, options);
  const [first] = problems;
  if (first !== undefined && isRefusal(first)) return responseNotUnderstood();
  const lines = [
    ...repeatedUses(catalog, options).map(documentedRepeat),
    ...problems.filter(({ code }) => !repeats.has(code)).map(documented),
  ].sort(byPlace);
  return lines.length === 0 ? '' : [catalogInvalidLine, ...renderTree(lines)].join('\n');
}

/** The document's wording is today's with a small first letter. */
function documented(problem: CloudControllerProblem): CloudControllerProblem {
  return { ...problem, text: problem.text.charAt(0).toLowerCase() + problem.text.slice(1) };
}

function documentedRepeat({ code, pointer, scope, subject }: RepeatedUse): CloudControllerProblem {
  return { code, pointer, scope, text: `${subject} must be unique` };
}

/** The catalog first, then services, plans and schemas in their order; the sort is stable within each heading. */
function byPlace(a: CloudControllerProblem, b: CloudControllerProblem): number {
  return (
    rank(a)
      .map((part, index) => part - (rank(b)[index] ?? 0))
      .find((order) => order !== 0) ?? 0
  );
}

function rank({ scope }: CloudControllerProblem): [number, number, number] {
  switch (scope.level) {
    case 'catalog':
      return [-1, -1, 0];
    case 'service':
      return [scope.serviceIndex, -1, 0];
    case 'plan':
      return [scope.serviceIndex, scope.planIndex, 0];
    case 'schemas':
      return [scope.serviceIndex, scope.planIndex, 1];
  }
}
