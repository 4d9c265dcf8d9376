import { ConformanceError } from './errors.ts';
import type { Auth } from './options.ts';

/** Where the broker is and how one gets in. */
export interface Endpoint {
  /** Origin and path prefix, without a slash at the end. */
  readonly base: string;
  readonly auth: Auth;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the address that the user gave; credentials in it become basic authentication unless `auth` says otherwise. */
export function readEndpoint(
  address: string,
  auth: Auth | undefined,
  headers: Readonly<Record<string, string>> = {},
): Endpoint {
  let url: URL;
  try {
    url = new URL(address);
  } catch (cause) {
    throw new ConformanceError(
      'bad-url',
      `"${address}" is not a URL. Give the address of the broker, as in http://localhost:8080.`,
      { cause },
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConformanceError(
      'bad-url',
      `"${url.protocol}//" is not supported. Give an address that begins with http:// or https://.`,
    );
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v2(\/catalog)?$/, '');
  return { base: url.origin + path, auth: auth ?? authOf(url), headers };
}

function authOf(url: URL): Auth {
  if (url.username === '' && url.password === '') return { kind: 'none' };
  return {
    kind: 'basic',
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** Names, in lower case, of the headers that were given for requests. */
export function namesOfOwnHeaders({ headers, auth }: Endpoint): ReadonlySet<string> {
  const names = [...Object.keys(headers), ...(auth.kind === 'headers' ? Object.keys(auth.headers) : [])];
  return new Set(names.map((name) => name.toLowerCase()).filter((name) => name !== 'authorization'));
}

/** The headers that carry credentials. */
export function authHeaders(auth: Auth): [name: string, value: string][] {
  switch (auth.kind) {
    case 'basic': {
      const encoded = Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');
      return [['Authorization', `Basic ${encoded}`]];
    }
    case 'bearer':
      return [['Authorization', `Bearer ${auth.token}`]];
    case 'headers':
      return Object.entries(auth.headers);
    case 'none':
    case 'client-certificate':
      return [];
  }
}
