import { BrokerError } from '../errors.ts';

/** What the server says, by SQLSTATE, of its own state and not of the statement (PostgreSQL, appendix A). */
const states: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/^08/, 'the connection broke'],
  [/^57P0[12]/, 'it is being stopped'],
  [/^57P03/, 'it is starting'],
  [/^57014/, 'a statement took too long'],
  [/^53300/, 'it has no connection left'],
  [/^53/, 'it has too little room or memory'],
  [/^58/, 'its disk fails'],
  [/^25006/, 'it is read-only'],
];

const networkCodes = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOST|ENET|ENOENT)/;

/** What pg says, without a code, of connections that ended or did not come about. */
const lostConnection =
  /connection terminated|not queryable|client was closed|timeout exceeded|timeout expired/i;

/** Why the database cannot serve at present; `undefined` for an error that is a matter of the statement. */
export function whyUnavailable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const state = states.find(([pattern]) => pattern.test(code));
  if (state !== undefined) return state[1];
  if (networkCodes.test(code)) return `it cannot be reached (${code})`;
  if (error.name === 'AggregateError') return 'it cannot be reached';
  return lostConnection.test(error.message) ? 'the connection broke' : undefined;
}

/** The same error, or what is said to platforms while the database cannot serve. */
export function explained(error: unknown): unknown {
  const why = whyUnavailable(error);
  if (why === undefined) return error;
  return new BrokerError('ServiceUnavailable', `The database does not serve at present: ${why}. Try again.`, {
    headers: { 'Retry-After': '5' },
    cause: error,
  });
}

/** What is said to platforms, as the error that led to it: for who starts a broker, and can do something about it. */
export function inDetail(error: unknown): unknown {
  return error instanceof BrokerError && error.cause !== undefined ? error.cause : error;
}
