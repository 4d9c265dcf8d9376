import { earlierLevels } from './generated/earlier-levels.ts';
import { hardCaseRows } from './generated/hard-cases.ts';
import type { RequirementId } from './generated/requirement-ids.ts';
import { requirementRows } from './generated/requirement-ledger.ts';
import type { HardCase, HardCaseId, Level, Requirement } from './requirement.ts';
import { atLeast, type ApiVersion } from './versions.ts';

/** The ledger: every normative statement of OSBAPI 2.11 to 2.17, in the order of the specification, brokers first. */
export const requirements: readonly Requirement[] = requirementRows;

/** The hard cases, in the order of their ids. */
export const hardCases: readonly HardCase[] = hardCaseRows;

const byId = new Map<string, Requirement>(requirements.map((row) => [row.id, row]));
const hardCaseById = new Map<string, HardCase>(hardCases.map((row) => [row.id, row]));

/** True when the text is the id of a row of the ledger. */
export function isRequirementId(text: string): text is RequirementId {
  return byId.has(text);
}

/** The row with this id. */
export function requirement(id: RequirementId): Requirement {
  const row = byId.get(id);
  if (row === undefined) throw new RangeError(`"${id}" is not a requirement of the ledger.`);
  return row;
}

/** The hard case with this id. */
export function hardCase(id: HardCaseId): HardCase {
  const row = hardCaseById.get(id);
  if (row === undefined) throw new RangeError(`"${id}" is not a hard case of the ledger.`);
  return row;
}

/** The level that a requirement had in a version of the specification; `undefined` where that version did not state it. */
export function levelAt(row: Requirement, version: ApiVersion): Level | undefined {
  if (!atLeast(version, row.since)) return undefined;
  if (atLeast(version, row.levelSince)) return row.level;
  const earlier = earlierLevels.get(row.id) ?? [];
  return earlier.findLast((span) => atLeast(version, span.from))?.level;
}

/** What breaking a requirement means for the verdict: `error` makes a broker non-conformant, `warning` is advice. */
export type Severity = 'error' | 'warning';

/** The severity of a requirement at a version; derived requirements never rise above a warning, `undefined` where the version does not state it. */
export function severityOf(row: Requirement, version: ApiVersion): Severity | undefined {
  const level = levelAt(row, version);
  if (level === undefined) return undefined;
  const isBinding = level === 'MUST' || level === 'MUST_NOT';
  return isBinding && row.basis !== 'derived' ? 'error' : 'warning';
}
