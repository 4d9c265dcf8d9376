import { randomUUID } from 'node:crypto';
import type { Auth, BasicCredential } from '../engine/options.ts';

/** The same credentials with another secret; `undefined` where there is none that can be altered. */
export function withWrongSecret(auth: Auth): Auth | undefined {
  switch (auth.kind) {
    case 'basic':
      return { ...auth, password: randomUUID() };
    case 'bearer':
      return { ...auth, token: randomUUID() };
    case 'headers':
      return {
        kind: 'headers',
        headers: mapValues(auth.headers, (value) => value.replace(/\S+$/, randomUUID())),
      };
    case 'none':
    case 'client-certificate':
      return undefined;
  }
}

const mapValues = (headers: Readonly<Record<string, string>>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]));

/** A secret or a name that is nearly the right one. */
export interface NearMiss {
  /** Reads on after "logged in with". */
  readonly what: string;
  readonly auth: Auth;
  /** Directories fold the case of names and drop blanks around them: who meant the user gets the user. */
  readonly isTolerated?: boolean;
}

/** Secrets that a weak comparison takes for the right one, the likeliest first. */
export function nearSecrets(auth: Auth): readonly NearMiss[] {
  if (auth.kind === 'basic') {
    const similar = similarTo(auth.password, 'password').map(({ what, text }) => ({
      what,
      auth: { ...auth, password: text },
    }));
    return [
      ...similar,
      { what: 'the user name as password', auth: { ...auth, password: auth.username } },
      { what: 'the password, a colon and more', auth: { ...auth, password: `${auth.password}:x` } },
    ].filter(({ auth: { password } }) => password !== auth.password);
  }
  if (auth.kind !== 'bearer') return [];
  // The last characters of an encoded signature may stand for bits that do not count.
  const isSigned = auth.token.split('.').length === 3;
  return similarTo(auth.token, 'token')
    .filter(({ isAtTheEnd }) => !isSigned || !isAtTheEnd)
    .map(({ what, text }) => ({ what, auth: { ...auth, token: text } }));
}

/** Names, with the right password, that a weak comparison takes for the right one. */
export function nearNames(auth: Auth): readonly NearMiss[] {
  if (auth.kind !== 'basic') return [];
  const { username, password } = auth;
  const similar = similarTo(username, 'user name')
    .slice(0, 8)
    .map(({ what, text, isFolded }) => ({
      what: `${what} and the right password`,
      auth: { ...auth, username: text },
      ...(isFolded ? { isTolerated: true } : {}),
    }));
  // A colon ends the name.
  const swapped = password.includes(':')
    ? []
    : [
        {
          what: 'the password in the place of the user name',
          auth: { ...auth, username: password, password: '' },
        },
        { what: 'user name and password swapped', auth: { ...auth, username: password, password: username } },
      ];
  const both = {
    what: 'an empty user name and an empty password',
    auth: { ...auth, username: '', password: '' },
  };
  const all: readonly (NearMiss & { readonly auth: BasicCredential })[] = [...swapped, both, ...similar];
  return all.filter(({ auth: near }) => near.username !== username || near.password !== password);
}

interface Similar {
  readonly what: string;
  readonly text: string;
  readonly isAtTheEnd?: boolean;
  readonly isFolded?: boolean;
}

function similarTo(right: string, name: string): readonly Similar[] {
  const swapCase = (text: string) =>
    text.replaceAll(/\p{L}/gu, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()));
  const other = (one: string | undefined) => (one === 'q' ? 'z' : 'q');
  const all: readonly Similar[] = [
    { what: `an empty ${name}`, text: '' },
    { what: `the ${name} in other case`, text: swapCase(right), isFolded: true },
    { what: `the first half of the ${name}`, text: right.slice(0, Math.ceil(right.length / 2)) },
    { what: `the ${name} without its last character`, text: right.slice(0, -1), isAtTheEnd: true },
    { what: `another ${name} of equal length`, text: ofLength(right.length) },
    { what: `the ${name} with a character more`, text: `${right}x`, isAtTheEnd: true },
    { what: `the ${name} with a blank behind`, text: `${right} `, isFolded: true, isAtTheEnd: true },
    { what: `the ${name} with a blank in front`, text: ` ${right}`, isFolded: true, isAtTheEnd: true },
    { what: `the ${name} with a character in front`, text: `x${right}` },
    { what: `the ${name} without its first character`, text: right.slice(1) },
    {
      what: `the ${name} with another last character`,
      text: right.slice(0, -1) + other(right.at(-1)),
      isAtTheEnd: true,
    },
    { what: `the ${name} with another first character`, text: other(right[0]) + right.slice(1) },
  ];
  return all.filter(
    ({ text }, index) => text !== right && all.findIndex((one) => one.text === text) === index,
  );
}

function ofLength(length: number): string {
  let text = '';
  while (text.length < length) text += randomUUID().replaceAll('-', '');
  return text.slice(0, length);
}
