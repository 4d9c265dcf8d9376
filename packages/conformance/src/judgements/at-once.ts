import type { Answer } from '../engine/answer.ts';
import { errorCodeOf, isPostponed } from '../engine/answer.ts';
import { describe, type Expect } from '../engine/expect.ts';
import type { Deviation, StatusPattern } from '../engine/status.ts';

/** Answers to requests that were sent at the same time. */
export interface AtOnce<Answers extends readonly Answer[]> {
  readonly answers: Answers;
  /** True when each was still without an answer when the last of them was sent (HC-19). */
  readonly overlapped: boolean;
}

/** Sends requests at the same time and tells whether they really were under way together. */
export async function atOnce<const Sends extends readonly (() => Promise<Answer>)[]>(
  ...sends: Sends
): Promise<AtOnce<{ readonly [Key in keyof Sends]: Answer }>> {
  const shots = await Promise.all(
    sends.map(async (send) => {
      const sent = performance.now();
      const answer = await send();
      return { answer, sent, received: performance.now() };
    }),
  );
  const overlapped =
    Math.max(...shots.map(({ sent }) => sent)) < Math.min(...shots.map(({ received }) => received));
  // One shot was made for each request, in their order.
  const answers = shots.map(({ answer }) => answer) as { readonly [Key in keyof Sends]: Answer };
  return { answers, overlapped };
}

/** The reason to give when the requests did not overlap. */
export const noOverlap =
  'The broker answered before all requests were sent, so that nothing happened at once.';

/** An answer to one of several requests at once: a regular one, or 422 ConcurrencyError. */
export function judgeAtOnce(
  expect: Expect,
  answer: Answer,
  regular: readonly StatusPattern[],
  because: string,
  tolerated: readonly Deviation[] = [],
): void {
  expect.enough(!isPostponed(answer), `${describe(answer)}: the broker asks to come again later.`);
  const statuses = { legal: [...regular, 422], tolerated };
  const isRegular = expect(answer, 'CONC-422-STATUS').status(statuses, because);
  if (!isRegular || answer.status !== 422 || regular.includes(422)) return;
  const code = errorCodeOf(answer);
  const isOther = code === 'AsyncRequired' || code === 'MaintenanceInfoConflict' || code === 'RequiresApp';
  expect.enough(!isOther, `The request was refused for another reason: ${code ?? ''}.`);
  expect(answer, 'CONC-422-CODE').errorCode('ConcurrencyError', because);
}
