import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { CallOptions } from '../../engine/client.ts';
import type { Polled } from '../../engine/polling.ts';
import { together } from '../../engine/together.ts';
import type { Recording } from '../../engine/world.ts';
import { flawedDeletions, strangeDeletions, type Flawed, type Makings } from './kinds.ts';
import {
  a,
  allInnocent,
  isOftenCarriedOut,
  isRefused,
  replacements,
  waitWhileBusy,
  type Kit,
  type Refusals,
  type Refused,
  type Trace,
} from './traces.ts';

/** Something that exists, and how it is looked at. */
interface Existing {
  readonly name: 'instance' | 'binding';
  readonly polled: Polled;
  /** `undefined` where such resources cannot be fetched. */
  fetch(): Promise<Answer | undefined>;
  remove(options?: CallOptions): Promise<Answer>;
  /** The request that created it, once more. */
  repeat(): Promise<Answer>;
}

/** Flawed deprovisions of an instance, and whether it is still there. */
export const recordRefusedDeprovisions: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  const make = async (): Promise<Existing> => {
    const { id, body } = await arrange.instance(plan);
    return {
      name: 'instance',
      polled: { instanceId: id },
      fetch: () =>
        plan.offering.instancesRetrievable ? broker.fetchInstance(id) : Promise.resolve(undefined),
      remove: (options) => broker.deprovision(id, plan, options),
      repeat: () => broker.provision(id, body),
    };
  };
  const makings = { broker, world, plan, unknown: arrange.freshId() };
  return tryAll(kit, plan, make, makings);
};

/** Flawed unbinds of a binding, and whether it is still there. */
export const recordRefusedUnbinds: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  // An instance each: binds of one instance may have to wait for one another.
  const make = async (): Promise<Existing> => {
    const instance = await arrange.instance(plan);
    const { id, body } = await arrange.binding(instance);
    return {
      name: 'binding',
      polled: { instanceId: instance.id, bindingId: id },
      fetch: () =>
        plan.offering.bindingsRetrievable ? broker.fetchBinding(instance.id, id) : Promise.resolve(undefined),
      remove: (options) => broker.unbind(instance.id, id, plan, options),
      repeat: () => broker.bind(instance.id, id, body),
    };
  };
  const makings = { broker, world, plan, unknown: arrange.freshId() };
  return tryAll(kit, plan, make, makings);
};

/** What is to be refused goes to one resource; what many carry out has one of its own. */
async function tryAll(
  kit: Kit,
  plan: Plan,
  make: () => Promise<Existing>,
  makings: Makings,
): Promise<Refusals> {
  const parts = await together([
    flawedDeletions(makings).then((flaws) => tryDeletions(kit, plan, make, flaws)),
    ...strangeDeletions(makings).map((flaw) => tryDeletions(kit, plan, make, [flaw])),
  ]);
  return {
    plan,
    refused: parts.flatMap(({ refused }) => refused),
    accepted: parts.flatMap(({ accepted }) => accepted),
    blind: parts[0]?.blind,
  };
}

async function tryDeletions(
  kit: Kit,
  plan: Plan,
  make: () => Promise<Existing>,
  flaws: readonly Flawed[],
): Promise<Refusals> {
  const refused: Refused[] = [];
  const accepted: { flaw: Flawed; answer: Answer }[] = [];
  let made = 0;
  let existing = await make();
  let before = await lookAt(kit, plan, existing);
  const send = async (flaw: Flawed) => {
    const answer = await existing.remove(flaw.options);
    await kit.arrange.follow(plan, answer, existing.polled, 'delete');
    return answer;
  };
  let left = flaws;
  const several = flaws.filter((flaw) => !isOftenCarriedOut(flaw));
  if (several.length > 1) {
    const found = await allInnocent(several, send, () => traceOfDeletion(kit, plan, existing, before));
    if (found === undefined) {
      existing = await make();
      before = await lookAt(kit, plan, existing);
    } else {
      refused.push(...found);
      left = flaws.filter(isOftenCarriedOut);
    }
  }
  for (const [index, flaw] of left.entries()) {
    const answer = await send(flaw);
    const trace = isRefused(answer) ? await traceOfDeletion(kit, plan, existing, before) : undefined;
    if (isRefused(answer)) refused.push({ flaw, answer, trace });
    else accepted.push({ flaw, answer });
    if (trace === undefined && !isSuccess(answer)) continue;
    if (made === replacements || index === left.length - 1) break;
    made += 1;
    existing = await make();
    before = await lookAt(kit, plan, existing);
  }
  const blind = before.isTold
    ? undefined
    : `${a(before.name)} can neither be fetched nor does the repeated request that created it tell that it is there.`;
  return { plan, refused, accepted, blind };
}

interface Look {
  readonly name: string;
  readonly fetched: Answer | undefined;
  readonly repeated: Answer | undefined;
  /** True when it can be told whether it is still there. */
  readonly isTold: boolean;
}

async function lookAt(kit: Kit, plan: Plan, { name, fetch, repeat, polled }: Existing): Promise<Look> {
  const fetched = await fetch();
  if (fetched?.status === 200) return { name, fetched, repeated: undefined, isTold: true };
  const repeated = await repeat();
  await kit.arrange.follow(plan, repeated, polled, 'create');
  return { name, fetched, repeated, isTold: repeated.status === 200 || repeated.status === 409 };
}

async function traceOfDeletion(
  kit: Kit,
  plan: Plan,
  existing: Existing,
  before: Look,
): Promise<Trace | undefined> {
  const busy = await waitWhileBusy(kit, plan, existing.polled);
  if (before.fetched?.status === 200) {
    const after = await existing.fetch();
    if (after !== undefined && [404, 410].includes(after.status))
      return {
        answer: after,
        expected: '200 OK, as before',
        actual: `${String(after.status)}: the ${existing.name} is gone`,
      };
    return busy;
  }
  if (!before.isTold) return busy;
  const after = await existing.repeat();
  await kit.arrange.follow(plan, after, existing.polled, 'create');
  if (after.status === 201 || after.status === 202) {
    return {
      answer: after,
      expected: `${String(before.repeated?.status ?? 200)} to the repeated request that created it, as before`,
      actual: `${String(after.status)}: the ${existing.name} is created anew`,
    };
  }
  return busy;
}
