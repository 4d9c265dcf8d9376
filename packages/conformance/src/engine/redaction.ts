import { isObject, parseJson } from './json.ts';
import type { Header } from './wire.ts';

/** What stands in the place of a secret. */
export const redacted = '[redacted]';

const secretHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|.*token.*|.*secret.*)$/i;
const secretKeys =
  /^(.*passw(or)?d.*|passphrase|pwd|.*secret.*|.*token|api[-_]?key|private[-_]?key|access[-_]?key.*)$/i;
/** Fields of the Open Service Broker API whose whole content is secret. */
const secretContainers = new Set(['credentials']);
/** User and password at the beginning of what follows a scheme; bounded, for the text comes from the broker. */
const userInfo = /^([^\s/@:"]{0,256}):[^\s/@"]{1,1024}@/;

/** Headers without the values that let somebody in; `secret` names, in lower case, those that do so here. */
export function redactHeaders(headers: readonly Header[], secret: ReadonlySet<string> = new Set()): Header[] {
  return headers.map(([name, value]): Header => {
    if (secret.has(name.toLowerCase())) return [name, redacted];
    if (!secretHeaders.test(name)) return [name, redactText(value)];
    const scheme = /^(Basic|Bearer)\s/i.exec(value)?.[1];
    return [name, scheme === undefined ? redacted : `${scheme} ${redacted}`];
  });
}

/** A body without secrets: in JSON by the names of members, in other text where a URL holds a password. */
export function redactBody(body: string): string {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) return redactText(body);
  return JSON.stringify(redactValue(value));
}

/** The beginning of a body without secrets, with so many characters at most; `json` is what the body says, if it is JSON. */
export function redactBeginning(body: string, json: unknown, limit: number): string {
  if (typeof json !== 'object' || json === null) return redactText(cut(body, limit)).slice(0, limit);
  if (body.length <= limit) return JSON.stringify(redactValue(json)).slice(0, limit);
  const parts: string[] = [];
  let left = limit;
  const put = (text: string) => {
    parts.push(text);
    left -= text.length;
  };
  const write = (value: unknown, isSecret: boolean): void => {
    const isArray = Array.isArray(value);
    if (!isArray && !isObject(value)) {
      const leaf = typeof value === 'string' ? cut(value, limit) : value;
      put(JSON.stringify(isSecret ? hideLeaves(leaf) : redactValue(leaf)));
      return;
    }
    put(isArray ? '[' : '{');
    for (const [index, name] of Object.keys(value).entries()) {
      if (left <= 0) return;
      const part: unknown = isArray ? value[index] : value[name];
      put(`${index > 0 ? ',' : ''}${isArray ? '' : `${JSON.stringify(cut(name, limit))}:`}`);
      const isSecretLeaf = secretKeys.test(name) && (typeof part === 'string' || typeof part === 'number');
      write(part, isSecret || (!isArray && (secretContainers.has(name) || isSecretLeaf)));
    }
    put(isArray ? ']' : '}');
  };
  write(json, false);
  return parts.join('').slice(0, limit);
}

/** Enough of a text to redact so many characters of it: a password that the end cuts through is still known for one. */
const cut = (text: string, limit: number) => text.slice(0, limit + 2048);

/** Text without the passwords of URLs in it. */
export function redactText(text: string): string {
  const [before = '', ...parts] = text.split('://');
  return [before, ...parts.map((part) => part.replace(userInfo, `$1:${redacted}@`))].join('://');
}

/** A JSON value without secrets. Names and shape stay, so that one still sees what was there. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (secretContainers.has(name)) return [name, hideLeaves(part)];
      if (secretKeys.test(name) && (typeof part === 'string' || typeof part === 'number')) {
        return [name, redacted];
      }
      return [name, redactValue(part)];
    }),
  );
}

function hideLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideLeaves);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hideLeaves(part)]));
  }
  return value === null || typeof value === 'boolean' ? value : redacted;
}
