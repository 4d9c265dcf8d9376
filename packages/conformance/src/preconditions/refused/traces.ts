import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Arrange } from '../../engine/arrange.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { BrokerClient } from '../../engine/client.ts';
import { pollPatiently, stateOf, type Polled } from '../../engine/polling.ts';
import type { World } from '../../engine/world.ts';
import { isEvidence } from '../../judgements/evidence.ts';
import type { Flawed } from './kinds.ts';

/** What shows that a request was carried out. */
export interface Trace {
  readonly answer: Answer;
  /** What is seen, as a clause of its own. */
  readonly actual: string;
  readonly expected: string;
}

/** A flawed request that was refused, and what it left behind. */
export interface Refused {
  readonly flaw: Flawed;
  readonly answer: Answer;
  readonly trace: Trace | undefined;
}

/** What the refusals of one verb show. */
export interface Refusals {
  readonly plan: Plan;
  readonly refused: readonly Refused[];
  /** The flawed requests that were not refused. */
  readonly accepted: readonly { readonly flaw: Flawed; readonly answer: Answer }[];
  /** Why nothing could be seen if a request was carried out. */
  readonly blind: string | undefined;
}

/** What recordings of refusals work with. */
export interface Kit {
  readonly broker: BrokerClient;
  readonly arrange: Arrange;
  readonly world: World;
}

/** Resources at most that are made anew for a verb because one of its requests was carried out. */
export const replacements = 3;

/** The answers to what gets nothing done: a refusal, or the way to a login page. */
export const isRefused = ({ status }: Answer) => status >= 300 && status < 500;

/**
 * Sends flawed requests about one resource and looks once at what they left behind together: most brokers leave nothing.
 * `undefined` when one was carried out, or something was left: then it is to be seen by which.
 */
export async function allInnocent(
  flaws: readonly Flawed[],
  send: (flaw: Flawed) => Promise<Answer>,
  look: () => Promise<Trace | undefined>,
): Promise<readonly Refused[] | undefined> {
  const refused: Refused[] = [];
  for (const flaw of flaws) {
    const answer = await send(flaw);
    if (!isRefused(answer)) return undefined;
    refused.push({ flaw, answer, trace: undefined });
  }
  return (await look()) === undefined ? refused : undefined;
}

/** A broker that works synchronously carries out what does not allow it to work on: such a request is no flaw there. */
export const isOftenCarriedOut = ({ options }: Flawed) => options.acceptsIncomplete === false;

/** Waits while something goes on; tells when it was seen, which before the request it was not. */
export async function waitWhileBusy(
  { broker, world }: Kit,
  plan: Plan,
  polled: Polled,
): Promise<Trace | undefined> {
  const poller = broker.as('poll');
  const limit = Math.min(world.polling.operationTimeout, (plan.maximumPollingDuration ?? Infinity) * 1000);
  const deadline = performance.now() + limit;
  let busy: Answer | undefined;
  for (
    let pause = world.polling.fastPoll ? 1 : 100;
    performance.now() < deadline;
    pause = Math.min(pause * 1.5, 5000)
  ) {
    const poll = await pollPatiently(poller, plan, polled, undefined, world.polling);
    if (stateOf(poll) !== 'in progress') break;
    if (busy === undefined && !(await isEvidence({ world }, plan, poll))) return undefined;
    busy ??= poll;
    await world.polling.pause(pause);
  }
  return busy === undefined
    ? undefined
    : { answer: busy, expected: 'nothing in progress', actual: 'last_operation says "in progress"' };
}

/** How a kind of resource is looked at; each request is about one id. */
export interface Looks {
  readonly name: 'instance' | 'binding';
  polled(id: string): Polled;
  /** `undefined` where such resources cannot be fetched. */
  fetch(id: string): Promise<Answer | undefined>;
  remove(id: string): Promise<Answer>;
  /** The valid request. */
  create(id: string): Promise<Answer>;
}

/** What the looks show of an id that was never used: what they show of it as well proves nothing. */
export interface Control {
  readonly isBusy: boolean;
  readonly isFetched: boolean;
  readonly isDeleted: boolean;
}

/** Looks for an id that was never used. */
export async function controlOf(kit: Kit, plan: Plan, looks: Looks): Promise<Control> {
  const id = kit.arrange.freshId();
  const poll = await pollPatiently(
    kit.broker.as('setup'),
    plan,
    looks.polled(id),
    undefined,
    kit.world.polling,
  );
  const fetched = await looks.fetch(id);
  const removed = await looks.remove(id);
  return {
    isBusy: stateOf(poll) === 'in progress',
    isFetched: fetched?.status === 200,
    isDeleted: isSuccess(removed),
  };
}

/** Looks for what a refused creation may have made, and removes it. */
export async function traceOfCreation(
  kit: Kit,
  plan: Plan,
  looks: Looks,
  control: Control,
  id: string,
): Promise<Trace | undefined> {
  const busy = control.isBusy ? undefined : await waitWhileBusy(kit, plan, looks.polled(id));
  const fetched = await looks.fetch(id);
  const removed = await looks.remove(id);
  if (fetched?.status === 200 && !control.isFetched)
    return { answer: fetched, expected: '404 Not Found', actual: `200: there is such ${a(looks.name)}` };
  if (busy !== undefined) return busy;
  if (isSuccess(removed) && !control.isDeleted) {
    return {
      answer: removed,
      expected: '410 Gone, as for an id that was never used',
      actual: `${String(removed.status)}: there was something to delete`,
    };
  }
  return undefined;
}

export const a = (name: string) => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
