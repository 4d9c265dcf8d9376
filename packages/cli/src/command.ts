import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** How a command sees a lone hyphen: read standard input. */
export const standardInput = '<stdin>';

/** A subcommand of `osb`: it reads arguments, does its job through the packages, and returns an exit code. */
export interface Command<Args> {
  /** As in `validate <catalog..>`: the name and its positional arguments. */
  readonly usage: string;
  /** One line for `osb --help`. */
  readonly summary: string;
  /** Command lines that work, each with what it does. */
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  readonly options: (parser: Argv) => Argv<Args>;
  readonly run: (args: ArgumentsCamelCase<Args>, io: Io) => Promise<ExitCode>;
}

/** A command whose argument type is settled: what the registry holds. */
export interface RegisteredCommand {
  readonly usage: string;
  readonly summary: string;
  readonly register: (parser: Argv, io: Io, done: (code: ExitCode) => void) => Argv;
}

/** Declares a subcommand; one a file, listed in registry.ts. */
export function defineCommand<Args>(command: Command<Args>): RegisteredCommand {
  return {
    usage: command.usage,
    summary: command.summary,
    register: (parser, io, done) =>
      parser.command<Args>(
        command.usage,
        command.summary,
        (own) => {
          for (const [line, meaning] of command.examples) own.example(`$ ${line}`, meaning);
          return command.options(own);
        },
        async (args) => {
          done(await command.run(args, io));
        },
      ),
  };
}
