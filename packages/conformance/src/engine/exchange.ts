import type { CredentialUse, Header } from './wire.ts';

/** What an exchange was for: reaching the starting point, the probe itself, waiting for an operation, or cleaning up. */
export type ExchangeRole = 'setup' | 'probe' | 'poll' | 'cleanup';

/** A request and what came of it, as recorded: secrets are already redacted, long bodies cut. */
export interface Exchange {
  /** Number within the run, from 1, in the order in which requests were sent. */
  readonly id: number;
  /** Milliseconds since the start of the run. */
  readonly at: number;
  readonly durationMs: number;
  readonly request: RecordedRequest;
  readonly outcome: RecordedOutcome;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  /** The characters of the body on the wire where they are not those of UTF-8. */
  readonly charset?: 'latin1';
  readonly credentials: CredentialUse;
  /** Words for curl that send the same credentials where others than those configured were sent; no secret is in them. */
  readonly shownCredentials: string;
}

export type RecordedOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: readonly Header[];
      readonly body: string;
      /** True when the body was longer than what is kept. */
      readonly truncated: boolean;
    }
  | { readonly kind: 'unanswered'; readonly reason: string };

/** An exchange of a result, by its number, and what it was for. */
export interface ExchangeReference {
  readonly id: number;
  readonly role: ExchangeRole;
}
