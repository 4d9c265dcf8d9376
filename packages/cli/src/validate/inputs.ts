import { resolve } from 'node:path';
import type { ValidationResult } from '@osb-kit/catalog-schema';
import type { ApiVersion } from '@osb-kit/spec';
import { inputsOf, isRefusal, type InputArgs, type Refusal } from '../catalog-inputs.ts';
import type { CatalogSource } from '../catalog-source.ts';
import { CliError, usageError } from '../cli-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { fixSource } from '../fix-catalogs.ts';
import type { Io } from '../io.ts';
import type { Output } from '../outputs.ts';
import { refusalError } from '../refusal-error.ts';
import { namedArgument, withoutCredentials, type NamedArgument } from '../together.ts';
import { isUnread } from '../unread.ts';
import { createIgnore } from './ignore.ts';
import type { Policies, TeamPolicy } from './policy.ts';

/** An input and what came of examining it. */
export type Examined = Input & { readonly result: ValidationResult; readonly team?: TeamPolicy };

/** An input, as a source or as the reason that there is none. */
export type Input = NamedArgument &
  (
    | { readonly source: CatalogSource; readonly refusal?: Refusal }
    | { readonly source: string; readonly error: CliError; readonly refusal?: Refusal }
  );

/** What decides which inputs there are. */
export type GatherArgs = InputArgs & {
  readonly catalog: readonly string[];
  readonly apiVersion: ApiVersion;
  readonly together?: boolean | undefined;
  /** Patterns of what is left out of folders and patterns. */
  readonly ignore?: readonly string[] | undefined;
  readonly fix?: boolean | undefined;
  readonly generateIds?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
};

/** All inputs that the arguments lead to; one that cannot be read keeps none of the others back. Brokers are asked at the same time. */
export async function gather(args: GatherArgs, policies: Policies, io: Io): Promise<readonly Input[]> {
  let read: Promise<Uint8Array> | undefined;
  const once: Io = { ...io, stdin: () => (read ??= io.stdin()) }; // several brokers may want one password
  const ignored = await createIgnore(args.ignore ?? [], policies, io);
  const gathered = await Promise.all(args.catalog.map((text) => gatherOne(text, { ...args, ignored }, once)));
  return args.together === true ? gathered.flat() : eachOnce(gathered.flat(), io);
}

/** A file that two arguments lead to, as a folder and its own name, is examined once. */
function eachOnce(inputs: readonly Input[], io: Io): readonly Input[] {
  const seen = new Set<string>();
  return inputs.filter(({ source }) => {
    if (typeof source === 'string' || source.fetched || source.piped === true) return true;
    const path = resolve(io.cwd, source.name);
    if (seen.has(path)) return false;
    seen.add(path);
    return true;
  });
}

async function gatherOne(text: string, args: GatherArgs, io: Io): Promise<readonly Input[]> {
  const named = args.together === true ? namedArgument(text) : { name: text, argument: text };
  try {
    return (await inputsOf(named.argument, args, io)).map((input): Input => {
      if (!isRefusal(input)) return { ...named, ...('error' in input ? input : { source: input }) };
      if (input.kind === 'not-understood' && input.source !== undefined)
        return { ...named, source: input.source, refusal: input };
      return { ...named, source: input.url, error: refusalError(input, args.apiVersion), refusal: input };
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [{ ...named, source: withoutCredentials(named.argument), error }];
  }
}

/** The mended source, or why it cannot be mended. */
export async function mended(
  { source }: { readonly source: CatalogSource },
  args: GatherArgs,
  io: Io,
): Promise<CatalogSource | CliError> {
  try {
    return await fixSource(
      source,
      {
        apiVersion: args.apiVersion,
        generateIds: args.generateIds === true,
        idsOnly: args.fix !== true,
        dryRun: args.dryRun === true,
      },
      io,
    );
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

/** The exit code where an input could not be examined. */
export function codeOfUnread(examined: readonly Examined[]): ExitCode | undefined {
  const [failed] = examined.flatMap((input) => ('error' in input ? [input.error] : []));
  if (failed !== undefined) return failed.exitCode;
  return examined.some(({ result }) => isUnread(result)) ? exitCodes.unreachable : undefined;
}

/** A report shall not take the place of what it is about. */
export function refuseOverwriting(outputs: readonly Output[], inputs: readonly Input[], io: Io): void {
  const sources = new Set(
    inputs.map((input) =>
      resolve(io.cwd, typeof input.source === 'string' ? input.source : input.source.name),
    ),
  );
  for (const { format, file } of outputs) {
    if (file !== undefined && sources.has(resolve(io.cwd, file))) {
      throw usageError(
        `--output ${format}=${file} would overwrite the catalog "${file}". Choose another path.`,
      );
    }
  }
}
