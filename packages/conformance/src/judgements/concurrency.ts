import type { RequirementId } from '@osb-kit/spec';
import { errorCodeOf, isRefusal, type Answer } from '../engine/answer.ts';
import type { Expect } from '../engine/expect.ts';
import type { Deviation, StatusPattern } from '../engine/status.ts';

/** The rows that the answer to a request during another operation is judged by. */
export interface ConcurrencyRows {
  readonly status: RequirementId;
  readonly code: RequirementId;
}

/** A request during another operation is accepted, or refused with 422 ConcurrencyError. */
export function judgeConcurrent(
  expect: Expect,
  answer: Answer,
  rows: ConcurrencyRows,
  accepted: readonly StatusPattern[],
  because: string,
  tolerated: readonly Deviation[] = [],
): void {
  if (!expect(answer, rows.status).status({ legal: [...accepted, 422], tolerated }, because)) return;
  if (answer.status !== 422) return;
  const code = errorCodeOf(answer);
  const otherReason =
    code === 'AsyncRequired' || code === 'MaintenanceInfoConflict' || code === 'RequiresApp';
  expect.enough(!otherReason, `The request was refused for another reason: ${code ?? ''}.`);
  expect(answer, rows.code).errorCode('ConcurrencyError', because);
}

/**
 * Ends the check as not applicable when the broker refuses the request in the same way with nothing in its way: then it
 * was not the other operation that the refusal was about. `alone` sends the request again once the operation is over.
 */
export async function refusedForTheOther(
  expect: Expect,
  seen: Answer,
  alone: () => Promise<Answer>,
): Promise<void> {
  if (!isRefusal(seen) || errorCodeOf(seen) === 'ConcurrencyError') return;
  const idle = await alone();
  expect.applies(
    idle.status !== seen.status,
    `The broker answers ${String(idle.status)} to this request also when no other operation is in progress.`,
  );
}
