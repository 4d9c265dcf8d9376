import { levelAt, requirement, type ApiVersion, type RequirementId } from '@osb-kit/spec';
import type { Weight } from './signals.ts';

/**
 * Rows that rest on a definition or an expected body, which is a weak basis and by default a warning, but whose text
 * calls the deviation a failure.
 */
const heldAgainstTheBroker: ReadonlySet<RequirementId> = new Set([
  'LO-I-AVAILABLE',
  'LO-B-AVAILABLE',
  'PROV-MAINT-MATCH-OK',
  'PROV-MAINT-OTHER-FIELDS',
  'UPD-PLAN-CHANGE-WORKS',
  'UPD-CONTEXT-ONLY-WORKS',
  'UPD-MAINT-MATCH-OK',
  'UPD-MAINT-OTHER-FIELDS',
  'CAT-PLAN-MAXPOLL-KEPT',
  'BIND-IMPLEMENTED',
  'UNB-IMPLEMENTED',
  'ROT-CREATES-BINDING',
  'GETI-BODY-OBJECT',
  'GETB-BODY-OBJECT',
  'PROV-BODY-OBJECT',
  'BIND-BODY-OBJECT',
]);

/** Rows whose text says that they never fail, not even with `strict`. */
const neverHeldAgainstTheBroker: ReadonlySet<RequirementId> = new Set([
  'EXT-PREFIX',
  'ASYNC-PROMPT',
  'CAT-SCHEMA-BINDING-BINDABLE',
  'CAT-SCHEMA-PARAMS-PROPS',
  'ERR-ERROR-CAMEL',
]);

/** Rows whose text calls them information: what departs from them is noted and does not change the verdict. */
const informational: ReadonlySet<RequirementId> = new Set([
  'CAT-SVC-ID-GUID',
  'CAT-PLAN-ID-GUID',
  'CAT-NAMES-SHORT',
  'PRF-METADATA-NAMES',
]);

/** True for a row that is for information only. */
export function isInformational(id: RequirementId): boolean {
  return informational.has(id);
}

/** What breaking a requirement weighs at a version; `undefined` where that version does not state it. */
export function weightAt(id: RequirementId, version: ApiVersion): Weight | undefined {
  const row = requirement(id);
  const level = levelAt(row, version);
  if (level === undefined) return undefined;
  if (neverHeldAgainstTheBroker.has(id)) return 'advice';
  const isBinding = level === 'MUST' || level === 'MUST_NOT';
  if (!isBinding || row.basis === 'derived') return 'warning';
  const isWeak = row.basis === 'definition' || row.basis === 'expected-body' || id.startsWith('PRF-');
  return isWeak && !heldAgainstTheBroker.has(id) ? 'warning' : 'error';
}
