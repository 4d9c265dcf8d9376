import { NetworkFault, type NetworkFaultKind } from './wire.ts';

const kindByCode = new Map<string, NetworkFaultKind>([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'not-found'],
  ['EAI_AGAIN', 'not-found'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNABORTED', 'timeout'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['EPROTO', 'tls'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
]);

/** Names the fault behind an error that Node threw; with a proxy, it is the proxy that could not be connected to. */
export function networkFaultOf(error: unknown, proxy?: string): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const kind = kindOf(code, message);
  if (proxy !== undefined && (kind === 'refused' || kind === 'not-found')) {
    return new NetworkFault('no-proxy', `${new URL(proxy).host}, ${code ?? message}`, { cause: error });
  }
  return new NetworkFault(kind, code ?? message, { cause: error });
}

/** What to do about a fault, in the words of the command. */
export function networkRemedy({ kind }: NetworkFault): string {
  return remedies[kind];
}

/** What came in place of an answer in a run, with the options that help where it took too long. */
export function sayFault({ kind, message }: NetworkFault): string {
  return kind === 'timeout'
    ? `${message}; --timeout allows more time, --concurrency and --budget ask for less at once`
    : message;
}

const remedies = {
  refused: 'Check that the broker runs and that host and port are right.',
  gone: 'Look whether the broker runs; if it is only slow, allow more time with --timeout.',
  'no-proxy': 'Check --proxy, or leave it out.',
  'not-found': 'Check the host name.',
  timeout: 'Check the address, or allow more time with --timeout.',
  reset: 'Check that this is the port of the broker, and http or https as it expects.',
  'too-large': 'No platform reads a catalog of this size: check that the answer ends.',
  tls: 'Give its certificate authority with --ca, or accept any certificate with --insecure.',
  'not-tls': 'It seems to speak plain HTTP: write http:// instead of https://, or check the port.',
  'not-http': 'Check the port, and whether it expects https.',
  aborted: 'Start it again.',
  other: 'Check the address.',
} as const satisfies Record<NetworkFaultKind, string>;

function kindOf(code: string | undefined, message: string): NetworkFaultKind {
  // Node has one code for all that OpenSSL objects to; this is what it says of an answer in plain text.
  if (/wrong version number|packet length too long/i.test(message)) return 'not-tls';
  if (code === undefined) return message.includes('aborted') ? 'reset' : 'other';
  const known = kindByCode.get(code);
  if (known !== undefined) return known;
  if (code === 'HPE_HEADER_OVERFLOW') return 'too-large';
  if (code.startsWith('HPE_')) return 'not-http';
  if (/CERT|TLS|SSL|ISSUER|SELF_SIGNED|VERIFY|CRL/.test(code)) return 'tls';
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return 'reset';
  return 'other';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
