import { atLeast } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { CallOptions } from '../../engine/client.ts';
import type { Polled } from '../../engine/polling.ts';
import type { Recording } from '../../engine/world.ts';
import { flawedDeletions, type Flawed } from './kinds.ts';
import {
  a,
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
  const life = await world.life(plan);
  const isAsync = life.deprovisioned?.deprovision.followed.mode === 'async';
  const makings = { broker, world, plan, life, unknown: arrange.freshId() };
  return tryDeletions(kit, plan, make, await flawedDeletions(makings, isAsync));
};

/** Flawed unbinds of a binding, and whether it is still there. */
export const recordRefusedUnbinds: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  const instance = await arrange.instance(plan);
  const make = async (): Promise<Existing> => {
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
  const life = await world.life(plan);
  const isAsync = life.unbound?.unbind.followed.mode === 'async' && atLeast(world.apiVersion, '2.14');
  const makings = { broker, world, plan, life, unknown: arrange.freshId() };
  return tryDeletions(kit, plan, make, await flawedDeletions(makings, isAsync));
};

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
  for (const flaw of flaws) {
    const answer = await existing.remove(flaw.options);
    await kit.arrange.follow(plan, answer, existing.polled, 'delete');
    const trace = isRefused(answer) ? await traceOfDeletion(kit, plan, existing, before) : undefined;
    if (isRefused(answer)) refused.push({ flaw, answer, trace });
    else accepted.push({ flaw, answer });
    if (trace === undefined && !isSuccess(answer)) continue;
    if (made === replacements) break;
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
