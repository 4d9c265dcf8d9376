import { isRefusal, isSuccess, type Answer } from '../engine/answer.ts';
import { provisionBody, supportedUpdates } from '../engine/bodies.ts';
import type { Plan } from '../engine/catalog-model.ts';
import { describe } from '../engine/expect.ts';
import { isObject, member, sameJson, type JsonObject } from '../engine/json.ts';
import { distinctParameters } from '../engine/parameters.ts';
import { pollOnce, stateOf } from '../engine/polling.ts';
import type { World } from '../engine/world.ts';
import { isFree, unusedBindings, unusedInstance, type Ground, type InstanceModel } from './model.ts';
import type { Step } from './steps.ts';
import { begin, demandGone, settle, type Walk } from './walk.ts';

/** A step on an instance; false when it does not apply to the state. */
export type InstanceStep = (walk: Walk, instance: InstanceModel, step: Step) => Promise<boolean>;

const pick = <T>(items: readonly T[], choice: number): T | undefined => items[choice % items.length];

/** Creates the instance, or creates it anew after it is gone. */
export const provision: InstanceStep = async (walk, instance, step) => {
  const plan = pick(walk.world.plans, step.choice);
  const isReuse = instance.phase === 'gone';
  if (plan === undefined || !(instance.phase === 'unused' || isReuse)) return false;
  const body = provisionBody(plan, walk.world);
  const answer = await walk.send(
    `provision ${instance.name} with plan "${plan.name}"${isReuse ? ' again' : ''}`,
    'PROV-201',
    () => walk.client.provision(instance.id, body),
  );
  if (!isSuccess(answer)) {
    if (!isReuse) instance.phase = 'unclear';
    else if (walk.reusesIds) {
      walk.contradict({
        about: 'PROV-201',
        expected: '201 Created or 202 Accepted',
        actual: describe(answer),
        because: `${instance.name} is gone, and the broker is said to let ids be used again`,
      });
    } else
      walk.remark(
        `The broker does not let the id of a deleted instance be used again: ${describe(answer)} (HC-21).`,
      );
    return true;
  }
  Object.assign(instance, unusedInstance(0), { id: instance.id, name: instance.name, plan, body });
  instance.bindings = unusedBindings(instance.name);
  const because = `${instance.name} was provisioned with plan "${plan.name}"`;
  instance.planBecause = { about: 'GETI-PLAN-ID', because };
  instance.hadPlans.add(plan.id);
  remember(instance, body['parameters'], instance.planBecause);
  await begin(walk, instance, undefined, step, {
    answer,
    kind: 'create',
    done: () => (instance.phase = 'there'),
  });
  return true;
};

/** What a platform does that lost the answer: it sends the provision once more. */
export const provisionAgain: InstanceStep = async (walk, instance) => {
  const { phase, plan, body, moved } = instance;
  if (plan === undefined || moved || !(phase === 'there' || phase === 'creating')) return false;
  const answer = await walk.send(`repeat the provision of ${instance.name}`, 'PROV-201', () =>
    walk.client.provision(instance.id, body),
  );
  if (answer.status === 202 && phase === 'there') {
    const followed = await walk.end(
      plan,
      answer,
      { instanceId: instance.id },
      'create',
      'the repeated provision',
    );
    if (followed.end !== 'done') instance.phase = 'unclear';
  }
  return true;
};

/** The same id with another plan is a conflict. */
export const provisionOther: InstanceStep = async (walk, instance, step) => {
  const { plan } = instance;
  if (plan === undefined || instance.phase !== 'there' || instance.moved || !instance.valuesKnown)
    return false;
  const other = pick(
    plan.offering.plans.filter(({ id }) => id !== plan.id),
    step.choice,
  );
  if (other === undefined) return false;
  const answer = await walk.send(
    `provision ${instance.name} with plan "${other.name}" although it has plan "${plan.name}"`,
    'PROV-409-PLAN',
    () => walk.client.provision(instance.id, provisionBody(other, walk.world)),
  );
  if (isSuccess(answer)) {
    walk.contradict({
      about: 'PROV-409-PLAN',
      expected: '409 Conflict',
      actual: describe(answer),
      because: `${instance.name} exists with plan "${plan.name}"`,
    });
    instance.phase = 'unclear';
  } else {
    const because = `a provision of ${instance.name} with plan "${other.name}" was refused`;
    if (!instance.hadPlans.has(other.id))
      instance.refusedPlans.set(other.id, { about: 'PROV-409-NO-CHANGE', because });
  }
  return true;
};

/** An update that the catalog declares. */
export const update: InstanceStep = async (walk, instance, step) => {
  const { plan } = instance;
  if (plan === undefined || instance.phase !== 'there') return false;
  const chosen = pick(updatesOf(plan, walk.world), step.choice);
  if (chosen === undefined) return false;
  const text = `update ${instance.name}: ${chosen.text}`;
  const answer = await walk.send(text, 'UPD-200', () => walk.client.update(instance.id, chosen.body));
  const wanted = member(chosen.body, 'parameters');
  if (!isSuccess(answer)) {
    const ground: Ground = { about: 'UPD-4XX-NO-APPLY', because: `the request to ${text} was refused` };
    const { planAfter } = chosen;
    if (!instance.hadPlans.has(planAfter.id)) instance.refusedPlans.set(planAfter.id, ground);
    for (const [name, value] of Object.entries(isObject(wanted) ? wanted : {})) {
      const known = instance.parameters.get(name);
      if (known === undefined || sameJson(known.now, value)) continue;
      if (!known.not.some((other) => sameJson(other.value, value))) known.not.push({ value, ground });
    }
    return true;
  }
  await begin(walk, instance, undefined, step, {
    answer,
    kind: 'update',
    done() {
      instance.phase = 'there';
      if (chosen.planAfter !== plan || wanted !== undefined) instance.moved = true;
      instance.plan = chosen.planAfter;
      const ground: Ground = { about: 'UPD-APPLIED', because: `the request to ${text} succeeded` };
      if (chosen.planAfter !== plan) instance.planBecause = ground;
      instance.hadPlans.add(chosen.planAfter.id);
      instance.refusedPlans.delete(chosen.planAfter.id);
      remember(instance, wanted, ground);
    },
  });
  return true;
};

/** Deletes the instance; only when it has no bindings, for otherwise anything may happen (HC-17). */
export const deprovision: InstanceStep = async (walk, instance, step) => {
  const { phase } = instance;
  const plan = instance.plan ?? pick(walk.world.plans, step.choice);
  if (plan === undefined || !isFree(instance)) return false;
  const answer = await walk.send(`deprovision ${instance.name}`, 'DEP-200', () =>
    walk.client.deprovision(instance.id, plan),
  );
  if (phase === 'unused') {
    demandGone(walk, answer, { about: 'DEP-410', because: `${instance.name} was never provisioned` });
  } else if (phase === 'gone') {
    demandGone(walk, answer, instance.goneBecause ?? { about: 'DEP-410-SECOND', because: 'it is gone' });
  } else if (isSuccess(answer) && phase !== 'deleting') {
    const during = phase === 'creating';
    await begin(walk, instance, undefined, step, {
      answer,
      kind: 'delete',
      done() {
        instance.phase = 'gone';
        instance.goneBecause = {
          about: during ? 'DEP-DURING-CREATE-HALTS' : 'DEP-410-SECOND',
          because: `${instance.name} was deleted${during ? ' while it was being created' : ''}, and the deletion succeeded`,
        };
      },
    });
  } else if (phase === 'there') demandExistence(walk, instance, answer, 'DEP-200', '200 OK or 202 Accepted');
  return true;
};

/** Fetches the instance and compares it with the model. */
export const fetch: InstanceStep = async (walk, instance, step) => {
  const plan = instance.plan ?? pick(walk.world.plans, step.choice);
  if (plan?.offering.instancesRetrievable !== true) return false;
  const answer = await walk.send(`fetch ${instance.name}`, 'GETI-SUPPORTED', () =>
    walk.client.fetchInstance(instance.id),
  );
  const { phase, goneBecause } = instance;
  if (answer.status === 200 && (phase === 'unused' || phase === 'gone')) {
    const wasDeleted = phase === 'gone';
    const halted = goneBecause?.about === 'DEP-DURING-CREATE-HALTS';
    walk.contradict({
      about: halted ? goneBecause.about : wasDeleted ? 'GETI-404-AFTER-DELETE' : 'GETI-404-UNKNOWN',
      expected: '404 Not Found',
      actual: '200 OK',
      because: goneBecause?.because ?? `${instance.name} was never provisioned`,
    });
  }
  if (phase !== 'there') return true;
  demandExistence(walk, instance, answer, 'GETI-SUPPORTED', '200 OK');
  if (answer.status === 200 && instance.valuesKnown) compareValues(walk, instance, plan, answer);
  return true;
};

/** Asks for the operation that ended last: what is over stays over. */
export const poll: InstanceStep = async (walk, instance) => {
  const { plan, ended, pending } = instance;
  if (plan === undefined || ended === undefined || pending !== undefined) return false;
  const answer = await walk.send(`poll the ended operation of ${instance.name}`, 'LO-I-200', () =>
    pollOnce(walk.client.as('poll'), plan, { instanceId: instance.id }, ended.operation),
  );
  const state = stateOf(answer);
  if (state !== undefined && state !== ended.state) {
    walk.contradict({
      about: 'LO-I-TERMINAL-STABLE',
      expected: `"state": "${ended.state}", or nothing any more`,
      actual: `"state": "${state}"`,
      because: `the operation was reported as "${ended.state}" before`,
    });
  }
  return true;
};

/** Waits for the end of what is going on, of the instance first. */
export const wait: InstanceStep = async (walk, instance, step) => {
  const binding = instance.bindings[step.binding];
  if (instance.pending !== undefined) await settle(walk, instance, undefined);
  else if (binding?.pending !== undefined) await settle(walk, instance, binding);
  else return false;
  return true;
};

/** An instance that exists is neither unknown nor gone. */
function demandExistence(
  walk: Walk,
  instance: InstanceModel,
  answer: Answer,
  about: 'DEP-200' | 'GETI-SUPPORTED',
  expected: string,
): void {
  if (answer.status !== 404 && answer.status !== 410) return;
  walk.contradict({
    about,
    expected,
    actual: describe(answer),
    because: `${instance.name} was provisioned, and nothing has deleted it`,
  });
}

function compareValues(walk: Walk, instance: InstanceModel, plan: Plan, answer: Answer): void {
  const seen = answer.object?.['plan_id'];
  const ground =
    typeof seen === 'string' ? (instance.refusedPlans.get(seen) ?? instance.planBecause) : undefined;
  if (ground !== undefined && seen !== plan.id) {
    const actual = `"plan_id": ${JSON.stringify(seen)}`;
    const fragment = `"plan_id":${JSON.stringify(seen)}`;
    walk.contradict({ ...ground, expected: `"plan_id": "${plan.id}"`, actual, fragment });
  }
  const parameters = answer.object?.['parameters'];
  for (const [name, { now, not }] of instance.parameters) {
    const value = member(parameters, name);
    // A broker may hide or normalise a value; that it shows one which was replaced or refused is no accident.
    const wrong = sameJson(value, now) ? undefined : not.find((other) => sameJson(other.value, value));
    if (wrong === undefined) continue;
    walk.contradict({
      ...wrong.ground,
      expected: `the parameter "${name}" as ${JSON.stringify(now)}`,
      actual: JSON.stringify(value),
      fragment: `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    });
  }
}

function remember(instance: InstanceModel, parameters: unknown, ground: Ground): void {
  for (const [name, value] of Object.entries(isObject(parameters) ? parameters : {})) {
    const known = instance.parameters.get(name);
    if (known === undefined) instance.parameters.set(name, { now: value, not: [] });
    else if (!sameJson(known.now, value)) {
      known.not.push({ value: known.now, ground });
      known.now = value;
    }
  }
}

/** The updates of a plan: those that the catalog declares, and parameters that its schema allows. */
function updatesOf(plan: Plan, world: World) {
  const declared = supportedUpdates(plan, world).slice(0, 4);
  const updates = declared.map(({ kind, body, planAfter }) => ({
    text: kind === 'plan' ? `to plan "${planAfter.name}"` : `its ${kind}`,
    body,
    planAfter,
  }));
  const parameters: readonly JsonObject[] = distinctParameters(plan, 'update', world.seed) ?? [];
  const made = parameters.map((values) => ({
    text: `parameters ${JSON.stringify(values)}`,
    body: { service_id: plan.offering.id, plan_id: plan.id, parameters: values },
    planAfter: plan,
  }));
  return [...updates, ...made];
}

/** True for an answer that says that the resource is not there. */
export const saysMissing = (answer: Answer) =>
  isRefusal(answer) && (answer.status === 404 || answer.status === 410);
