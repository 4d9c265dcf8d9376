import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Tools } from '../engine/check.ts';
import type { CallOptions } from '../engine/client.ts';
import type { JsonObject } from '../engine/json.ts';
import { emptyParts, oddBodies } from '../preconditions/odd-bodies.ts';

/** How one verb is sent; each time about something new, or about what may change. */
export interface OddVerb {
  readonly verb: string;
  readonly body: JsonObject;
  /** Fields that may be empty. */
  readonly emptyFields: readonly string[];
  readonly malformed: RequirementId;
  send(body: JsonObject, options: CallOptions): Promise<Answer>;
}

/** Odd texts are accepted or refused, and no reason to fall over. */
export async function judgeOddTexts({ expect }: Tools, _plan: Plan, odd: OddVerb): Promise<void> {
  for (const { what, options, laxity } of oddBodies(odd.body)) {
    const answer = await odd.send(odd.body, options);
    expect(answer, 'ERR-STATUS-APPROPRIATE').status(
      ['2xx', '4xx'],
      `the body of the ${odd.verb} is JSON ${what}`,
    );
    if (laxity === undefined || answer.status >= 300) continue;
    expect.that(false, {
      about: odd.malformed,
      answer,
      expected: '400 Bad Request',
      actual: `${String(answer.status)}: the broker accepts it`,
      because: `the body is JSON ${what}`,
      weight: 'warning',
      likelyCause: `It is malformed as a whole: ${laxity}.`,
    });
  }
}

/** Empty values are accepted or refused, and no reason to fall over. */
export async function judgeEmptyParts({ expect }: Tools, odd: OddVerb): Promise<void> {
  for (const { what, body } of emptyParts(odd.body, odd.emptyFields)) {
    const answer = await odd.send(body, {});
    expect(answer, 'ERR-STATUS-APPROPRIATE').status(['2xx', '4xx'], `it is a ${odd.verb} ${what}`);
    if (answer.status >= 400) expect.note(`${String(answer.status)} to a ${odd.verb} ${what}.`);
  }
}
