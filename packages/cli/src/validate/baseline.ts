import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding, ValidationResult } from '@osb-kit/catalog-schema';
import { stringify } from 'yaml';
import { fieldsOf, readEntries } from '../baseline-file.ts';
import { unreachableError, usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';

/** A finding that is known and, for a reason, lived with. Without a file it stands for all, without a place for all of it. */
export interface KnownFinding {
  readonly rule: string;
  readonly file?: string;
  /** JSON Pointer in which offerings and plans go by their names. */
  readonly at?: string;
  readonly reason: string;
}

const fields = ['rule', 'file', 'at', 'reason'];

/** Reads the file of known findings: a list of entries with rule and reason, and perhaps file and place. */
export async function readKnownFindings(
  name: string,
  rules: ReadonlySet<string>,
  io: Io,
): Promise<readonly KnownFinding[]> {
  const { didYouMean } = await import('@osb-kit/catalog-schema');
  return (await readEntries(name, io, 'rule')).map((entry, index) => {
    const where = `Entry ${String(index + 1)} of the baseline "${name}"`;
    const field = fieldsOf(entry, where, fields);
    const rule = field('rule') ?? '';
    const reason = field('reason') ?? '';
    const file = field('file');
    const at = field('at');
    if (rule === '') throw usageError(`${where} names no rule. Add "rule: …".`);
    if (reason === '')
      throw usageError(`${where} ("${rule}") has no reason. Say why the finding is lived with.`);
    if (!rules.has(rule)) {
      throw usageError(`${where} names the rule "${rule}", which does not exist.${didYouMean(rule, rules)}`);
    }
    return { rule, reason, ...(file === undefined ? {} : { file }), ...(at === undefined ? {} : { at }) };
  });
}

/** Takes known findings out of results, with their reasons, and says which entries no longer hold. */
export async function applyKnownFindings(
  results: readonly ValidationResult[],
  entries: readonly KnownFinding[],
): Promise<{ readonly results: readonly ValidationResult[]; readonly stale: readonly KnownFinding[] }> {
  const { activeRuleIds, placeByNames } = await import('@osb-kit/catalog-schema');
  const used = new Set<KnownFinding>();
  const kept = results.map((result): ValidationResult => {
    const entryFor = (finding: Finding) =>
      entries.find((entry) => isAbout(entry, finding, result, placeByNames));
    const known = result.findings.flatMap((finding) => {
      const entry = entryFor(finding);
      if (entry !== undefined) used.add(entry);
      return entry === undefined ? [] : [{ ...finding, reason: entry.reason }];
    });
    if (known.length === 0) return result;
    const errors = result.errors - known.filter(({ severity }) => severity === 'error').length;
    return {
      ...result,
      findings: result.findings.filter((finding) => entryFor(finding) === undefined),
      suppressed: [...result.suppressed, ...known],
      errors,
      warnings: result.warnings - known.filter(({ severity }) => severity === 'warning').length,
      valid: errors === 0,
    };
  });
  const looked = results.filter(({ catalog }) => catalog !== undefined);
  const stale = entries.filter(
    (entry) =>
      !used.has(entry) &&
      looked.some((result) => isFile(entry, result) && activeRuleIds(result).has(entry.rule)),
  );
  return { results: kept, stale };
}

/** The line that says that an entry of a baseline no longer holds. */
export function staleLine({ rule, file, at, reason }: KnownFinding): string {
  const where = [file, at].filter((part) => part !== undefined).join(' ');
  return `Stale: ${rule}${where === '' ? '' : ` (${where})`} is no longer found. Take it out of the baseline: "${reason}"`;
}

/** Writes what is found as a baseline, for somebody to say why each is lived with. Gives the number of entries. */
export async function writeKnownFindings(
  name: string,
  results: readonly ValidationResult[],
  io: Io,
): Promise<number> {
  const { placeByNames } = await import('@osb-kit/catalog-schema');
  const reason = `Known on ${new Date().toISOString().slice(0, 10)}.`;
  const seen = new Set<string>();
  const entries = results.flatMap((result) =>
    result.findings.flatMap(({ rule, pointer }): KnownFinding[] => {
      const file = fileOf(result);
      const at = placeByNames(pointer, result.catalog);
      const key = JSON.stringify([rule, file, at]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ rule, ...(file === undefined ? {} : { file }), at, reason }];
    }),
  );
  const head = '# Findings of osb validate that are lived with. Say why, each.\n';
  try {
    await writeFile(resolve(io.cwd, name), head + stringify(entries));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw unreachableError(`"${name}" cannot be written (${code}). Choose another path.`, { cause: error });
  }
  return entries.length;
}

function isAbout(
  entry: KnownFinding,
  { rule, pointer }: Finding,
  result: ValidationResult,
  placeByNames: (pointer: string, catalog: unknown) => string,
): boolean {
  if (entry.rule !== rule || !isFile(entry, result)) return false;
  return entry.at === undefined || entry.at === placeByNames(pointer, result.catalog);
}

function isFile({ file }: KnownFinding, result: ValidationResult): boolean {
  return file === undefined || slashed(file) === fileOf(result);
}

function fileOf({ source }: ValidationResult): string | undefined {
  return source === undefined ? undefined : slashed(source);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
}
