import { isSuccess, type Answer } from '../engine/answer.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Tools } from '../engine/check.ts';
import { stateOf } from '../engine/polling.ts';
import { Blocked, Inconclusive } from '../engine/signals.ts';
import { kindOf, type RequestKind } from '../engine/well-formed.ts';
import type { Recording, World } from '../engine/world.ts';

/** What the broker answers about ids that were never used, and about what was made a moment before. */
interface Controls {
  readonly never: Partial<Record<RequestKind, Answer>>;
  readonly existing: Partial<Record<RequestKind, Answer>>;
}

/** Sent once per plan, when something is first to be concluded from such an answer. */
const ofInstances: Recording<Controls> = async ({ broker, arrange }, plan) => {
  const control = broker.as('setup');
  const id = arrange.freshId();
  const deprovision = await control.deprovision(id, plan);
  await arrange.follow(plan, deprovision, { instanceId: id }, 'delete');
  const never: Controls['never'] = {
    deprovision,
    'fetch-instance': await control.fetchInstance(id),
    'poll-instance': await control.pollInstance(id, plan),
  };
  const existing: Controls['existing'] = {};
  await whereverItIsPossible(async () => {
    const instance = await arrange.instance(plan);
    existing['fetch-instance'] = await control.fetchInstance(instance.id);
    existing.deprovision = await control.deprovision(instance.id, plan);
    await arrange.follow(plan, existing.deprovision, { instanceId: instance.id }, 'delete');
  });
  return { never, existing };
};

const ofBindings: Recording<Controls> = async ({ broker, arrange }, plan) => {
  const control = broker.as('setup');
  const never: Controls['never'] = {};
  const existing: Controls['existing'] = {};
  await whereverItIsPossible(async () => {
    const instance = await arrange.instance(plan);
    const polled = { instanceId: instance.id, bindingId: arrange.freshId() };
    never['fetch-binding'] = await control.fetchBinding(polled.instanceId, polled.bindingId);
    never['poll-binding'] = await control.pollBinding(polled.instanceId, polled.bindingId, plan);
    never.unbind = await control.unbind(polled.instanceId, polled.bindingId, plan);
    await arrange.follow(plan, never.unbind, polled, 'delete');
    const { id } = await arrange.binding(instance);
    existing['fetch-binding'] = await control.fetchBinding(instance.id, id);
    existing.unbind = await control.unbind(instance.id, id, plan);
    await arrange.follow(plan, existing.unbind, { instanceId: instance.id, bindingId: id }, 'delete');
  });
  return { never, existing };
};

/**
 * True when a deletion after one that has ended is no sign of anything: it is welcome in an ordinary life as well, which
 * deprovisioning/second-time tells.
 */
export async function deletesTwice({ world }: { readonly world: World }, plan: Plan): Promise<boolean> {
  const again = (await world.life(plan)).deprovisioned?.again;
  return again !== undefined && isSuccess(again);
}

async function whereverItIsPossible(look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof Blocked || error instanceof Inconclusive)) throw error;
  }
}

/**
 * True when an answer shows whether something is there. A success shows nothing where ids that were never used are
 * answered with success too, and a refusal shows nothing where what exists is refused as well.
 */
export async function isEvidence(
  { world }: Pick<Tools, 'world'>,
  plan: Plan,
  answer: Answer,
): Promise<boolean> {
  const kind = kindOf(answer.request);
  if (kind === undefined) return true;
  const { never, existing } = await controlsOf(world, plan, kind);
  if (!isSuccess(answer)) return existing[kind] === undefined || isSuccess(existing[kind]);
  const control = never[kind];
  if (control === undefined || !isSuccess(control)) return true;
  return kind.startsWith('poll-') && stateOf(control) !== stateOf(answer);
}

/** What the broker answers to a request of the kind about an id that was never used. */
export async function neverUsed(
  { world }: Pick<Tools, 'world'>,
  plan: Plan,
  kind: RequestKind,
): Promise<Answer | undefined> {
  return (await controlsOf(world, plan, kind)).never[kind];
}

const controlsOf = (world: World, plan: Plan, kind: RequestKind) =>
  world.recorded(kind.includes('bind') ? ofBindings : ofInstances, plan);

/** Why nothing follows from what a broker answers to everything. */
export const cannotTell = (answer: Answer, what: string) =>
  `The broker answers ${String(answer.status)} to the ${what} of an id that was never used as well, so that one cannot tell.`;
