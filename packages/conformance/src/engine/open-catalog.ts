import { headerNames } from '@osb-kit/spec';
import { isSuccess, type Answer } from './answer.ts';
import type { BrokerClient } from './client.ts';
import { ConformanceError, type ConformanceErrorKind } from './errors.ts';
import { describe } from './expect.ts';
import { networkRemedy } from './network-fault.ts';
import { identityOf } from './platform.ts';
import { NetworkFault, type Header } from './wire.ts';

/** The catalog, and the headers without which the broker does not give it. */
export interface OpenedCatalog {
  readonly catalog: Answer;
  readonly platformHeaders: readonly Header[];
}

/** Fetches the catalog, or says in one line why there is nothing to test. What a check can judge is left to the checks. */
export async function openCatalog(
  client: BrokerClient,
  address: string,
  platform: string,
): Promise<OpenedCatalog> {
  let answer: Answer;
  try {
    answer = await client.catalog();
    // A broker that insists on the optional identity of a user is tested with one, and a check says that it insists.
    if (answer.status === 400) {
      const platformHeaders: readonly Header[] = [[headerNames.originatingIdentity, identityOf(platform)]];
      const again = await client.catalog({ headers: Object.fromEntries(platformHeaders) });
      if (isSuccess(again)) return { catalog: again, platformHeaders };
    }
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const kind: ConformanceErrorKind = error.kind === 'aborted' ? 'aborted' : 'unreachable';
    throw new ConformanceError(kind, `${address}: ${error.message}. ${networkRemedy(error)}`, {
      cause: error,
    });
  }
  const refused = (kind: ConformanceErrorKind, text: string) => {
    throw new ConformanceError(kind, `${address}/v2/catalog: ${text}`);
  };
  if (answer.status === 401 || answer.status === 403) {
    refused(
      'authentication-failed',
      `${describe(answer)}. Check the credentials and the kind of authentication.`,
    );
  }
  if (answer.status >= 300 && answer.status <= 399) {
    const location = answer.header('Location');
    refused(
      'not-a-broker',
      `a redirect${location === undefined ? '' : ` to ${location}`}. Give the address it leads to.`,
    );
  }
  if (answer.status === 412) {
    refused(
      'catalog-unusable',
      `${describe(answer)}. Test an API version that the broker supports with --api-version.`,
    );
  }
  if (answer.status === 404 || looksLikeHtml(answer)) {
    refused(
      'not-a-broker',
      `${describe(answer)} is no catalog. Give the address below which /v2/catalog lies.`,
    );
  }
  if (answer.status >= 400)
    refused('catalog-unusable', `${describe(answer)}. The catalog is needed to begin.`);
  return { catalog: answer, platformHeaders: [] };
}

function looksLikeHtml(answer: Answer): boolean {
  return answer.object === undefined && /^\s*<(!doctype|html|head|body|\?xml)/i.test(answer.text);
}
