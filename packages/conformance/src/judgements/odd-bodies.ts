import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Tools } from '../engine/check.ts';
import { together } from '../engine/together.ts';
import type { CallOptions } from '../engine/client.ts';
import type { JsonObject } from '../engine/json.ts';
import { emptied, oddBodies } from '../preconditions/odd-bodies.ts';

/** How one verb is sent; each time about something new, or about what may change. */
export interface OddVerb {
  readonly verb: string;
  readonly body: JsonObject;
  /** Fields that may be empty, those that are tried together. */
  readonly emptyFields: readonly (readonly string[])[];
  /** The requests are about one thing. */
  readonly isOneByOne: boolean;
  readonly malformed: RequirementId;
  send(body: JsonObject, options: CallOptions): Promise<Answer>;
}

/** Things that live at the same time, where the requests are about different ones. */
const width = 3;

/** Sends one after the other or, where they are about different things, some at the same time. */
async function answersTo<Item>(
  items: readonly Item[],
  isOneByOne: boolean,
  send: (item: Item) => Promise<Answer>,
): Promise<readonly { readonly item: Item; readonly answer: Answer }[]> {
  const answers: { item: Item; answer: Answer }[] = [];
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift())
      answers.push({ item, answer: await send(item) });
  };
  await together(Array.from({ length: isOneByOne ? 1 : width }, work));
  return answers;
}

/** Odd texts are accepted or refused, and no reason to fall over. */
export async function judgeOddTexts({ expect }: Tools, odd: OddVerb): Promise<void> {
  const answers = await answersTo(oddBodies(odd.body), odd.isOneByOne, ({ options }) =>
    odd.send(odd.body, options),
  );
  for (const { item, answer } of answers) {
    const { what, laxity } = item;
    const because = `the body of the ${odd.verb} is JSON ${what}`;
    expect(answer, 'ERR-STATUS-APPROPRIATE').status(['2xx', '4xx'], because);
    if (laxity === undefined || answer.status >= 300) continue;
    expect.that(false, {
      about: odd.malformed,
      answer,
      expected: '400 Bad Request',
      actual: `${String(answer.status)}: the broker accepts it`,
      because,
      weight: 'warning',
      likelyCause: `It is malformed as a whole: ${laxity}.`,
    });
  }
}

/** Empty values are accepted or refused, and no reason to fall over. */
export async function judgeEmptyParts({ expect }: Tools, odd: OddVerb): Promise<void> {
  const answers = await answersTo(odd.emptyFields, odd.isOneByOne, (fields) =>
    odd.send(emptied(odd.body, fields), {}),
  );
  for (const { item, answer } of answers) {
    const what = `the ${odd.verb} has an empty ${item.map((field) => `"${field}"`).join(' and an empty ')}`;
    expect(answer, 'ERR-STATUS-APPROPRIATE').status(['2xx', '4xx'], what);
    if (answer.status >= 400) expect.note(`${String(answer.status)}: ${what}.`);
  }
}
