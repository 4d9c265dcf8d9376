import { coverageOfRules } from '@osb-kit/catalog-schema';
import { coverageOfChecks } from '@osb-kit/conformance';
import type { Requirement } from '@osb-kit/spec';

/** What shows that a requirement holds, why nothing can, or that nothing does yet. */
export type Proof =
  | { readonly kind: 'proven'; readonly by: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'open' };

/** The proof of a requirement, from what rules and checks declare. */
export function proofs(row: Requirement): Proof {
  const coverage = coverageOfChecks.get(row.id) ?? { kind: 'open' as const };
  const byChecks = coverage.kind === 'proven' ? coverage.checks : [];
  const by = [...(coverageOfRules.get(row.id) ?? []), ...byChecks];
  if (by.length > 0) return { kind: 'proven', by };
  if (row.party === 'platform')
    return { kind: 'impossible', reason: 'Binds platforms; osb-kit tests brokers and catalogs.' };
  return coverage.kind === 'unproven' ? { kind: 'impossible', reason: coverage.reason } : { kind: 'open' };
}
