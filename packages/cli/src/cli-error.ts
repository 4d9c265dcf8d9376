import { exitCodes, type ExitCode } from './exit-codes.ts';

/** A failure that ends a command with one line for the user and an exit code: what is wrong, and the remedy. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The command line or a configuration file is wrong. */
export function usageError(message: string, options?: ErrorOptions): CliError {
  return new CliError(exitCodes.usage, message, options);
}

/** The job could not be done: a file cannot be read, a broker cannot be reached. */
export function unreachableError(message: string, options?: ErrorOptions): CliError {
  return new CliError(exitCodes.unreachable, message, options);
}
