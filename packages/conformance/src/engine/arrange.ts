import { randomUUID } from 'node:crypto';
import { describe } from './expect.ts';
import { errorCodeOf, type Answer } from './answer.ts';
import { bindBody, provisionBody } from './bodies.ts';
import type { Plan } from './catalog-model.ts';
import type { BrokerClient } from './client.ts';
import type { JsonObject } from './json.ts';
import { faultOf, orMissing } from './missing-answer.ts';
import { sayFault } from './network-fault.ts';
import { follow, sayAsked, sayGiven, type Followed, type OperationKind, type Polled } from './polling.ts';
import { Blocked, Inconclusive } from './signals.ts';
import type { World } from './world.ts';

/** An instance that exists. */
export interface Instance {
  readonly id: string;
  readonly plan: Plan;
  /** The body that it was provisioned with. */
  readonly body: JsonObject;
  readonly answer: Answer;
  readonly followed: Followed;
}

/** A binding that exists. */
export interface Binding {
  readonly id: string;
  readonly instance: Instance;
  readonly body: JsonObject;
  readonly answer: Answer;
  readonly followed: Followed;
}

/** Reaches starting points; whatever it creates is removed when the check has ended. A way that is barred blocks the check. */
export interface Arrange {
  /** A fresh instance that nothing else uses. */
  instance(plan: Plan, parameters?: JsonObject): Promise<Instance>;
  /** A fresh binding of an instance. */
  binding(instance: Instance, parameters?: JsonObject): Promise<Binding>;
  /**
   * Runs a probe on an instance that other probes use too, one at a time: for requests that a conformant broker
   * refuses or that leave the instance as it is.
   */
  onShared<T>(plan: Plan, probe: (instance: Instance) => Promise<T>): Promise<T>;
  /** Follows an operation to its end, whatever that is. */
  follow(plan: Plan, started: Answer, polled: Polled, kind: OperationKind): Promise<Followed>;
  /** Follows an operation that must succeed for the check to go on. */
  succeed(plan: Plan, started: Answer, polled: Polled, kind: OperationKind): Promise<Followed>;
  /** An id that the broker has never seen. */
  freshId(): string;
  /** A valid provision body for the plan. */
  provisionBody(plan: Plan, parameters?: JsonObject): JsonObject;
  /** A valid bind body for the plan, with a fresh app_guid. */
  bindBody(plan: Plan, parameters?: JsonObject): JsonObject;
}

/** Creates the arrangements of one job. */
export function createArrange(world: World, client: BrokerClient): Arrange {
  const setup = client.as('setup');
  const arrange: Arrange = {
    async instance(plan, parameters) {
      const id = randomUUID();
      const body = provisionBody(plan, world, parameters);
      const answer = await orMissing(setup.provision(id, body));
      const followed = await arrange.succeed(plan, answer, { instanceId: id }, 'create');
      return { id, plan, body, answer, followed };
    },
    async binding(instance, parameters) {
      const id = randomUUID();
      const { plan } = instance;
      const body = bindBody(plan, world, parameters);
      const answer = await orMissing(setup.bind(instance.id, id, body));
      const followed = await arrange.succeed(
        plan,
        answer,
        { instanceId: instance.id, bindingId: id },
        'create',
      );
      return { id, instance, body, answer, followed };
    },
    onShared: (plan, probe) => world.shared.use(plan, probe),
    follow: (plan, started, polled, kind) => follow(client, plan, started, polled, kind, world.polling),
    async succeed(plan, started, polled, kind) {
      const followed = await arrange.follow(plan, started, polled, kind);
      const what = `${verbOf(kind)} ${polled.bindingId === undefined ? 'an instance' : 'a binding'} of plan "${plan.name}"`;
      if (followed.end === 'timeout' || followed.end === 'unusable') {
        world.stuckPlans.note(
          plan,
          polled.bindingId === undefined ? 'instance' : 'binding',
          barred(what, started, followed),
          decisive(started, followed),
        );
      }
      if (followed.end === 'timeout') throw new Inconclusive(barred(what, started, followed));
      if (followed.end !== 'done')
        throw new Blocked(barred(what, started, followed), decisive(started, followed));
      return followed;
    },
    freshId: () => randomUUID(),
    provisionBody: (plan, parameters) => provisionBody(plan, world, parameters),
    bindBody: (plan, parameters) => bindBody(plan, world, parameters),
  };
  return arrange;
}

/** The answer that tells why an operation did not succeed. */
export function decisive(started: Answer, { polls }: Followed): Answer {
  return polls.at(-1) ?? started;
}

/** Why an operation did not succeed, with the remedy. */
export function barred(what: string, started: Answer, followed: Followed): string {
  switch (followed.end) {
    case 'refused': {
      const remedy =
        started.status >= 500
          ? ''
          : errorCodeOf(started) === 'AsyncRequired'
            ? ' Bindings can be asynchronous since 2.14: a platform of an earlier version cannot do this.'
            : ' If it needs parameters, give them in the configuration.';
      return `The broker answers ${describe(started)} to the request to ${what}.${remedy}`;
    }
    case 'unanswered': {
      const fault = faultOf(started);
      return `The request to ${what} got no answer: ${fault === undefined ? '' : sayFault(fault)}.`;
    }
    case 'failed':
      return `The broker reports that it failed to ${what}.`;
    case 'unusable':
      return `The polls of the request to ${what} do not say how it stands.`;
    case 'timeout': {
      const asked = sayAsked(followed);
      return asked === undefined
        ? `The broker did not finish to ${what} in time (${sayGiven(followed)}).`
        : `The request to ${what} was accepted, and ${asked}.`;
    }
    case 'done':
      return `The broker did ${what}.`;
  }
}

function verbOf(kind: OperationKind): string {
  return kind === 'create' ? 'create' : kind === 'update' ? 'update' : 'delete';
}
