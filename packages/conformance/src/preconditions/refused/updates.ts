import type { Answer } from '../../engine/answer.ts';
import type { Instance } from '../../engine/arrange.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { brief, sameJson } from '../../engine/json.ts';
import type { Recording } from '../../engine/world.ts';
import { flawedUpdates, type Flawed } from './kinds.ts';
import {
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

/** What a fetch shows of the state. */
const fields = ['service_id', 'plan_id', 'parameters', 'dashboard_url', 'maintenance_info'] as const;

interface Look {
  readonly fetched: Answer | undefined;
  readonly repeated: Answer | undefined;
  /** Fields that do not change by themselves. */
  readonly steady: readonly string[];
}

/** Flawed updates of an instance, and whether it is as it was. */
export const recordRefusedUpdates: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  const life = await world.life(plan, 'updated');
  const flaws = await flawedUpdates({ broker, world, plan, unknown: arrange.freshId() }, life);
  const refused: Refused[] = [];
  const accepted: { flaw: Flawed; answer: Answer }[] = [];
  let made = 0;
  let instance = await arrange.instance(plan);
  let before = await lookAt(kit, plan, instance, true);
  const send = async (flaw: Flawed) => {
    const answer = await broker.update(instance.id, flaw.body, flaw.options);
    await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
    return answer;
  };
  const look = async () => {
    const busy = await waitWhileBusy(kit, plan, { instanceId: instance.id });
    return differenceOf(before, await lookAt(kit, plan, instance, false)) ?? busy;
  };
  let left = flaws;
  const found = await allInnocent(
    flaws.filter((flaw) => !isOftenCarriedOut(flaw)),
    send,
    look,
  );
  if (found === undefined) {
    instance = await arrange.instance(plan);
    before = await lookAt(kit, plan, instance, true);
  } else {
    refused.push(...found);
    left = flaws.filter(isOftenCarriedOut);
  }
  for (const [index, flaw] of left.entries()) {
    const answer = await send(flaw);
    if (isRefused(answer)) {
      const trace = await look();
      refused.push({ flaw, answer, trace });
      if (trace === undefined) continue;
    } else accepted.push({ flaw, answer });
    // The same change once more would not be seen.
    if (made === replacements || index === left.length - 1) break;
    made += 1;
    instance = await arrange.instance(plan);
    before = await lookAt(kit, plan, instance, true);
  }
  const blind = before.fetched?.status === 200 ? undefined : 'The instance cannot be fetched.';
  return { plan, refused, accepted, blind };
};

/** Looks at the instance; with `isFirst` twice, to learn what changes by itself. */
async function lookAt(
  { broker, arrange }: Kit,
  plan: Plan,
  { id, body }: Instance,
  isFirst: boolean,
): Promise<Look> {
  const fetch = () => (plan.offering.instancesRetrievable ? broker.fetchInstance(id) : undefined);
  const fetched = await fetch();
  if (fetched?.status === 200) {
    const again = isFirst ? await fetch() : fetched;
    const steady = fields.filter((field) => sameJson(again?.object?.[field], fetched.object?.[field]));
    return { fetched, repeated: undefined, steady };
  }
  const repeated = await broker.provision(id, body);
  await arrange.follow(plan, repeated, { instanceId: id }, 'create');
  return { fetched, repeated, steady: [] };
}

function differenceOf(before: Look, after: Look): Trace | undefined {
  const { fetched } = after;
  if (before.fetched?.status === 200 && fetched?.status === 200) {
    const old = before.fetched.object;
    const changed = before.steady.find((field) => !sameJson(old?.[field], fetched.object?.[field]));
    return changed === undefined
      ? undefined
      : {
          answer: fetched,
          expected: `"${changed}": ${brief(old?.[changed])}, as before`,
          actual: `"${changed}": ${brief(fetched.object?.[changed])}`,
        };
  }
  const { repeated } = after;
  if (repeated === undefined || before.repeated?.status !== 200 || repeated.status !== 409) return undefined;
  return {
    answer: repeated,
    expected: '200 OK to the repeated provision, as before',
    actual: `${String(repeated.status)}: the instance is another one`,
  };
}
