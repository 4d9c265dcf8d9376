import type { Auth } from './options.ts';
import type { Header } from './wire.ts';

/** A secret, or a name that goes with one, and the shell variable that stands for it. */
interface Known {
  readonly variable: string;
  readonly value: string;
}

/** Shared characters from which on a text is taken to tell a part of a secret. */
const telling = 4;

/**
 * Words for curl that send the credentials of a request again where they are others than those configured, such as
 * `-u "$OSB_USERNAME:${OSB_PASSWORD%?}"`; none for a request without. What is like a secret is written with the
 * variable that holds it, so that no word tells a secret.
 */
export function shownCredentials(headers: readonly Header[], configured: readonly Auth[]): string {
  const header = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  if (header === undefined) return '';
  const known = configured.flatMap(knownOf);
  const [, scheme = '', value = ''] = /^(\S+)(?: (.*))?$/s.exec(header) ?? [];
  const pair = scheme.toLowerCase() === 'basic' ? basicPair(value) : undefined;
  if (pair !== undefined) {
    const words = `"${inShell(pair.user, known)}:${inShell(pair.password, known)}"`;
    return scheme === 'Basic'
      ? `-u ${words}`
      : `-H "Authorization: ${inShell(scheme, known)} $(printf %s ${words} | base64)"`;
  }
  // The right pair under another scheme, or under none.
  const elsewhere = basicPair(value === '' ? scheme : value);
  if (elsewhere !== undefined && known.some((each) => each.value === elsewhere.password)) {
    const words = `"${inShell(elsewhere.user, known)}:${inShell(elsewhere.password, known)}"`;
    return `-H "Authorization: ${value === '' ? '' : `${scheme} `}$(printf %s ${words} | base64)"`;
  }
  const whole = known.map((each) => derivedFrom(value, each)).find((derived) => derived !== undefined);
  if (whole !== undefined) return `-H "Authorization: ${inShell(scheme, known)} ${whole}"`;
  const words = header.split(' ').map((word) => inShell(word, known));
  return `-H "Authorization: ${words.join(' ')}"`;
}

function knownOf(auth: Auth, index: number): Known[] {
  const second = index === 0 ? '' : '_SECOND';
  switch (auth.kind) {
    case 'basic':
      return [
        { variable: `OSB${second}_PASSWORD`, value: auth.password },
        { variable: `OSB${second}_USERNAME`, value: auth.username },
      ];
    case 'bearer':
      return [{ variable: 'OSB_TOKEN', value: auth.token }];
    case 'headers':
      return Object.values(auth.headers).map((value) => ({ variable: 'OSB_HEADER', value }));
    case 'none':
    case 'client-certificate':
      return [];
  }
}

function basicPair(value: string): { readonly user: string; readonly password: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** A text for within double quotes in a shell, made from variables where it is made from what they hold. */
function inShell(text: string, known: readonly Known[]): string {
  for (const each of known) {
    const derived = derivedFrom(text, each);
    if (derived !== undefined) return derived;
  }
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  const tells = known.some(({ value }) => sharePart(text, value) || sharePart(decoded, value));
  return tells ? 'not-the-right-one' : quoted(text);
}

function derivedFrom(text: string, { variable, value }: Known): string | undefined {
  if (value === '' || text === '') return undefined;
  if (text.includes(value)) return text.split(value).map(quoted).join(`\${${variable}}`);
  for (const { change, words } of caseChanges) {
    if (text === change(value)) return `$(printf %s "$${variable}" | tr ${words})`;
  }
  if (value.startsWith(text)) {
    return text.length === value.length - 1
      ? `\${${variable}%?}`
      : `$(printf %s "$${variable}" | cut -c 1-${String(text.length)})`;
  }
  if (value.endsWith(text)) {
    return `$(printf %s "$${variable}" | cut -c ${String(value.length - text.length + 1)}-)`;
  }
  return undefined;
}

const caseChanges = [
  { change: (text: string) => text.toUpperCase(), words: 'a-z A-Z' },
  { change: (text: string) => text.toLowerCase(), words: 'A-Z a-z' },
  { change: swapCase, words: 'a-zA-Z A-Za-z' },
] as const;

function swapCase(text: string): string {
  return text.replace(/./gsu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

function sharePart(text: string, secret: string): boolean {
  const most = Math.min(text.length, 1000);
  for (let at = 0; at + telling <= most; at++) {
    if (secret.includes(text.slice(at, at + telling))) return true;
  }
  return text !== '' && secret === text;
}

function quoted(text: string): string {
  return text.replace(/[\\"$`]/g, '\\$&');
}
