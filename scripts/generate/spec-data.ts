import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFiles } from './generated-files.ts';
import { generatedHeader } from './generated-files.ts';

const data = join(import.meta.dirname, '../../packages/spec/data');
const target = 'packages/spec/src/generated';

interface Row {
  id: string;
  section: string;
  level: string;
  party: string;
  since: string;
  level_since: string;
  statement: string;
  testable: string;
  testable_why: string;
  basis: string;
  check: string;
  mutant: string;
  history: string;
  hard_cases: string[];
}
type Anchors = Record<string, Record<string, Record<string, string>>>;

/** The TypeScript modules of packages/spec that are made from its data files. */
export function generateSpecData(): GeneratedFiles {
  const rows = readRows();
  const ids = rows.map((row) => row.id);
  return new Map([
    [`${target}/requirement-ids.ts`, idsModule(ids)],
    [`${target}/requirement-ledger.ts`, ledgerModule(rows)],
    [`${target}/earlier-levels.ts`, earlierLevelsModule()],
    [`${target}/hard-cases.ts`, hardCasesModule()],
    [`${target}/section-anchors.ts`, anchorsModule([...new Set(rows.map((row) => row.section))])],
  ]);
}

/** All rows, in the order of data/requirements/order.json: brokers first, sections as in the specification. */
function readRows(): Row[] {
  const files = readJson('requirements/order.json') as string[];
  const present = readdirSync(join(data, 'requirements'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && name !== 'order.json')
    .map((name) => name.replaceAll('\\', '/'));
  const unlisted = present.filter((name) => !files.includes(name));
  if (unlisted.length > 0) {
    throw new Error(
      `Not in packages/spec/data/requirements/order.json: ${unlisted.join(', ')}. Add each where its section stands.`,
    );
  }
  return files.flatMap((name) => readJson(`requirements/${name}`) as Row[]);
}

function idsModule(ids: readonly string[]): string {
  return `${generatedHeader('packages/spec/data/requirements')}
/** The id of every requirement, in the order of the ledger. */
export const requirementIds = ${literal(ids)} as const;

/** The id of a row of the ledger. */
export type RequirementId = (typeof requirementIds)[number];
`;
}

function ledgerModule(rows: readonly Row[]): string {
  const camel = rows.map(({ level_since, testable_why, hard_cases, ...row }) => ({
    ...row,
    levelSince: level_since,
    testableWhy: testable_why,
    hardCases: hard_cases,
  }));
  return `${generatedHeader('packages/spec/data/requirements')}
import type { Requirement } from '../requirement.ts';

export const requirementRows: readonly Requirement[] = ${literal(camel)};
`;
}

function earlierLevelsModule(): string {
  const levels = readJson('earlier-levels.json') as Record<string, { from: string; level: string | null }[]>;
  const entries = Object.entries(levels).map(([id, spans]) => [
    id,
    spans.map(({ from, level }) => (level === null ? { from } : { from, level })),
  ]);
  return `${generatedHeader('packages/spec/data/earlier-levels.json')}
import type { Level } from '../requirement.ts';
import type { ApiVersion } from '../versions.ts';
import type { RequirementId } from './requirement-ids.ts';

/** The level that a requirement had from a version on, before the present one; no level means that it was suspended. */
export const earlierLevels: ReadonlyMap<RequirementId, readonly { readonly from: ApiVersion; readonly level?: Level }[]> = new Map(${literal(entries)});
`;
}

function hardCasesModule(): string {
  const rows = (readJson('hard-cases.json') as { seen_in_the_wild: string; verdict_rule: string }[]).map(
    ({ seen_in_the_wild, verdict_rule, ...row }) => ({
      ...row,
      seenInTheWild: seen_in_the_wild,
      verdictRule: verdict_rule,
    }),
  );
  return `${generatedHeader('packages/spec/data/hard-cases.json')}
import type { HardCase } from '../requirement.ts';

export const hardCaseRows: readonly HardCase[] = ${literal(rows)};
`;
}

function anchorsModule(sections: readonly string[]): string {
  const anchors = readJson('sections.json') as Anchors;
  const earlierNames = readJson('earlier-section-names.json') as Record<string, string[]>;
  const entries = sections.map((section) => {
    const [document = '', anchor = ''] = section.split('#');
    const versions = anchors[document] ?? {};
    const path = Object.entries(versions['2.17'] ?? {}).find(([, candidate]) => candidate === anchor)?.[0];
    if (path === undefined) throw new Error(`"${section}" is not a section of version 2.17.`);
    const heading = path.split(' > ').at(-1) ?? path;
    const names = [heading, ...(earlierNames[heading] ?? [])];
    const found = Object.entries(versions).flatMap(([version, table]) => {
      const at = table[path] ?? anchorNamed(table, names);
      return at === undefined ? [] : [[version, at] as const];
    });
    return [section, Object.fromEntries(found)] as const;
  });
  return `${generatedHeader('packages/spec/data/sections.json and earlier-section-names.json')}
import type { ApiVersion } from '../versions.ts';

/** The anchor of each section that the ledger cites, per version; a section that a version lacks has none there. */
export const sectionAnchors: ReadonlyMap<string, Partial<Record<ApiVersion, string>>> = new Map<string, Partial<Record<ApiVersion, string>>>(${literal(entries)});
`;
}

function anchorNamed(table: Record<string, string>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const hit = Object.entries(table).find(([path]) => path.split(' > ').at(-1) === name);
    if (hit !== undefined) return hit[1];
  }
  return undefined;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(data, name), 'utf8'));
}

function literal(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
