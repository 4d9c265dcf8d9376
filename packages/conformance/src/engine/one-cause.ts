import { isPostponed, isSuccess, type Answer } from './answer.ts';
import type { Plan } from './catalog-model.ts';
import { describe } from './expect.ts';
import type { Fetches, Life, Mutation } from './life.ts';
import { firstPollOf } from './life.ts';
import type { RawFinding } from './signals.ts';
import { kindNames, kindOf, type RequestKind } from './well-formed.ts';
import type { Recording, World } from './world.ts';

/** What is in the way of an accusation: the same is the matter with the most ordinary request of the kind. */
export interface Cause {
  readonly text: string;
  readonly answer: Answer;
}

/** What a check had made, and stands on. */
export interface Ground {
  hasInstance: boolean;
  hasBinding: boolean;
}

/**
 * Why an accusation is none of its own. A broker that does not do the ordinary request is accused of that once, by the
 * check that judges the ordinary request; that it answers the same to a special one shows nothing about what is special.
 */
export async function causeOf(
  { answer, alsoBreaks }: RawFinding,
  plan: Plan | null,
  ground: Ground,
  world: World,
): Promise<Cause | undefined> {
  if (plan === null || world.isSafe) return undefined;
  if (answer !== undefined && isPostponed(answer))
    return { text: `The broker still answers ${describe(answer)} after waiting as it asks.`, answer };
  const kind = answer === undefined ? undefined : kindOf(answer.request);
  if (answer !== undefined && kind !== undefined && answer.status >= 400) {
    const ordinary = ordinaryOf(await world.life(plan), kind);
    if (ordinary !== undefined && isSame(ordinary, answer)) {
      const own = kindOf(ordinary.request);
      const what = own === undefined ? 'request' : kindNames[own];
      return {
        text: `The broker answers ${describe(ordinary)} to an ordinary ${what} as well.`,
        answer: ordinary,
      };
    }
  }
  if (answer !== undefined && kind === 'update' && answer.status >= 500 && answer.status !== 501) {
    const bare = await bareUpdate(plan, world);
    // Where no update is declared, one check tells of a crash at all of them: it asks about an unknown instance.
    const tells = alsoBreaks === 'UPD-REJECT-UNKNOWN-INSTANCE';
    if (bare !== undefined && !tells && isSame(bare, answer))
      return {
        text: `The broker answers ${describe(bare)} to an update that asks for nothing as well.`,
        answer: bare,
      };
  }
  if (!ground.hasInstance) return undefined;
  const life = await world.life(plan);
  return hollowness(life) ?? (ground.hasBinding ? hollowBinding(life) : undefined);
}

const recordBareUpdate: Recording<Answer> = async ({ broker, arrange }, plan) => {
  const { id: instanceId } = await arrange.instance(plan);
  const answer = await broker.update(instanceId, { service_id: plan.offering.id });
  await arrange.follow(plan, answer, { instanceId }, 'update');
  return answer;
};

/** The answer to an update that asks for nothing, where the ordinary life has none because none is declared. */
async function bareUpdate(plan: Plan, world: World): Promise<Answer | undefined> {
  const life = await world.life(plan);
  if (life.update !== undefined || life.provision.followed.end !== 'done') return undefined;
  return world.recorded(recordBareUpdate, plan);
}

function isSame(ordinary: Answer, answer: Answer): boolean {
  if (ordinary.status !== answer.status || ordinary.exchange.id === answer.exchange.id) return false;
  // Who may not come in is told so before anything else is looked at: only a route that is not there says nothing.
  return (
    answer.request.credentials === 'configured' || [404, 405].includes(answer.status) || answer.status >= 500
  );
}

/** The answer to the ordinary request of a kind, where the broker did not do it. */
function ordinaryOf(life: Life, kind: RequestKind): Answer | undefined {
  const found = answerOf(life, kind);
  if (found !== undefined) return isSuccess(found) ? undefined : found;
  const { provision, bound } = life;
  if (provision.followed.end === 'refused') return provision.answer;
  const isOfBinding = kind === 'unbind' || kind === 'fetch-binding' || kind === 'poll-binding';
  return isOfBinding && bound?.bind.followed.end === 'refused' ? bound.bind.answer : undefined;
}

function answerOf(life: Life, kind: RequestKind): Answer | undefined {
  switch (kind) {
    case 'catalog':
      return undefined;
    case 'provision':
      return life.provision.answer;
    case 'fetch-instance':
      return steady(life.fetched);
    case 'update':
      return updateOf(life);
    case 'deprovision':
      return life.deprovisioned?.deprovision.answer;
    case 'bind':
      return life.bound?.bind.answer;
    case 'fetch-binding':
      return steady(life.bound?.fetched);
    case 'unbind':
      return life.unbound?.unbind.answer;
    case 'poll-instance':
      return pollOf(life.provision);
    case 'poll-binding':
      return pollOf(life.bound?.bind);
  }
}

/** What a fetch is answered, however often one asks. */
function steady(fetches: Fetches | undefined): Answer | undefined {
  return fetches?.plain.status === fetches?.withBoth.status ? fetches?.plain : undefined;
}

/** A change to a plan, or to parameters that were made up, may be refused: with 400 or 422, but not as if there were no such route. */
function updateOf({ update }: Life): Answer | undefined {
  const answer = update?.mutation.answer;
  const mayBeRefused = update?.supported.kind === 'plan' || update?.supported.isGuess === true;
  return mayBeRefused && (answer?.status === 400 || answer?.status === 422) ? undefined : answer;
}

/** How the operation stood first; after a synchronous one, what a poll is answered that a broker need not serve. */
function pollOf(mutation: Mutation | undefined): Answer | undefined {
  return mutation?.followed.mode === 'sync' ? mutation.after[0] : mutation && firstPollOf(mutation);
}

/** An instance was announced, and nothing that was sent about it shows that there is one. */
export function hollowness(life: Life): Cause | undefined {
  const { provision, repeated, fetched, update, bound, deprovisioned } = life;
  if (provision.followed.end !== 'done' || deprovisioned === undefined) return undefined;
  const { answer } = deprovisioned.deprovision;
  const isRepeatKnown =
    repeated?.answer.status === 409 || (repeated?.answer.status === 200 && provision.answer.status !== 200);
  const shown = [
    ...(fetched === undefined ? [] : [fetched.plain, fetched.withBoth]),
    update?.mutation.answer,
    bound?.bind.answer,
    answer,
  ];
  const isGone = answer.status === 410 || answer.status === 404;
  if (!isGone || isRepeatKnown || shown.some((one) => one !== undefined && isSuccess(one))) return undefined;
  return {
    text: `The provision was answered ${String(provision.answer.status)}, and nothing shows that there is an instance: see provisioning/creates-an-instance.`,
    answer,
  };
}

/** A binding was announced, and nothing that was sent about it shows that there is one. */
export function hollowBinding({ bound, boundAgain, unbound }: Life): Cause | undefined {
  const answer = unbound?.unbind.answer;
  if (bound?.bind.followed.end !== 'done' || answer === undefined) return undefined;
  const { status } = bound.bind.answer;
  const isRepeatKnown =
    boundAgain?.answer.status === 409 || (boundAgain?.answer.status === 200 && status !== 200);
  const isFetched = [bound.fetched?.plain, bound.fetched?.withBoth].some((one) => one?.status === 200);
  if (isRepeatKnown || isFetched || (answer.status !== 410 && answer.status !== 404)) return undefined;
  const text = `The bind was answered ${String(status)}, and nothing shows that there is a binding: an unbind is answered ${String(answer.status)}.`;
  return { text, answer };
}
