import type { ValidationResult } from '@osb-kit/catalog-schema';
import type { Argv } from 'yargs';
import { usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { applyKnownFindings, readKnownFindings, staleLine, writeKnownFindings } from './baseline.ts';
import type { Policies } from './policy.ts';
import { failOnLevels, type Demands, type FailOn } from './verdict.ts';

/** Adds the options that say what fails a run. */
export function demandOptions<Args>(parser: Argv<Args>) {
  return parser
    .option('fail-on', {
      choices: failOnLevels,
      describe: 'What fails the run (default error); what cannot be read always does',
      group: 'Demands:',
    })
    .option('max-warnings', {
      type: 'number',
      describe: 'Warnings that are allowed; with more the run fails',
      group: 'Demands:',
    })
    .option('baseline', {
      type: 'string',
      describe: 'Known findings with reasons, a YAML file: they do not fail the run',
      group: 'Demands:',
    })
    .option('write-baseline', {
      type: 'string',
      describe: 'Write what is found into a new baseline, and accept it this once',
      group: 'Demands:',
    })
    .option('verbose', {
      type: 'boolean',
      describe: 'Every finding in full, however many there are',
      group: 'Output:',
    })
    .option('quiet', { type: 'boolean', describe: 'Show errors only', group: 'Output:' });
}

/** What {@link demandOptions} parses. */
export interface DemandArgs {
  readonly failOn?: FailOn | undefined;
  readonly maxWarnings?: number | undefined;
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
}

/** Refuses demands that contradict one another, before anything is read. */
export function refuseDemands({ maxWarnings, baseline, writeBaseline }: DemandArgs): void {
  if (maxWarnings !== undefined && !(Number.isInteger(maxWarnings) && maxWarnings >= 0))
    throw usageError('--max-warnings must be a whole number, 0 or more.');
  if (baseline !== undefined && writeBaseline !== undefined)
    throw usageError('--baseline and --write-baseline exclude each other. Leave one out.');
}

/** Holds results against a baseline, or makes one of them; gives them with what the run is held against. */
export async function held(
  found: readonly ValidationResult[],
  args: DemandArgs,
  policies: Policies,
  io: Io,
): Promise<{ readonly results: readonly ValidationResult[]; readonly demands: Demands }> {
  const used = policies.used();
  const failOn = args.failOn ?? strictest(used.flatMap((team) => team.failOn ?? []));
  const limits = used.flatMap((team) => team.maxWarnings ?? []);
  const maxWarnings = args.maxWarnings ?? (limits.length === 0 ? undefined : Math.min(...limits));
  if (args.writeBaseline !== undefined) {
    const count = await writeKnownFindings(args.writeBaseline, found, io);
    io.stderr(
      `osb: wrote ${String(count)} known findings to "${args.writeBaseline}". Say why each is lived with.\n`,
    );
    return { results: found, demands: { failOn: 'never', maxWarnings: undefined, stale: 0 } };
  }
  const file = args.baseline ?? used.find(({ baseline }) => baseline !== undefined)?.baseline;
  if (file === undefined) return { results: found, demands: { failOn, maxWarnings, stale: 0 } };
  const { collisionRules, knownRuleIds } = await import('@osb-kit/catalog-schema');
  const ids = [
    ...knownRuleIds,
    ...Object.values(collisionRules).map(({ id }) => id),
    ...used.flatMap(({ ownIds }) => ownIds),
  ];
  const entries = await readKnownFindings(file, new Set(ids), io);
  const { results, stale } = await applyKnownFindings(found, entries);
  for (const entry of stale) io.stderr(`osb: ${staleLine(entry)}\n`);
  return { results, demands: { failOn, maxWarnings, stale: stale.length } };
}

function strictest(levels: readonly FailOn[]): FailOn {
  if (levels.includes('warning')) return 'warning';
  return levels.includes('error') || levels.length === 0 ? 'error' : 'never';
}
