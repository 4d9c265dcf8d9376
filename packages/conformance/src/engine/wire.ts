/** A header as a pair of name and value, in the order in which it is sent or was received. */
export type Header = readonly [name: string, value: string];

/** Whose credentials a request carries: those configured, others on purpose, or none. */
export type CredentialUse = 'configured' | 'altered' | 'none';

/** A request exactly as it is put on the wire. */
export interface WireRequest {
  readonly method: string;
  /** The absolute URL, without credentials; its origin is written as `URL.origin` writes it. Percent-encoding is sent as written when the request is `verbatim`. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body?: string;
  /** The characters of the body on the wire; UTF-8 unless the request is `verbatim`. */
  readonly charset?: 'latin1';
  /** Whose credentials the headers carry. */
  readonly credentials: CredentialUse;
  /** Send neither more nor other headers, path or query than stated: for malformed requests. */
  readonly verbatim?: boolean;
}

/** An answer as it came from the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** Why no answer came. */
export const networkFaultKinds = {
  refused: 'the connection is refused',
  gone: 'the broker has stopped answering',
  'no-proxy': 'the proxy cannot be reached',
  'not-found': 'the host name is not known',
  timeout: 'no complete answer came in time',
  reset: 'the connection broke before the answer was complete',
  'too-large': 'the answer is larger than the limit',
  tls: 'the TLS handshake failed',
  'not-tls': 'what answers does not speak TLS',
  'not-http': 'the answer is not HTTP',
  aborted: 'the run was stopped',
  other: 'the request failed',
} as const satisfies Record<string, string>;

export type NetworkFaultKind = keyof typeof networkFaultKinds;

/** No answer came. A fault of the network is never a verdict about the broker. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly kind: NetworkFaultKind;
  readonly detail: string;
  /** The exchange that stayed without an answer, once it is recorded. */
  exchange: number | undefined;

  constructor(kind: NetworkFaultKind, detail: string, options?: { readonly cause?: unknown }) {
    super(detail === '' ? networkFaultKinds[kind] : `${networkFaultKinds[kind]} (${detail})`, options);
    this.kind = kind;
    this.detail = detail;
  }
}

/** What carries requests to the broker. Implementations bound time and size, follow no redirect, and throw {@link NetworkFault}. */
export interface Transport {
  send(request: WireRequest, signal: AbortSignal): Promise<WireResponse>;
  /** Closes idle connections. */
  close(): void;
}

/** TLS settings of a transport; certificates and keys are PEM texts. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** Accept any certificate. */
  readonly insecure?: boolean;
}

/** Limits and ways of a transport. */
export interface TransportOptions {
  /** Milliseconds for one exchange, from connect to the last byte. */
  readonly requestTimeout: number;
  /** Bytes of a response body that are read at most. */
  readonly maxResponseBytes: number;
  readonly tls: TlsOptions;
  /** Address of an HTTP proxy. */
  readonly proxy?: string;
  /** How the bytes of an answer become text: `latin1` keeps each as one character. UTF-8 unless given. */
  readonly bodyEncoding?: 'utf8' | 'latin1';
}
