import type { Answer } from '../engine/answer.ts';
import type { Tools } from '../engine/check.ts';
import type { Expect } from '../engine/expect.ts';

/** Whatever else is wrong with a request, its credentials were not. */
export function judgeLetIn(expect: Expect, answer: Answer, because: string): void {
  expect(answer).status({ legal: ['2xx', '3xx', 404, '5xx', 400, 412] }, because);
}

/** Credentials can only be refused where they are asked for. */
export async function askedForCredentials({ broker, expect }: Tools): Promise<void> {
  const open = await broker.catalog({ auth: { kind: 'none' } });
  expect.applies(
    open.status !== 200,
    'The broker serves the catalog to anybody: see authentication/required.',
  );
}
