import type { ApiVersion, RequirementId } from '@osb-kit/spec';
import { weightAt } from './severity.ts';

/** A general requirement, and the rows that it sums up. */
interface RollUp {
  readonly requirement: RequirementId;
  readonly sums: RegExp;
}

/** Requirements that repeat in general what single rows say: a finding names the row and mentions these. */
const rollUps: readonly RollUp[] = [
  {
    requirement: 'ERR-STATUS-SPECIFIED',
    sums: /^(PROV|UPD|BIND|UNB|DEP|GETI|GETB|LO-[IB])-(400|404|409|410|422)/,
  },
  { requirement: 'ERR-CODES-EXACT', sums: /-CODE$/ },
  { requirement: 'CT-UNPROCESSABLE-400', sums: /-400-MALFORMED$/ },
  {
    requirement: 'CONC-422-STATUS',
    sums: /^(CONC-(UPD|BIND|PROV)-|(BIND|UNB|DEP)-422-CONCURRENT$|GETI-422-UPDATING$)/,
  },
  {
    requirement: 'CONC-422-CODE',
    sums: /^(CONC-(UPD|BIND|PROV)-|BIND-422-CONCURRENT$|(UNB|DEP)-422-CONCURRENT-CODE$|GETI-422-UPDATING-CODE$)/,
  },
  { requirement: 'PRF-CTXUPD-DECLARED', sums: /^CAT-CTXUPD-DECLARED$/ },
];

/** The general requirements that a row is a case of, as far as the version states them. */
export function rollUpsOf(requirement: RequirementId, version: ApiVersion): readonly RequirementId[] {
  return rollUps
    .filter((rollUp) => rollUp.sums.test(requirement) && weightAt(rollUp.requirement, version) !== undefined)
    .map((rollUp) => rollUp.requirement);
}
