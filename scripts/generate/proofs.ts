import { coverageOfRules } from '@osb-kit/catalog-schema';
import { checks } from '@osb-kit/conformance';
import type { Requirement } from '@osb-kit/spec';

/** What shows that a requirement holds, why nothing can, or that nothing does yet. */
export type Proof =
  | { readonly kind: 'proven'; readonly by: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'open' };

/** The proof of a requirement, from what rules and checks declare. */
export function proofs(row: Requirement): Proof {
  const byChecks = checks.filter((check) => check.requirements.includes(row.id)).map((check) => check.id);
  const by = [...(coverageOfRules.get(row.id) ?? []), ...byChecks];
  if (by.length > 0) return { kind: 'proven', by };
  if (row.party === 'platform')
    return { kind: 'impossible', reason: 'Binds platforms; osb-kit tests brokers and catalogs.' };
  if (row.testable === 'not-testable') return { kind: 'impossible', reason: row.testableWhy };
  return { kind: 'open' };
}
