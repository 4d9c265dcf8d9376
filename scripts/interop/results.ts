import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Counts, Report } from '@osb-kit/conformance';

const file = join(import.meta.dirname, '../../interop/results.json');

/** What one broker was found to do; plain data, kept between runs. */
export interface InteropResult {
  readonly name: string;
  readonly language: string;
  readonly library: string;
  readonly version: string;
  readonly tools: readonly string[];
  readonly apiVersion: string;
  readonly counts: Counts;
  readonly seconds: number;
  readonly conclusion: string;
  readonly leftovers: number;
  readonly findings: readonly InteropFinding[];
  /** Checks that reached no verdict although they applied. */
  readonly undecided: readonly { readonly check: string; readonly outcome: string; readonly why: string }[];
}

/** What one check found against one requirement, for all plans and probes. */
export interface InteropFinding {
  readonly requirement: string;
  readonly check: string;
  readonly outcome: 'failed' | 'warned';
  readonly plans: readonly string[];
  readonly link: string;
  /** The different ways in which it shows. */
  readonly seen: readonly { readonly expected: string; readonly actual: string; readonly because: string }[];
}

/** The findings of a report, those of the same check, requirement and weight taken together. */
export function findingsOf(report: Report): readonly InteropFinding[] {
  const found = new Map<string, InteropFinding>();
  for (const result of report.results) {
    if (result.outcome !== 'failed' && result.outcome !== 'warned') continue;
    const plan = result.target === null ? [] : [`${result.target.service}/${result.target.plan}`];
    for (const { requirement, weight, link, ...finding } of result.findings) {
      const outcome = weight === 'error' ? 'failed' : 'warned';
      const key = `${result.check} ${requirement} ${outcome}`;
      const before = found.get(key);
      const now = {
        expected: withoutIds(finding.expected),
        actual: withoutIds(finding.actual),
        because: withoutIds(finding.because),
      };
      const isNew = before?.seen.every(({ because }) => because !== now.because) ?? true;
      found.set(key, {
        requirement,
        check: result.check,
        outcome,
        link,
        plans: [...new Set([...(before?.plans ?? []), ...plan])],
        seen: [...(before?.seen ?? []), ...(isNew ? [now] : [])],
      });
    }
  }
  return [...found.values()];
}

/** Checks that were blocked, errored or inconclusive, each once with its first reason. */
export function undecidedOf(report: Report): InteropResult['undecided'] {
  const found = new Map<string, InteropResult['undecided'][number]>();
  for (const result of report.results) {
    const why =
      result.outcome === 'blocked'
        ? result.cause
        : result.outcome === 'errored'
          ? result.error
          : result.outcome === 'inconclusive'
            ? result.why
            : undefined;
    const key = `${result.check} ${result.outcome}`;
    if (why !== undefined && !found.has(key)) {
      found.set(key, { check: result.check, outcome: result.outcome, why: withoutIds(why) });
    }
  }
  return [...found.values()];
}

/** Ids that are made anew in every run would change the document each time. */
function withoutIds(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '…')
    .replaceAll(/(127\.0\.0\.1|localhost):\d+/g, '$1:…')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…');
}

/** The results of earlier runs; none when there was no run. */
export async function readResults(): Promise<ReadonlyMap<string, InteropResult>> {
  try {
    // The file is written by writeResults only.
    const all = JSON.parse(await readFile(file, 'utf8')) as readonly InteropResult[];
    return new Map(all.map((result) => [result.name, result]));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}

/** Keeps the results for the next run. */
export async function writeResults(results: ReadonlyMap<string, InteropResult>): Promise<void> {
  const sorted = [...results.values()].sort((a, b) => a.name.localeCompare(b.name));
  const style = await resolveConfig(file);
  await writeFile(file, await format(JSON.stringify(sorted), { ...style, parser: 'json' }));
}
