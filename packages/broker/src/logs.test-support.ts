import type { Logger } from './logger.ts';

/** A log that keeps the texts of the errors that it is told. */
export function errorsKept(): { log: Logger; texts: string[] } {
  const texts: string[] = [];
  const keep = ({ err }: Readonly<Record<string, unknown>>, message: string) => {
    texts.push(err instanceof Error ? err.message : message);
  };
  return { log: { info: () => undefined, warn: keep, error: keep }, texts };
}
