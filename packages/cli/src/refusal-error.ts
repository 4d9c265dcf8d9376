import { apiVersions } from '@osb-kit/spec';
import type { Refusal } from './catalog-inputs.ts';
import { unreachableError, type CliError } from './cli-error.ts';

/** The error that says why a broker gave no catalog. */
export function refusalError(refusal: Refusal, apiVersion: string): CliError {
  switch (refusal.kind) {
    case 'unanswered':
      return unreachableError(
        `${refusal.url} gives no answer that can be read: ${refusal.why}. ${refusal.remedy}`,
      );
    case 'not-understood':
      return unreachableError(
        `${refusal.url} is not the catalog of a broker: ${refusal.why}. Check the base URL.`,
      );
    case 'refused': {
      const said = refusal.description === undefined ? '' : ` The broker says: ${refusal.description}.`;
      return unreachableError(`${refusal.url} ${whatItAnswers(refusal.status, apiVersion)}${said}`);
    }
  }
}

function whatItAnswers(status: number, apiVersion: string): string {
  if (status === 401 || status === 403) {
    return `refuses the credentials (${status}). Give --user, a user:password@ URL, or OSB_USERNAME and OSB_PASSWORD.`;
  }
  if (status === 412) {
    const others = apiVersions.filter((version) => version !== apiVersion).toReversed();
    return `does not take version ${apiVersion} of the API (412). Try --api-version ${others[0] ?? ''}, or another: ${others.slice(1).join(', ')}.`;
  }
  if (status >= 300 && status < 400) return `redirects (${status}). Give the base URL that it redirects to.`;
  return `answers ${status} instead of a catalog. Check the base URL, and the log of the broker.`;
}
