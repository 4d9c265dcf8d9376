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

/** Names the fault behind an error that Node or axios threw. */
export function networkFaultOf(error: unknown): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return new NetworkFault(kindOf(code, message), code ?? message, { cause: error });
}

function kindOf(code: string | undefined, message: string): NetworkFaultKind {
  if (message.includes('maxContentLength')) return 'too-large';
  if (code === undefined) return message.includes('aborted') ? 'reset' : 'other';
  const known = kindByCode.get(code);
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'not-http';
  if (/CERT|TLS|SSL|ISSUER|SELF_SIGNED|VERIFY|CRL/.test(code)) return 'tls';
  if (code === 'ERR_BAD_RESPONSE' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 'reset';
  return 'other';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
