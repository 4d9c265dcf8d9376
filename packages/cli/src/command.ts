import type { ArgumentsCamelCase, Argv } from 'yargs';
import { usageError } from './cli-error.ts';
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
    register: (parser, io, done) => {
      let refuse: (args: object) => void = () => undefined;
      return parser.command<Args>(
        command.usage,
        command.summary,
        (own) => {
          for (const [line, meaning] of command.examples) own.example(`$ ${line}`, meaning);
          refuse = (args) => refuseRepeated(args, own);
          return command.options(own);
        },
        async (args) => {
          refuse(args);
          done(await command.run(args, io));
        },
      );
    },
  };
}

/** yargs makes a list of what is given twice; an option that takes one value has then two. */
function refuseRepeated(args: object, parser: Argv): void {
  // The types leave this method out.
  const { array } = (parser as Argv & { getOptions: () => { array: readonly string[] } }).getOptions();
  const lists = new Set([...array, '_']);
  for (const [name, value] of Object.entries(args)) {
    if (Array.isArray(value) && !lists.has(name) && !lists.has(kebab(name))) {
      throw usageError(`--${kebab(name)} is given more than once. Give it once.`);
    }
  }
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
