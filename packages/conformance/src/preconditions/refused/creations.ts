import type { Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { CallOptions } from '../../engine/client.ts';
import { together } from '../../engine/together.ts';
import type { Recording } from '../../engine/world.ts';
import { flawedBinds, flawedProvisions, type Flawed } from './kinds.ts';
import {
  allInnocent,
  controlOf,
  type Control,
  isOftenCarriedOut,
  isRefused,
  traceOfCreation,
  type Kit,
  type Looks,
  type Refusals,
  type Refused,
} from './traces.ts';

/** Flawed provisions of a plan, and what each left behind. */
export const recordRefusedProvisions: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  const body = arrange.provisionBody(plan);
  const send = (id: string, content: JsonObject, options?: CallOptions) =>
    broker.provision(id, content, options);
  const looks: Looks = {
    name: 'instance',
    polled: (instanceId) => ({ instanceId }),
    fetch: (id) =>
      plan.offering.instancesRetrievable ? broker.fetchInstance(id) : Promise.resolve(undefined),
    async remove(id) {
      const answer = await broker.deprovision(id, plan);
      await arrange.follow(plan, answer, { instanceId: id }, 'delete');
      return answer;
    },
    create: (id) => send(id, body),
  };
  const makings = { broker, world, plan, unknown: arrange.freshId() };
  return tryCreations(kit, plan, looks, await flawedProvisions(makings, body), send, 4);
};

/** Flawed binds of an instance of a plan, and what each left behind. */
export const recordRefusedBinds: Recording<Refusals> = async (kit, plan) => {
  const { broker, arrange, world } = kit;
  const { id: instanceId } = await arrange.instance(plan);
  const body = arrange.bindBody(plan);
  const send = (id: string, content: JsonObject, options?: CallOptions) =>
    broker.bind(instanceId, id, content, options);
  const looks: Looks = {
    name: 'binding',
    polled: (bindingId) => ({ instanceId, bindingId }),
    fetch: (id) =>
      plan.offering.bindingsRetrievable ? broker.fetchBinding(instanceId, id) : Promise.resolve(undefined),
    async remove(bindingId) {
      const answer = await broker.unbind(instanceId, bindingId, plan);
      await arrange.follow(plan, answer, { instanceId, bindingId }, 'delete');
      return answer;
    },
    create: (id) => send(id, body),
  };
  const makings = { broker, world, plan, unknown: arrange.freshId() };
  return tryCreations(kit, plan, looks, await flawedBinds(makings, body), send, 3);
};

async function tryCreations(
  kit: Kit,
  plan: Plan,
  looks: Looks,
  flaws: readonly Flawed[],
  send: (id: string, body: JsonObject, options?: CallOptions) => ReturnType<Looks['create']>,
  /** So many at the same time. */
  width: number,
): Promise<Refusals> {
  const control = await controlOf(kit, plan, looks);
  const refused: Refused[] = [];
  const accepted: { flaw: Flawed; answer: Answer }[] = [];
  const carryOn = async (id: string, { body, options }: Flawed) => {
    const answer = await send(id, body, options);
    await kit.arrange.follow(plan, answer, looks.polled(id), 'create');
    return answer;
  };
  const tryEach = async (some: readonly Flawed[]) => {
    for (const flaw of some) {
      const id = kit.arrange.freshId();
      const answer = await carryOn(id, flaw);
      if (isRefused(answer)) {
        refused.push({ flaw, answer, trace: await traceOfCreation(kit, plan, looks, control, id) });
      } else {
        accepted.push({ flaw, answer });
        await looks.remove(id);
      }
    }
  };
  const tryTogether = async (some: readonly Flawed[]) => {
    const id = kit.arrange.freshId();
    const found = await allInnocent(
      some,
      (flaw) => carryOn(id, flaw),
      () => traceOfCreation(kit, plan, looks, control, id),
    );
    if (found !== undefined) return void refused.push(...found);
    await looks.remove(id);
    await tryEach(some);
  };
  const rest = flaws.filter((flaw) => !isOftenCarriedOut(flaw));
  const lanes = Array.from({ length: width }, (_, lane) => rest.filter((_, index) => index % width === lane));
  await together([...lanes.map(tryTogether), tryEach(flaws.filter(isOftenCarriedOut))]);
  return { plan, refused, accepted, blind: await blindness(kit, plan, looks, control) };
}

/** Whether an id that is in use looks other than one that was never used. */
async function blindness(kit: Kit, plan: Plan, looks: Looks, control: Control): Promise<string | undefined> {
  if (!control.isDeleted) return undefined;
  const id = kit.arrange.freshId();
  const created = await looks.create(id);
  await kit.arrange.follow(plan, created, looks.polled(id), 'create');
  const fetched = await looks.fetch(id);
  await looks.remove(id);
  return fetched?.status === 200 && !control.isFetched
    ? undefined
    : 'The broker answers DELETE of what never existed as it does of what exists, and a fetch does not tell either.';
}
