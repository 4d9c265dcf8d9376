/** Names of the headers that the specification defines (spec.md#headers). */
export const headerNames = {
  apiVersion: 'X-Broker-API-Version',
  originatingIdentity: 'X-Broker-API-Originating-Identity',
  requestIdentity: 'X-Broker-API-Request-Identity',
} as const;

/** What a version header said: a version, nothing, or something that is not MAJOR.MINOR. */
export type ParsedApiVersion =
  | { readonly kind: 'version'; readonly major: number; readonly minor: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed'; readonly text: string };

/** Reads `X-Broker-API-Version` (spec.md#api-version-header). Both numbers are plain decimal integers. */
export function parseApiVersionHeader(text: string | undefined): ParsedApiVersion {
  if (text === undefined || text.trim() === '') return { kind: 'absent' };
  const match = /^\s*(\d{1,9})\.(\d{1,9})\s*$/.exec(text);
  if (match === null) return { kind: 'malformed', text };
  return { kind: 'version', major: Number(match[1]), minor: Number(match[2]) };
}

/** Writes `X-Broker-API-Version`. */
export function formatApiVersionHeader(version: { major: number; minor: number }): string {
  return `${String(version.major)}.${String(version.minor)}`;
}

/** The user on whose behalf a platform acts: the platform's name and a JSON object of its own making. */
export interface OriginatingIdentity {
  readonly platform: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What an originating identity header said. */
export type ParsedOriginatingIdentity =
  | ({ readonly kind: 'identity' } & OriginatingIdentity)
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Reads `X-Broker-API-Originating-Identity`: a platform name, a blank, and a JSON object in Base64 (spec.md#originating-identity). */
export function parseOriginatingIdentity(text: string | undefined): ParsedOriginatingIdentity {
  if (text === undefined || text.trim() === '') return { kind: 'absent' };
  const match = /^\s*(\S+)\s+(\S+)\s*$/.exec(text);
  const platform = match?.[1];
  const encoded = match?.[2];
  if (platform === undefined || encoded === undefined) {
    return { kind: 'malformed', reason: 'it is not a platform name, a blank and a value' };
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded))
    return { kind: 'malformed', reason: 'the value is not Base64' };
  let value: unknown;
  try {
    value = JSON.parse(decodeBase64(encoded));
  } catch {
    return { kind: 'malformed', reason: 'the decoded value is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'malformed', reason: 'the decoded value is not a JSON object' };
  }
  return { kind: 'identity', platform, value: value as Record<string, unknown> };
}

/** Writes `X-Broker-API-Originating-Identity`. */
export function formatOriginatingIdentity(identity: OriginatingIdentity): string {
  if (!/^\S+$/.test(identity.platform)) {
    throw new RangeError(
      `The platform name "${identity.platform}" is empty or contains white space. Use one word.`,
    );
  }
  return `${identity.platform} ${encodeBase64(JSON.stringify(identity.value))}`;
}

/** Reads `X-Broker-API-Request-Identity` (spec.md#request-identity); `undefined` when absent or empty. */
export function parseRequestIdentity(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function decodeBase64(encoded: string): string {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (char) => char.charCodeAt(0)),
  );
}

function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
