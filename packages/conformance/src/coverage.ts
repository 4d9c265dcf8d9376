import { requirements, type RequirementId } from '@osb-kit/spec';
import { rollUpsOf } from './engine/roll-ups.ts';
import { checks } from './registry.ts';

/** Rows that bind brokers and that no check proves, each with the reason. */
export const unprovenReasons = {
  'AUTH-CERT-AGREED': 'An agreement between two operators is not visible on the wire.',
  'CAT-NAMES-CASE-SENSITIVE': 'Names never travel back to the broker, so that its comparison cannot be seen.',
  'CAT-SVC-ID-GLOBAL': 'Other brokers are out of sight; uniqueness within the catalog is checked.',
  'CAT-PLAN-ID-GLOBAL': 'Other brokers are out of sight; uniqueness within the catalog is checked.',
  'ASYNC-SYNC-IF-GUARANTEED': 'Whether the broker could have guaranteed the end is known to it alone.',
  'ASYNC-ASYNC-IF-NOT':
    'Only work that is seen to go on after the answer shows it, which ASYNC-202-IF-ASYNC judges.',
  'BIND-ENDPOINTS-COMPLETE': 'Which endpoints matter is known to the service alone.',
  'ERR-INVALID-DATA-400':
    'It grants a choice of status; refusals of invalid data are judged row by row, and any 4xx passes.',
  'ERR-INSTANCE-USABLE-TRUTH':
    'It takes an operation that fails in a controlled way, and knowledge of the real instance.',
  'ERR-5XX-NO-CHANGE': 'A healthy broker cannot be made to answer 5xx.',
  'LO-I-MISMATCHED-OPERATION':
    'It takes two operations on one instance whose states differ at the same time.',
  'PROV-422-MAINT-STALE': 'A broker cannot be made to publish a new maintenance version.',
  'UPD-422-MAINT-STALE': 'A broker cannot be made to publish a new maintenance version.',
  'UPD-422-STATE': 'It takes an instance in a state in which the update cannot be done.',
  'UPD-5XX-NO-APPLY': 'A healthy broker cannot be made to answer 5xx to an update.',
  'ROT-REJECT-EXPIRED': 'It takes a binding that has expired.',
  'PRF-CREDHUB-READ': 'It takes a CredHub and its permissions.',
} as const satisfies Partial<Record<RequirementId, string>>;

/** How a row of the ledger that binds brokers is covered. */
export type Coverage =
  | { readonly kind: 'proven'; readonly checks: readonly [string, ...string[]] }
  | { readonly kind: 'unproven'; readonly reason: string }
  | { readonly kind: 'open' };

/** Which checks prove each requirement on brokers, or why none does; in the order of the ledger. */
export const coverageOfChecks: ReadonlyMap<RequirementId, Coverage> = new Map(
  requirements.filter(({ party }) => party === 'broker').map(({ id }) => [id, coverageOf(id)]),
);

function coverageOf(id: RequirementId): Coverage {
  const proving = checks.filter((check) =>
    check.requirements.some((row) => row === id || rollUpsOf(row, '2.17').includes(id)),
  );
  const [first, ...rest] = proving.map((check) => check.id);
  if (first !== undefined) return { kind: 'proven', checks: [first, ...rest] };
  const reason = Object.entries(unprovenReasons).find(([row]) => row === id)?.[1];
  return reason === undefined ? { kind: 'open' } : { kind: 'unproven', reason };
}
