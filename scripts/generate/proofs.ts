import { coverageOfChecks, reasonsWithoutCheck } from '@osb-kit/conformance';
import { coverageOfRules } from '@osb-kit/catalog-schema';
import type { Requirement, RequirementId } from '@osb-kit/spec';

/** What shows that a requirement holds, why nothing can, or that nothing does yet. */
export type Proof =
  | { readonly kind: 'proven'; readonly by: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'open' };

const byRule = coverageOfRules();
const byCheck = coverageOfChecks();
const reasons: ReadonlyMap<RequirementId, string> = reasonsWithoutCheck;

/** The proof of a requirement, from what rules and checks declare. */
export function proofs(row: Requirement): Proof {
  const by = [...(byRule.get(row.id) ?? []), ...(byCheck.get(row.id) ?? [])];
  if (by.length > 0) return { kind: 'proven', by };
  if (row.party === 'platform') return { kind: 'impossible', reason: 'Binds platforms; osb-kit tests brokers and catalogs.' };
  const reason = reasons.get(row.id);
  if (reason !== undefined) return { kind: 'impossible', reason };
  if (row.testable === 'not-testable') return { kind: 'impossible', reason: row.testableWhy };
  return { kind: 'open' };
}
