/** Where a broker writes its structured log; a pino logger fits as it is. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A logger that drops everything. */
export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const logLevels = ['info', 'warn', 'error', 'silent'] as const;
/** From which level on is logged. */
export type LogLevel = (typeof logLevels)[number];

/** A log of JSON lines, from a level on. */
export function createJsonLog(level: LogLevel, write: (line: string) => void): Logger {
  const from = logLevels.indexOf(level);
  const logAt =
    (own: 'info' | 'warn' | 'error') =>
    ({ err, ...rest }: Readonly<Record<string, unknown>>, message: string) => {
      if (logLevels.indexOf(own) < from) return;
      const failure = err === undefined ? {} : { err: failureOf(err) };
      const time = new Date().toISOString();
      write(`${JSON.stringify({ time, level: own, message, ...rest, ...failure })}\n`);
    };
  return { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

/** Warnings and errors as one line of JSON each on standard error, and nothing else: the log of who names none. */
export const stderrLogger: Logger = createJsonLog('warn', (line) => process.stderr.write(line));

const deepestCause = 5;

/** An error with what led to it. Its other fields stay out: those of drivers and HTTP clients hold what was sent. */
function failureOf(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return thrown(error);
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  const inner = (other: unknown) => failureOf(other, depth + 1);
  const goesOn = depth < deepestCause;
  return {
    name,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack,
    ...(goesOn && cause !== undefined && { cause: inner(cause) }),
    ...(goesOn && error instanceof AggregateError && { errors: error.errors.map(inner) }),
  };
}

/** What was thrown and is no error; an object may hold anything, and some cannot be written as text. */
function thrown(value: unknown): string {
  if (typeof value === 'object' || typeof value === 'function') return 'not an Error';
  const primitive = value as string | number | bigint | boolean | symbol | undefined;
  return String(primitive);
}
