import type { Answer } from './answer.ts';
import type { BrokerClient } from './client.ts';
import { ConformanceError, type ConformanceErrorKind } from './errors.ts';
import { describe } from './expect.ts';
import { NetworkFault, type NetworkFaultKind } from './wire.ts';

/** Fetches the catalog, or says in one line why there is nothing to test. What a check can judge is left to the checks. */
export async function openCatalog(client: BrokerClient, address: string): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await client.catalog();
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const kind: ConformanceErrorKind = error.kind === 'aborted' ? 'aborted' : 'unreachable';
    throw new ConformanceError(kind, `${address}: ${error.message}. ${remedies[error.kind]}`, { cause: error });
  }
  const refused = (kind: ConformanceErrorKind, text: string) => {
    throw new ConformanceError(kind, `${address}/v2/catalog: ${text}`);
  };
  if (answer.status === 401 || answer.status === 403) {
    refused('authentication-failed', `${describe(answer)}. Check the credentials and the kind of authentication.`);
  }
  if (answer.status >= 300 && answer.status <= 399) {
    const location = answer.header('Location');
    refused('not-a-broker', `a redirect${location === undefined ? '' : ` to ${location}`}. Give the address it leads to.`);
  }
  if (answer.status === 412) {
    refused('catalog-unusable', `${describe(answer)}. Test an API version that the broker supports with --api-version.`);
  }
  if (answer.status === 404 || looksLikeHtml(answer)) {
    refused('not-a-broker', `${describe(answer)} is no catalog. Give the address below which /v2/catalog lies.`);
  }
  if (answer.status >= 400) refused('catalog-unusable', `${describe(answer)}. The catalog is needed to begin.`);
  return answer;
}

const remedies = {
  refused: 'Check that the broker runs and that host and port are right.',
  'not-found': 'Check the host name.',
  timeout: 'Check the address, or allow more time.',
  reset: 'Check that this is the port of the broker, and http or https as it expects.',
  'too-large': 'A catalog of this size is read by no platform; raise the limit to test it nevertheless.',
  tls: 'Give its certificate authority with --ca, or accept any certificate with --insecure.',
  'not-http': 'Check the port.',
  aborted: 'Start it again.',
  other: 'Check the address.',
} as const satisfies Record<NetworkFaultKind, string>;

function looksLikeHtml(answer: Answer): boolean {
  return answer.object === undefined && /^\s*<(!doctype|html|head|body|\?xml)/i.test(answer.text);
}
