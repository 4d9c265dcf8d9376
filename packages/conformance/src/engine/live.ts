import { randomUUID } from 'node:crypto';
import { atLeast } from '@osb-kit/spec';
import { isSuccess, type Answer } from './answer.ts';
import { barred, decisive } from './arrange.ts';
import { bindBody, provisionBody, supportedUpdates } from './bodies.ts';
import type { Plan } from './catalog-model.ts';
import type { BrokerClient, CallOptions, Hints } from './client.ts';
import type { ExchangeReference } from './exchange.ts';
import type { JsonObject } from './json.ts';
import type { BoundPart, Fetches, Life, Milestone, Mutation, UnboundPart } from './life.ts';
import { faultOf } from './missing-answer.ts';
import { follow, pollOnce, type OperationKind, type Polled } from './polling.ts';
import type { World } from './world.ts';

type Draft = { -readonly [Key in keyof Life]: Life[Key] };

/**
 * Lives the ordinary life of an instance once and records it; `reached` is told how it stands at each milestone. What
 * the broker does never makes it throw; it ends early instead.
 */
export async function liveOnce(
  world: World,
  plan: Plan,
  client: BrokerClient,
  references: readonly ExchangeReference[],
  reached: (milestone: Milestone, life: Life) => void,
): Promise<Life> {
  const stage: Stage = { world, client, instanceId: randomUUID() };
  const body = provisionBody(plan, world);
  const { life, fetched } = await beginLife(stage, plan, body, references);
  if (fetched !== undefined) life.fetched = fetched;
  if (!goesOn(stage, life, 'create an instance', life.provision)) return life;
  reached('provisioned', { ...life });
  life.repeated = await mutate(stage, 'create', {}, plan, await client.provision(stage.instanceId, body));
  await updateIn(stage, life);
  reached('updated', { ...life });
  if (isStopped(life)) return life;
  if (life.planAfter.bindable) await bindIn(stage, life, reached);
  if (isStopped(life) && !(await isFreeOfBinding(stage, life))) return life;
  const deprovision = await mutate(
    stage,
    'delete',
    {},
    life.planAfter,
    await client.deprovision(stage.instanceId, life.planAfter),
  );
  const goneOn = goesOn(stage, life, 'delete an instance', deprovision);
  life.deprovisioned = {
    deprovision,
    fetchedAfter: goneOn ? await fetchInstance(stage, plan) : undefined,
    again: await client.deprovision(stage.instanceId, life.planAfter),
  };
  return life;
}

interface Stage {
  readonly world: World;
  readonly client: BrokerClient;
  readonly instanceId: string;
}

async function beginLife(
  stage: Stage,
  plan: Plan,
  body: JsonObject,
  references: readonly ExchangeReference[],
): Promise<{ life: Draft; fetched: Fetches | undefined }> {
  let fetched: Fetches | undefined;
  const answer = await stage.client.provision(stage.instanceId, body);
  const provision = await mutate(stage, 'create', {}, plan, answer, async () => {
    if (!plan.offering.instancesRetrievable) return;
    fetched = await fetches(plan, (hints, options) =>
      stage.client.fetchInstance(stage.instanceId, hints, options),
    );
  });
  const life: Draft = {
    plan,
    instanceId: stage.instanceId,
    body,
    references,
    planAfter: plan,
    provision,
  };
  return { life, fetched };
}

async function updateIn(stage: Stage, life: Draft): Promise<void> {
  for (const candidate of supportedUpdates(life.plan, stage.world)) {
    const answer = await stage.client.update(stage.instanceId, candidate.body);
    const mutation = await mutate(stage, 'update', {}, life.plan, answer);
    const isDone = mutation.followed.end === 'done';
    if (isDone) life.planAfter = candidate.planAfter;
    life.update = {
      supported: candidate,
      mutation,
      fetchedAfter: isDone ? await fetchInstance(stage, life.plan) : undefined,
    };
    // A plan change that is not supported, or parameters made up, are legally refused: the next update may be accepted.
    const mayBeRefused = candidate.kind === 'plan' || candidate.isGuess === true;
    if (mutation.followed.end !== 'refused' || !mayBeRefused) break;
  }
  const end = life.update?.mutation.followed.end;
  if (life.update !== undefined && (end === 'timeout' || end === 'unusable')) {
    goesOn(stage, life, 'update an instance', life.update.mutation);
  }
}

async function bindIn(
  stage: Stage,
  life: Draft,
  reached: (milestone: Milestone, life: Life) => void,
): Promise<void> {
  const plan = life.planAfter;
  life.bound = await bindOne(stage, plan);
  if (!goesOn(stage, life, 'create a binding', life.bound.bind)) return;
  reached('bound', { ...life });
  const { bindingId, body } = life.bound;
  const repeated = await stage.client.bind(stage.instanceId, bindingId, body);
  life.boundAgain = await mutate(stage, 'create', { bindingId }, plan, repeated);
  life.second = await bindOne(stage, plan);
  const hasSecond = life.second.bind.followed.end === 'done';
  life.unbound = await unbindOne(stage, plan, bindingId);
  if (!goesOn(stage, life, 'delete a binding', life.unbound.unbind)) return;
  life.survivors = {
    instance: await fetchInstance(stage, plan),
    second: hasSecond ? await fetchBinding(stage, plan, life.second.bindingId) : undefined,
  };
  if (hasSecond) life.secondUnbound = await unbindOne(stage, plan, life.second.bindingId);
}

/**
 * True when a bind that came to nothing is cleared away, as a platform would do, so that the instance can be deleted like
 * any other.
 */
async function isFreeOfBinding(stage: Stage, life: Draft): Promise<boolean> {
  const { bound, unbound, planAfter } = life;
  const end = bound?.bind.followed.end;
  if (bound === undefined || unbound !== undefined || (end !== 'refused' && end !== 'unanswered'))
    return false;
  const answer = await stage.client.unbind(stage.instanceId, bound.bindingId, planAfter);
  const { followed } = await mutate(stage, 'delete', { bindingId: bound.bindingId }, planAfter, answer);
  return followed.end === 'done';
}

async function bindOne(stage: Stage, plan: Plan): Promise<BoundPart> {
  const bindingId = randomUUID();
  const body = bindBody(plan, stage.world);
  let fetched: Fetches | undefined;
  const answer = await stage.client.bind(stage.instanceId, bindingId, body);
  const bind = await mutate(stage, 'create', { bindingId }, plan, answer, async () => {
    if (!plan.offering.bindingsRetrievable) return;
    fetched = await fetches(plan, (hints, options) =>
      stage.client.fetchBinding(stage.instanceId, bindingId, hints, options),
    );
  });
  return { bindingId, body, bind, fetched };
}

async function unbindOne(stage: Stage, plan: Plan, bindingId: string): Promise<UnboundPart> {
  const answer = await stage.client.unbind(stage.instanceId, bindingId, plan);
  const unbind = await mutate(stage, 'delete', { bindingId }, plan, answer);
  return {
    unbind,
    fetchedAfter: await fetchBinding(stage, plan, bindingId),
    again: await stage.client.unbind(stage.instanceId, bindingId, plan),
  };
}

/** Follows a request to its end; `first` comes before any other request once it is done. */
async function mutate(
  stage: Stage,
  kind: OperationKind,
  which: { readonly bindingId?: string },
  plan: Plan,
  answer: Answer,
  first: () => Promise<void> = () => Promise.resolve(),
): Promise<Mutation> {
  const { client, world } = stage;
  const polled: Polled = { instanceId: stage.instanceId, ...which };
  const followed = await follow(client, plan, answer, polled, kind, world.polling);
  if (followed.end === 'done') await first();
  const after: Answer[] = [];
  let hintless: Answer | undefined;
  const canBePolled =
    followed.mode === 'async' || which.bindingId === undefined || atLeast(world.apiVersion, '2.14');
  if ((followed.end === 'done' || followed.end === 'failed') && canBePolled && isSuccess(answer)) {
    const poller = client.as('poll');
    const poll = await pollOnce(poller, plan, polled, followed.operation);
    // Where nothing goes on, nobody needs it.
    if (followed.mode === 'async' || faultOf(poll) === undefined) after.push(poll);
    if (followed.mode === 'async') {
      after.push(await pollOnce(poller, plan, polled, followed.operation));
      hintless = await pollWithoutHints(poller, plan, polled, followed.operation);
    }
  }
  return { answer, followed, after, hintless };
}

function pollWithoutHints(poller: BrokerClient, plan: Plan, polled: Polled, operation: string | undefined) {
  const options = { query: { service_id: undefined, plan_id: undefined } };
  return polled.bindingId === undefined
    ? poller.pollInstance(polled.instanceId, plan, operation, options)
    : poller.pollBinding(polled.instanceId, polled.bindingId, plan, operation, options);
}

async function fetches(
  plan: Plan,
  fetch: (hints?: Hints, options?: CallOptions) => Promise<Answer>,
): Promise<Fetches> {
  return {
    plain: await fetch(),
    withService: await fetch(plan, { query: { plan_id: undefined } }),
    withBoth: await fetch(plan),
  };
}

async function fetchInstance(stage: Stage, plan: Plan): Promise<Answer | undefined> {
  return plan.offering.instancesRetrievable ? stage.client.fetchInstance(stage.instanceId) : undefined;
}

async function fetchBinding(stage: Stage, plan: Plan, bindingId: string): Promise<Answer | undefined> {
  return plan.offering.bindingsRetrievable
    ? stage.client.fetchBinding(stage.instanceId, bindingId)
    : undefined;
}

const isStopped = (life: Draft) => life.stopped !== undefined;

/** False, with the reason kept in the life, when an operation did not succeed. */
function goesOn({ world }: Stage, life: Draft, what: string, { answer, followed }: Mutation): boolean {
  if (followed.end === 'done') return true;
  if (life.stopped !== undefined) return false;
  const text = barred(`${what} of plan "${life.plan.name}"`, answer, followed);
  const barring = decisive(answer, followed);
  if (followed.end === 'timeout' || followed.end === 'unusable') {
    world.stuckPlans.note(life.plan, what.endsWith('binding') ? 'binding' : 'instance', text, barring);
  }
  life.stopped = { kind: followed.end === 'timeout' ? 'inconclusive' : 'blocked', text, answer: barring };
  return false;
}
