import type { Exchange } from './exchange.ts';
import { isObject, parseJson } from './json.ts';

/** Headers that curl writes by itself or that carry credentials. */
const leftOut =
  /^(authorization|host|content-length|connection|accept|accept-encoding|user-agent|x-broker-api-request-identity)$/i;

/** Characters of a body that fit on the line of the command, and those that a command holds at all. */
const onLine = 400;
const inCommand = 4000;

/**
 * A curl command that repeats an exchange. Credentials are taken from OSB_USERNAME and OSB_PASSWORD, or OSB_TOKEN; those
 * that were wrong on purpose are written with them. What was redacted stays so. A long body takes a line for each
 * member, a very long one comes from a file.
 */
export function curlOf(exchange: Exchange): string {
  const { method, url, headers, body } = exchange.request;
  const words = ['curl', '-i', '--path-as-is', ...credentialWords(exchange), '-X', method, quote(url)];
  for (const [name, value] of headers) {
    if (!leftOut.test(name)) words.push('-H', quote(`${name}: ${value}`));
  }
  if (body !== null) words.push('--data-binary', bodyWord(body, exchange));
  return words.join(' ');
}

function credentialWords({ request }: Exchange): string[] {
  const { headers, credentials, shownCredentials } = request;
  if (credentials === 'none') return [];
  if (credentials === 'altered') return shownCredentials === '' ? [] : [shownCredentials];
  const scheme = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  if (scheme === undefined) return [];
  if (scheme.startsWith('Bearer')) return ['-H', '"Authorization: Bearer $OSB_TOKEN"'];
  return ['-u', '"$OSB_USERNAME:$OSB_PASSWORD"'];
}

function bodyWord(body: string, { id, request }: Exchange): string {
  if (body.length > inCommand) return `@body-of-exchange-${String(id)}.txt`;
  if (request.charset !== undefined || untypable.test(body)) return quoteBytes(body, request.charset);
  return quote(body.length <= onLine ? body : memberByLine(body));
}

/** Characters that nobody sees in a command, or that a terminal or a copy of the text changes. */
const untypable = /[^\P{Cc}\t\n]|\p{Cf}|[\u2028\u2029]/u;

/** A word of bash with an escape for each byte that cannot be typed, so that the very bytes are sent. */
function quoteBytes(text: string, charset: 'latin1' | undefined): string {
  const isShown = (byte: number) => byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c;
  const bytes = [...Buffer.from(text, charset ?? 'utf8')].map((byte) =>
    isShown(byte) ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `$'${bytes.join('')}'`;
}

/** A JSON object with each of its members on a line; anything else as it is, for not a byte of it may change. */
function memberByLine(body: string): string {
  const value = parseJson(body);
  if (!isObject(value) || JSON.stringify(value) !== body) return body;
  const members = Object.entries(value).map(
    ([name, part]) => `  ${JSON.stringify(name)}: ${JSON.stringify(part)}`,
  );
  return `{\n${members.join(',\n')}\n}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
