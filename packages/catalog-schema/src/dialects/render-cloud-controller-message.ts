import { isRefusal, renderTree } from './tree.ts';
import type { CloudControllerProblem } from './problem.ts';

/**
 * Cloud Controller's text for these problems, byte for byte: a line feed, then the tree, each line ended.
 * Empty when there are no problems. A catalog that it cannot examine gets its one line alone.
 */
export function renderCloudControllerMessage(problems: readonly CloudControllerProblem[]): string {
  const [first] = problems;
  if (first === undefined) return '';
  if (isRefusal(first)) return first.text;
  return `\n${renderTree(problems)
    .map((line) => `${line}\n`)
    .join('')}`;
}

/** An error of the Cloud Controller API, as its job reports it. */
export interface CloudControllerError {
  readonly code: number;
  readonly title: string;
  readonly detail: string;
}

/** The error with which the registration of a catalog with these problems ends; `undefined` when it succeeds. */
export function cloudControllerError(
  problems: readonly CloudControllerProblem[],
): CloudControllerError | undefined {
  const [first] = problems;
  if (first === undefined) return undefined;
  if (first.code === 'catalog-not-object') {
    const advice = 'Please check that the URL points to a valid service broker.';
    return { code: 270021, title: 'CF-ServiceBrokerRequestMalformed', detail: `${first.text} ${advice}` };
  }
  if (first.code === 'internal-error') return { code: 10001, title: 'UnknownError', detail: first.text };
  const detail = `Service broker catalog is invalid: ${renderCloudControllerMessage(problems)}`;
  return { code: 270012, title: 'CF-ServiceBrokerCatalogInvalid', detail };
}
