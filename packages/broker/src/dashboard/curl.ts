import {
  formatOriginatingIdentity,
  headerNames,
  latestApiVersion,
  type OriginatingIdentity,
} from '@osb-kit/spec/protocol';
import type { Json } from '../json.ts';

/** What of a request goes into a command. */
export interface Repeatable {
  readonly method: string;
  readonly target: string;
  readonly requestIdentity: string | undefined;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly body: Json | undefined;
}

/** A command that sends the request again, for a shell in which `OSB_URL`, `OSB_USERNAME` and `OSB_PASSWORD` are set. */
export function curlCommand(request: Repeatable): string {
  const { method, target, originatingIdentity, body } = request;
  const headers = [
    `${headerNames.apiVersion}: ${latestApiVersion}`,
    ...(originatingIdentity === undefined
      ? []
      : [`${headerNames.originatingIdentity}: ${formatOriginatingIdentity(originatingIdentity)}`]),
    ...(body === undefined ? [] : ['Content-Type: application/json']),
  ];
  return [
    'curl -u "$OSB_USERNAME:$OSB_PASSWORD"',
    `-X ${quoted(method)}`,
    `"$OSB_URL"${quoted(target)}`,
    ...headers.map((header) => `-H ${quoted(header)}`),
    ...(body === undefined ? [] : [`--data-raw ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

/** One word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
