import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { InteropFinding } from './results.ts';

const file = join(import.meta.dirname, '../../interop/judgements.yaml');

/** What a person made of a finding: the broker is wrong, or the broker is right and the tester is wrong. */
export const verdicts = ['defect', 'legal'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Judgement {
  readonly requirement: string;
  /** The checks whose findings were looked at; another check with the same requirement is judged anew. */
  readonly checks: readonly string[];
  readonly verdict: Verdict;
  /** The section of the specification that decides. */
  readonly section: string;
  readonly reason: string;
}

/** Judgements by the name of the broker. */
export type Judgements = ReadonlyMap<string, readonly Judgement[]>;

/** Reads `interop/judgements.yaml`; throws when an entry is not complete. */
export async function readJudgements(): Promise<Judgements> {
  const document: unknown = parse(await readFile(file, 'utf8'));
  if (!isRecord(document))
    throw new Error('interop/judgements.yaml is a mapping from brokers to judgements.');
  return new Map(Object.entries(document).map(([broker, list]) => [broker, readList(broker, list)]));
}

function readList(broker: string, list: unknown): readonly Judgement[] {
  if (!Array.isArray(list))
    throw new Error(`interop/judgements.yaml: "${broker}" holds a list of judgements.`);
  return list.map((entry: unknown, index) => {
    const at = `interop/judgements.yaml: ${broker}[${String(index)}]`;
    if (!isRecord(entry)) throw new Error(`${at} is a mapping.`);
    const { requirement, checks, verdict, section, reason } = entry;
    const known = verdicts.find((candidate) => candidate === verdict);
    if (known === undefined) throw new Error(`${at}.verdict is one of ${verdicts.join(', ')}.`);
    if (!Array.isArray(checks) || !checks.every((check): check is string => typeof check === 'string')) {
      throw new Error(`${at}.checks lists check ids.`);
    }
    if (typeof requirement !== 'string' || typeof section !== 'string' || typeof reason !== 'string') {
      throw new Error(`${at} needs requirement, section and reason.`);
    }
    return { requirement, checks, verdict: known, section, reason: reason.trim() };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The judgement on a finding, if there is one. */
export function judgementOn(
  finding: InteropFinding,
  judgements: readonly Judgement[],
): Judgement | undefined {
  return judgements.find(
    ({ requirement, checks }) => requirement === finding.requirement && checks.includes(finding.check),
  );
}

/** Judgements on what is no longer found. */
export function staleJudgements(
  findings: readonly InteropFinding[],
  judgements: readonly Judgement[],
): readonly Judgement[] {
  return judgements.filter(
    ({ requirement, checks }) =>
      !findings.some((finding) => finding.requirement === requirement && checks.includes(finding.check)),
  );
}
