import { isSuccess, type Answer } from '../engine/answer.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Precondition } from '../engine/check.ts';
import { mutationsOf, pollsOf, type Fetches, type Life, type MutationName } from '../engine/life.ts';
import { faultOf } from '../engine/missing-answer.ts';

/** What a request was for. */
export type Purpose =
  MutationName | 'catalog' | 'fetch-instance' | 'fetch-binding' | 'poll-instance' | 'poll-binding';

/** An answer and what it answers. */
export interface Purposed {
  readonly purpose: Purpose;
  readonly answer: Answer;
}

/** Every answer of an ordinary life; for the first plan also the catalog. */
export interface GivenAnswers {
  readonly plan: Plan;
  readonly answers: readonly Purposed[];
}

/** All answers of the ordinary life of each plan. */
export const lifeAnswers: Precondition<GivenAnswers> = {
  passive: true,
  targets: (world) =>
    world.plans.length === 0
      ? { skip: 'The catalog offers no plan to test.' }
      : world.plans.map((plan) => ({
          plan,
          async open(tools) {
            const life = await tools.world.life(plan);
            const catalog: Purposed = { purpose: 'catalog', answer: world.catalog };
            return { plan, answers: [...(plan === world.plans[0] ? [catalog] : []), ...answersOf(life)] };
          },
        })),
};

/** Every answer of a life that came, with its purpose. */
export function answersOf(life: Life): readonly Purposed[] {
  const found: Purposed[] = [];
  const add = (purpose: Purpose, ...answers: readonly (Answer | undefined)[]) => {
    for (const answer of answers)
      if (answer !== undefined && faultOf(answer) === undefined) found.push({ purpose, answer });
  };
  const repeats = [
    { name: 'provision' as const, mutation: life.repeated },
    { name: 'bind' as const, mutation: life.boundAgain },
  ];
  for (const { name, mutation } of [...mutationsOf(life), ...repeats]) {
    if (mutation === undefined) continue;
    const polls = name === 'bind' || name === 'unbind' ? 'poll-binding' : 'poll-instance';
    add(name, mutation.answer);
    add(polls, ...pollsOf(mutation), mutation.hintless);
  }
  add('fetch-instance', ...fetchesOf(life.fetched), life.update?.fetchedAfter);
  add('fetch-instance', life.survivors?.instance, life.deprovisioned?.fetchedAfter);
  for (const bound of [life.bound, life.second]) add('fetch-binding', ...fetchesOf(bound?.fetched));
  add('fetch-binding', life.survivors?.second, life.unbound?.fetchedAfter, life.secondUnbound?.fetchedAfter);
  add('unbind', life.unbound?.again, life.secondUnbound?.again);
  add('deprovision', life.deprovisioned?.again);
  return found;
}

function fetchesOf(fetches: Fetches | undefined): readonly Answer[] {
  return fetches === undefined ? [] : [fetches.plain, fetches.withService, fetches.withBoth];
}

/** The answers that announce success, with a purpose. */
export function successesOf(
  answers: readonly Purposed[],
  ...purposes: readonly Purpose[]
): readonly Answer[] {
  return answers
    .filter(
      ({ purpose, answer }) => isSuccess(answer) && (purposes.length === 0 || purposes.includes(purpose)),
    )
    .map(({ answer }) => answer);
}
