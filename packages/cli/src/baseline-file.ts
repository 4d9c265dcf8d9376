import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BaselineEntry } from '@osb-kit/conformance';
import { isRequirementId } from '@osb-kit/spec';
import { parseDocument } from 'yaml';
import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';
import { yamlProblem } from './yaml-problem.ts';

const fields = ['check', 'plan', 'requirement', 'reason'];

/** Reads the file of known failures: a list of entries with check and reason, and perhaps plan and requirement. */
export async function readBaseline(name: string, io: Io): Promise<readonly BaselineEntry[]> {
  const list = await readEntries(name, io, 'check');
  const { checks } = await import('@osb-kit/conformance');
  const known = new Set(checks.map(({ id }) => id));
  return list.map((entry, index) =>
    readEntry(entry, `Entry ${String(index + 1)} of the baseline "${name}"`, known),
  );
}

/** The entries of a baseline, of whatever kind; `first` is the field that each must have. */
export async function readEntries(name: string, io: Io, first: string): Promise<readonly unknown[]> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`The baseline "${name}" cannot be read (${code ?? 'unknown reason'}). Check the path.`, {
      cause: error,
    });
  }
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    throw usageError(`The baseline "${name}" is not YAML: ${yamlProblem(error)} Correct it.`);
  }
  const list = (document.toJS({ maxAliasCount: 100 }) as unknown) ?? [];
  if (!Array.isArray(list))
    throw usageError(`The baseline "${name}" is no list of entries. Write "- ${first}: …".`);
  return list as readonly unknown[];
}

/** The fields of an entry, which are all text; none that is not among the known ones. */
export function fieldsOf(
  entry: unknown,
  where: string,
  known: readonly string[],
): (key: string) => string | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw usageError(`${where} is no entry. Write "${known[0] ?? ''}: …" and "reason: …".`);
  }
  const values = new Map<string, unknown>(Object.entries(entry));
  for (const [key, value] of values) {
    if (!known.includes(key))
      throw usageError(`${where} has an unknown field "${key}". It may have ${known.join(', ')}.`);
    if (typeof value !== 'string')
      throw usageError(`${where} has a "${key}" that is no text. Put it in quotes.`);
  }
  return (key) => {
    const value = values.get(key);
    return typeof value === 'string' ? value.trim() : undefined;
  };
}

function readEntry(entry: unknown, where: string, known: ReadonlySet<string>): BaselineEntry {
  const field = fieldsOf(entry, where, fields);
  const text = (key: string) => field(key) ?? '';
  if (text('check') === '') throw usageError(`${where} names no check. Add "check: …".`);
  if (text('reason') === '')
    throw usageError(`${where} ("${text('check')}") has no reason. Say why the failure is lived with.`);
  if (!known.has(text('check'))) {
    throw usageError(
      `${where} names the check "${text('check')}", which does not exist. "osb list checks" shows the ids.`,
    );
  }
  if (field('requirement') !== undefined && !isRequirementId(text('requirement'))) {
    throw usageError(
      `${where} names the requirement "${text('requirement')}", which does not exist. "osb list requirements" shows the ids.`,
    );
  }
  return {
    check: text('check'),
    reason: text('reason'),
    ...(field('plan') === undefined ? {} : { plan: text('plan') }),
    ...(field('requirement') === undefined ? {} : { requirement: text('requirement') }),
  };
}
