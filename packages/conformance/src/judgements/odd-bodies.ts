import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Tools } from '../engine/check.ts';
import { together } from '../engine/together.ts';
import type { CallOptions } from '../engine/client.ts';
import type { JsonObject } from '../engine/json.ts';
import { describe, type Claim } from '../engine/expect.ts';
import { likelyCauseOf } from '../engine/likely-causes.ts';
import { namePatterns } from '../engine/status.ts';
import { emptied, oddBodies, type OddBody } from '../preconditions/odd-bodies.ts';

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
  const answers: { readonly item: Item; readonly answer: Answer; readonly at: number }[] = [];
  const queue = items.map((item, at) => ({ item, at }));
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      answers.push({ ...next, answer: await send(next.item) });
  };
  await together(Array.from({ length: isOneByOne ? 1 : width }, work));
  // As they were sent: what is told does not depend on which answer came first.
  return answers.toSorted((a, b) => a.at - b.at);
}

/** Odd texts are accepted or refused, and no reason to fall over. */
export async function judgeOddTexts({ expect }: Tools, odd: OddVerb): Promise<void> {
  const answers = await answersTo(oddBodies(odd.body), odd.isOneByOne, ({ options }) =>
    odd.send(odd.body, options),
  );
  const because = ({ what }: OddBody) => `the body of the ${odd.verb} is JSON ${what}`;
  for (const { item, answer } of answers) {
    if (item.laxity === undefined || answer.status >= 300) continue;
    expect.that(false, {
      about: odd.malformed,
      answer,
      expected: '400 Bad Request',
      actual: `${String(answer.status)}: the broker accepts it`,
      because: because(item),
      weight: 'warning',
      likelyCause: `It is malformed as a whole: ${item.laxity}.`,
    });
  }
  expect.none(answers.flatMap(({ item, answer }) => fallen(answer, because(item))));
}

/** What is to be said of an answer that is neither success nor refusal. */
function fallen(answer: Answer, because: string): readonly Claim[] {
  if ((answer.status >= 200 && answer.status < 300) || (answer.status >= 400 && answer.status < 500))
    return [];
  const likelyCause = likelyCauseOf('ERR-STATUS-APPROPRIATE', answer);
  return [
    {
      about: 'ERR-STATUS-APPROPRIATE',
      answer,
      expected: namePatterns(['2xx', '4xx']),
      actual: describe(answer),
      because,
      weight: 'error',
      ...(likelyCause === undefined ? {} : { likelyCause }),
    },
  ];
}

/** Empty values are accepted or refused, and no reason to fall over. */
export async function judgeEmptyParts({ expect }: Tools, odd: OddVerb): Promise<void> {
  const answers = await answersTo(odd.emptyFields, odd.isOneByOne, (fields) =>
    odd.send(emptied(odd.body, fields), {}),
  );
  const what = (fields: readonly string[]) =>
    `the ${odd.verb} has an empty ${fields.map((field) => `"${field}"`).join(' and an empty ')}`;
  for (const { item, answer } of answers) {
    if (answer.status >= 400 && answer.status < 500) expect.note(`${String(answer.status)}: ${what(item)}.`);
  }
  expect.none(answers.flatMap(({ item, answer }) => fallen(answer, what(item))));
}
