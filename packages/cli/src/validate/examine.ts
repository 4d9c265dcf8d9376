import { dirname, resolve } from 'node:path';
import type { ValidateOptions } from '@osb-kit/catalog-schema';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { mended, type Examined, type GatherArgs, type Input } from './inputs.ts';
import type { Policies, TeamPolicy } from './policy.ts';

/** What decides how inputs are examined, besides the policy that holds for each. */
export type ExamineArgs = GatherArgs & {
  readonly strict?: boolean | undefined;
};

/** Turns the profiles that were asked for, or that a policy has, into options of the validator. */
export type ProfileOptions = (configured: readonly string[] | undefined) => Promise<ValidateOptions>;

/** Examines an input under the policy that holds for it; one that cannot be examined has a result as well. */
export async function examine(
  input: Input,
  args: ExamineArgs,
  { policies, profilesFor }: { readonly policies: Policies; readonly profilesFor: ProfileOptions },
  io: Io,
): Promise<Examined> {
  const { unexamined, validateCatalog } = await import('@osb-kit/catalog-schema');
  const path = pathOf(input, io);
  const team = await policies.in(path === undefined ? io.cwd : dirname(path));
  const options: ValidateOptions = {
    apiVersion: args.apiVersion,
    ...(await profilesFor(team?.profiles)),
    ...(args.strict === true ? { strict: true } : {}),
    ...(team === undefined ? {} : { suppress: team.suppress, policy: await team.policyFor(path) }),
  };
  if ('error' in input) return { ...input, result: unexamined(input.source, input.error.message, options) };
  const source = mends(args) ? await mended(input, args, io) : input.source;
  if (source instanceof CliError)
    return { ...input, error: source, result: unexamined(input.source.name, source.message, options) };
  const way: ValidateOptions = source.fetched ? { form: 'wire', format: 'json' } : { form: 'file' };
  const result = validateCatalog(source.content, { ...options, source: source.name, ...way });
  const notes = team === undefined ? result.notes : [`Under the policy of "${team.name}".`, ...result.notes];
  return { ...input, result: { ...result, notes }, ...(team === undefined ? {} : { team }) };
}

/** True where the text is to be changed. */
export function mends({ fix, generateIds }: Pick<ExamineArgs, 'fix' | 'generateIds'>): boolean {
  return fix === true || generateIds === true;
}

/** The path of a file, absolute; that which standard input stands for included. */
function pathOf({ source }: Input, io: Io): string | undefined {
  if (typeof source === 'string')
    return /^[a-z][a-z\d+.-]*:\/\//i.test(source) ? undefined : resolve(io.cwd, source);
  return source.fetched || source.name.startsWith('<') ? undefined : resolve(io.cwd, source.name);
}

/** One line for each rule that a policy switches off as a whole and that had nothing to switch off in this run. */
export function unusedSuppressions(examined: readonly Examined[]): readonly string[] {
  const teams = new Map<TeamPolicy, Examined[]>();
  for (const one of examined) {
    if (one.team !== undefined) teams.set(one.team, [...(teams.get(one.team) ?? []), one]);
  }
  return [...teams].flatMap(([{ name, suppress }, those]) => {
    const used = new Set(
      those.flatMap(({ result }) => result.suppressed.map(({ rule, reason }) => `${rule} ${reason}`)),
    );
    return suppress
      .filter(({ rule, reason }) => !used.has(`${rule} ${reason}`))
      .map(
        ({ rule }) =>
          `"${rule}" had nothing to switch off in this run. Take it out of "suppress" in "${name}" if that stays so.`,
      );
  });
}
