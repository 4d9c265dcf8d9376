import { access, constants, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { unreachableError, usageError, type CliError } from './cli-error.ts';
import type { Io } from './io.ts';

/** What {@link outputOptions} parses. */
export interface OutputArgs {
  readonly format: string;
  readonly output?: readonly string[] | undefined;
}

/** Adds `--format FORMAT` for standard output and `--output FORMAT=FILE`, which can be repeated. */
export function outputOptions<Args>(parser: Argv<Args>, formats: readonly string[]) {
  return parser
    .option('format', {
      choices: formats,
      default: 'text',
      describe: 'What to print on standard output',
      group: 'Output:',
    })
    .option('output', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: `Write a file as well, as FORMAT=FILE; can be repeated. Formats: ${formats.join(', ')}`,
      group: 'Output:',
    });
}

/** Turns a result into text. */
export type Renderer<Result> = (
  result: Result,
  presentation: { readonly colour: boolean; readonly toFile: boolean },
) => string | Promise<string>;

/** An output that the user asked for. */
export interface Output {
  readonly format: string;
  /** `undefined` for standard output. */
  readonly file?: string;
}

/** Reads the output options; a command calls it before it starts to work, so that a mistake costs no run. */
export async function parseOutputs(
  args: OutputArgs,
  formats: readonly string[],
  io: Io,
): Promise<readonly Output[]> {
  const files = (args.output ?? []).map((text) => {
    const [, format, file] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    if (format === undefined || file === undefined || !formats.includes(format)) {
      throw usageError(
        `--output "${text}" is not FORMAT=FILE with a known format. Formats: ${formats.join(', ')}.`,
      );
    }
    if (file === '-') {
      throw usageError(
        `--output "${text}" names no file: what goes to standard output is for --format to say. Leave it out, and give --format ${format}.`,
      );
    }
    return { format, file };
  });
  for (const { file } of files) await refuseUnwritable(file, io);
  return [{ format: args.format }, ...files];
}

/** Renders a result into every output that was asked for. */
export async function writeOutputs<Result>(
  outputs: readonly Output[],
  renderers: ReadonlyMap<string, Renderer<Result>>,
  result: Result,
  io: Io,
): Promise<void> {
  for (const { format, file } of outputs) {
    const render = renderers.get(format);
    if (render === undefined)
      throw usageError(`There is no format "${format}". Formats: ${[...renderers.keys()].join(', ')}.`);
    const text = await render(result, {
      colour: file === undefined && io.colour.stdout,
      toFile: file !== undefined,
    });
    if (file === undefined) io.stdout(text.endsWith('\n') ? text : `${text}\n`);
    else await writeText(file, text, io);
  }
}

/** Looks whether a file can be written, or its folders be made, without doing it. */
async function refuseUnwritable(file: string, io: Io): Promise<void> {
  let path = resolve(io.cwd, file);
  try {
    const existing = await stat(path).catch(absent);
    if (existing?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
    while ((await stat(path).catch(absent)) === undefined) path = dirname(path);
    await access(path, constants.W_OK);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** Nothing for what does not exist; other errors are thrown on. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function unwritable(file: string, error: unknown): CliError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return unreachableError(`"${file}" cannot be written (${reason}). Choose another path.`, { cause: error });
}

async function writeText(file: string, text: string, io: Io): Promise<void> {
  const path = resolve(io.cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}
