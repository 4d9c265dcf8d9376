import { atLeast } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Instance } from '../engine/arrange.ts';
import { planChanges } from '../engine/bodies.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Precondition } from '../engine/check.ts';
import { without } from '../engine/client.ts';
import { faultOf } from '../engine/missing-answer.ts';
import { factsOf } from '../engine/parameters.ts';
import { violationsOf } from '../engine/violations.ts';
import { Blocked, Inconclusive } from '../engine/signals.ts';
import type { Recording } from '../engine/world.ts';
import { answersOf, type Purpose, type Purposed } from './answers.ts';
import { onePlanPerOffering } from './plans.ts';

/** What is wrong with a request: its form, its data, or that what it is about does not exist or is otherwise. */
export type Flaw = 'malformed' | 'invalid' | 'unknown' | 'conflicting';

/** A request that a broker has every reason to refuse, and its answer, whatever that is. */
export interface Provoked {
  readonly purpose: Purpose;
  readonly flaw: Flaw;
  /** What is wrong, for messages: reads on after "a provision …". */
  readonly what: string;
  readonly answer: Answer;
  /** The answer to the same update once more, where the first said that it is not repeatable. */
  readonly again?: Answer;
}

/** Answers to flawed requests, and every error answer of the ordinary life beside them. */
export interface GivenRefusals {
  readonly plan: Plan;
  readonly provoked: readonly Provoked[];
  /** All error answers, those provoked and those of the ordinary life. */
  readonly errors: readonly { readonly purpose: Purpose; readonly answer: Answer }[];
}

const broken = '{"service_id":';

const recordRefusals: Recording<readonly Provoked[]> = async ({ broker, arrange, world }, plan) => {
  const provoked: Provoked[] = [];
  const keep = (purpose: Purpose, flaw: Flaw, what: string, answer: Answer, again?: Answer) => {
    // What was not answered tells nothing of refusals.
    if (faultOf(answer) !== undefined) return;
    provoked.push({
      purpose,
      flaw,
      what,
      answer,
      ...(again === undefined || faultOf(again) !== undefined ? {} : { again }),
    });
  };
  const provisionBody = arrange.provisionBody(plan);
  const bindBody = arrange.bindBody(plan);
  const unknown = arrange.freshId();

  const provision = async (flaw: Flaw, what: string, body: unknown, id = arrange.freshId(), raw?: string) => {
    const answer = await broker.provision(id, body, raw === undefined ? {} : { rawBody: raw });
    keep('provision', flaw, what, answer);
    await arrange.follow(plan, answer, { instanceId: id }, 'create');
  };
  const update = async (flaw: Flaw, what: string, id: string, body: unknown, raw?: string) => {
    const send = async () => {
      const answer = await broker.update(id, body, raw === undefined ? {} : { rawBody: raw });
      await arrange.follow(plan, answer, { instanceId: id }, 'update');
      return answer;
    };
    const answer = await send();
    if (faultOf(answer) !== undefined) return;
    const isFinal = answer.status >= 400 && answer.object?.['update_repeatable'] === false;
    keep('update', flaw, what, answer, isFinal ? await send() : undefined);
  };
  const bind = async (flaw: Flaw, what: string, instanceId: string, body: unknown, raw?: string) => {
    const bindingId = arrange.freshId();
    const answer = await broker.bind(instanceId, bindingId, body, raw === undefined ? {} : { rawBody: raw });
    keep('bind', flaw, what, answer);
    await arrange.follow(plan, answer, { instanceId, bindingId }, 'create');
  };

  const onNothing = async () => {
    await provision('malformed', 'with broken JSON', provisionBody, arrange.freshId(), broken);
    await provision('malformed', 'without plan_id', without(provisionBody, 'plan_id'));
    await provision('invalid', 'of an unknown plan', { ...provisionBody, plan_id: unknown });
    await provision('invalid', 'of an unknown service', { ...provisionBody, service_id: unknown });
    const parameters =
      factsOf(plan, world.facts).invalidProvisionParameters ??
      violationsOf(plan, 'create', world.seed, 1)[0]?.parameters;
    if (parameters !== undefined)
      await provision('invalid', 'with invalid parameters', { ...provisionBody, parameters });
    if (plan.maintenanceVersion !== undefined) {
      const maintenance_info = { version: '0.0.0-osbconformance.1' };
      await provision('conflicting', 'of another maintenance version', {
        ...provisionBody,
        maintenance_info,
      });
    }
    keep('catalog', 'invalid', 'without credentials', await broker.catalog({ auth: { kind: 'none' } }));
    keep('deprovision', 'unknown', 'of an unknown instance', await broker.deprovision(unknown, plan));
    const halfQuery = { query: { plan_id: undefined } };
    keep('deprovision', 'malformed', 'without plan_id', await broker.deprovision(unknown, plan, halfQuery));
    keep('poll-instance', 'unknown', 'of an unknown instance', await broker.pollInstance(unknown, plan));
    if (plan.offering.instancesRetrievable) {
      keep('fetch-instance', 'unknown', 'of an unknown instance', await broker.fetchInstance(unknown));
    }
    await update('unknown', 'of an unknown instance', unknown, { service_id: plan.offering.id });
    if (!plan.bindable) return;
    await bind('unknown', 'of an unknown instance', unknown, bindBody);
    keep('unbind', 'unknown', 'of an unknown instance', await broker.unbind(unknown, unknown, plan));
    if (!atLeast(world.apiVersion, '2.14')) return;
    keep(
      'poll-binding',
      'unknown',
      'of an unknown binding',
      await broker.pollBinding(unknown, unknown, plan),
    );
  };

  const onInstance = async ({ id, body }: Instance) => {
    const other = plan.offering.plans.find((candidate) => candidate.id !== plan.id);
    if (other !== undefined) {
      await provision(
        'conflicting',
        'with the id of an instance of another plan',
        { ...body, plan_id: other.id },
        id,
      );
    }
    const service_id = plan.offering.id;
    await update('malformed', 'with broken JSON', id, {}, broken);
    await update('malformed', 'without service_id', id, { context: body['context'] });
    await update('invalid', 'to an unknown plan', id, { service_id, plan_id: unknown });
    const forbidden = plan.offering.plans.find(
      (candidate) => !planChanges(plan, factsOf(plan, world.facts)).includes(candidate) && candidate !== plan,
    );
    if (forbidden !== undefined) {
      await update('conflicting', 'to a plan that it cannot be changed to', id, {
        service_id,
        plan_id: forbidden.id,
      });
    }
    if (plan.maintenanceVersion !== undefined) {
      const maintenance_info = { version: '0.0.0-osbconformance.1' };
      await update('conflicting', 'to another maintenance version', id, { service_id, maintenance_info });
    }
    if (!plan.bindable) return;
    await bind('malformed', 'with broken JSON', id, bindBody, broken);
    await bind('malformed', 'without plan_id', id, without(bindBody, 'plan_id'));
    await bind('conflicting', 'without an app', id, without(without(bindBody, 'app_guid'), 'bind_resource'));
    keep('unbind', 'unknown', 'of an unknown binding', await broker.unbind(id, unknown, plan));
    keep(
      'unbind',
      'malformed',
      'without plan_id',
      await broker.unbind(id, unknown, plan, { query: { plan_id: undefined } }),
    );
    if (plan.offering.bindingsRetrievable) {
      keep('fetch-binding', 'unknown', 'of an unknown binding', await broker.fetchBinding(id, unknown));
    }
  };

  await onNothing();
  try {
    await onInstance(await arrange.instance(plan));
  } catch (error) {
    // What was provoked without an instance is evidence enough to go on.
    if (!(error instanceof Blocked || error instanceof Inconclusive)) throw error;
  }
  return provoked;
};

/** A poll that is answered 410 tells of a deletion that has succeeded. */
const isError = ({ purpose, answer }: Purposed) =>
  answer.status >= 400 && !(answer.status === 410 && purpose.startsWith('poll-'));

/** Flawed requests of every kind to one plan of each offering: sent once and judged by many checks. */
export const refusals: Precondition<GivenRefusals> = {
  passive: true,
  targets(world) {
    const found = onePlanPerOffering.targets(world);
    if ('skip' in found) return found;
    return found
      .flatMap(({ plan }) => (plan === null ? [] : [plan]))
      .map((first) => {
        const plan =
          world.plans.find((candidate) => candidate.offering === first.offering && candidate.bindable) ??
          first;
        return {
          plan,
          async open(tools) {
            const provoked = await tools.world.recorded(recordRefusals, plan);
            const usual = answersOf(await tools.world.life(plan));
            const errors = [...provoked, ...usual].filter(isError);
            return { plan, provoked, errors };
          },
        };
      });
  },
};
