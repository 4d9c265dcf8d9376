import type { Logger } from '@osb-kit/broker';

/** How much is logged. */
export const logLevels = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log of JSON lines, from a level on. */
export function createJsonLog(level: LogLevel, write: (line: string) => void): Logger {
  const from = logLevels.indexOf(level);
  const logAt =
    (own: 'info' | 'warn' | 'error') => (fields: Readonly<Record<string, unknown>>, message: string) => {
      if (logLevels.indexOf(own) < from) return;
      const { err, ...rest } = fields;
      const time = new Date().toISOString();
      write(
        `${JSON.stringify({ time, level: own, message, ...rest, ...(err !== undefined && { err: failure(err) }) })}\n`,
      );
    };
  return { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

/** An error with what led to it; other fields of errors may hold what was sent, and stay out. */
function failure(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name,
    message,
    code,
    stack,
    ...(cause !== undefined && depth < 5 && { cause: failure(cause, depth + 1) }),
  };
}
