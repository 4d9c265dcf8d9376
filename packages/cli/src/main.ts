import yargs, { type Argv } from 'yargs';
import { CliError, usageError } from './cli-error.ts';
import { standardInput } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { commandNames, commandsFor } from './registry.ts';
import { toolVersion } from './tool-version.ts';

/** Runs one `osb` command line and returns its exit code. Errors become one line on standard error. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  // What is asked most, and needs no command to be loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    io.stdout(`${toolVersion()}\n`);
    return exitCodes.conformant;
  }
  let exitCode: ExitCode = exitCodes.usage;
  const parser = yargs()
    .scriptName('osb')
    .usage(
      '$0 <command>: validate catalogs, test brokers and run a reference broker for the Open Service Broker API',
    )
    .version(toolVersion())
    .help()
    .alias({ h: 'help', v: 'version' })
    .strict()
    .strictCommands()
    .demandCommand(1, 'No command given.')
    .recommendCommands()
    .parserConfiguration({ 'camel-case-expansion': true, 'strip-dashed': false })
    .exitProcess(false)
    .wrap(100)
    .fail((message, error: Error | null | undefined) => {
      if (error) throw error;
      throw usageError(`${usageLine(message)} Run "osb ${helpTopic(argv)}--help" for what is possible.`);
    })
    .epilogue(
      'Exit codes: 0 conformant, 1 not conformant, 2 usage, 3 unreachable, unreadable, or the run could not decide, 4 leftovers on the broker, 130 stopped at once by a second Ctrl-C.',
    );
  sparesHelp(parser);
  for (const command of await commandsFor(argv)) command.register(parser, io, (code) => (exitCode = code));
  try {
    let help = '';
    // yargs loses a lone hyphen among the values of an array.
    const words = argv.map((word) => (word === '-' ? standardInput : word));
    await parser.parseAsync(words, {}, (_error, _argv, output) => {
      help = output;
    });
    if (help !== '') {
      io.stdout(`${help}\n`);
      return exitCodes.conformant;
    }
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

/**
 * yargs lays out the help of each command that it runs, in case it is to be shown later. Ours fail with one line, and
 * that layout takes 50 ms and 5 MiB of a start.
 */
function sparesHelp(parser: Argv): void {
  // The types leave this method out.
  const internal = parser as Argv & {
    getInternalMethods: () => { getUsageInstance: () => { cacheHelpMessage: () => void } };
  };
  internal.getInternalMethods().getUsageInstance().cacheHelpMessage = () => undefined;
}

function report(error: unknown, io: Io): ExitCode {
  if (error instanceof CliError) {
    io.stderr(`osb: ${error.message}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? error.message : String(error);
  io.stderr(
    `osb: The run failed: ${detail.split('\n', 1)[0] ?? ''}. Set OSB_DEBUG=1 to see where, and report it.\n`,
  );
  if (io.env['OSB_DEBUG'] === '1' && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
  return exitCodes.unreachable;
}

function usageLine(message: string): string {
  const line = message.replaceAll(/\s*\n\s*/g, ' ').trim();
  return /[.?!]$/.test(line) ? line : `${line}.`;
}

function helpTopic(argv: readonly string[]): string {
  const name = argv.find((word) => !word.startsWith('-'));
  return name !== undefined && commandNames.includes(name) ? `${name} ` : '';
}
