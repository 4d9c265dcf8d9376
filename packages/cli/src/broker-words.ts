import type { Connection } from './connection.ts';

/** Characters of a description that are shown at most. */
const longest = 300;

/** What stands in a text for what is secret. */
const hidden = '[redacted]';

/**
 * What a broker says about its refusal (spec.md#service-broker-errors), fit for a line on a terminal: in quotes, cut,
 * nothing in it that a terminal obeys, and without the credentials that it was asked with.
 */
export function descriptionIn(
  body: string,
  { auth }: Pick<Connection, 'auth'>,
  redactText: (text: string) => string,
): string | undefined {
  const said = descriptionOf(body);
  if (said === undefined || said.trim() === '') return undefined;
  const secrets =
    auth.kind === 'basic'
      ? [auth.password, Buffer.from(`${auth.username}:${auth.password}`).toString('base64')]
      : auth.kind === 'bearer'
        ? [auth.token]
        : [];
  const start = said.slice(0, longest * 4);
  const safe = secrets.reduce(
    (text, secret) => (secret === '' ? text : text.replaceAll(secret, hidden)),
    redactText(start).replaceAll(named, `$1${hidden}`),
  );
  const cut = safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
  return JSON.stringify(cut).replaceAll(unseen, '\ufffd');
}

/** A secret that is called one, as in `password=…`. */
const named = /((?:passw(?:or)?d|secret|token|api[-_]?key)["']?\s*[=:]\s*["']?)[^\s"',;]+/gi;

const unseen = /\p{Cc}|\p{Cf}|[\u2028\u2029]|\p{Surrogate}/gu;

function descriptionOf(body: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('description' in value)) return undefined;
  return typeof value.description === 'string' ? value.description : undefined;
}
