import type { Answer } from '../engine/answer.ts';
import { supportedUpdates } from '../engine/bodies.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { Tools } from '../engine/check.ts';
import type { CallOptions } from '../engine/client.ts';
import type { OperationKind, Polled } from '../engine/polling.ts';

/** The operations that may be asynchronous. */
export type ActionName = 'provision' | 'update' | 'bind' | 'unbind' | 'deprovision' | 'rotate';

/** A request that is ready to be sent, once or again. */
export interface Action {
  readonly kind: OperationKind;
  readonly polled: Polled;
  /** The plan that goes with polls. */
  readonly plan: Plan;
  send(options?: CallOptions): Promise<Answer>;
}

/** Reaches the state in which an operation can be asked for, and makes its request. */
export async function prepareAction(name: ActionName, tools: Tools, plan: Plan): Promise<Action> {
  const { broker, arrange, expect, world } = tools;
  switch (name) {
    case 'provision': {
      const instanceId = arrange.freshId();
      const body = arrange.provisionBody(plan);
      const send = (options?: CallOptions) => broker.provision(instanceId, body, options);
      return { kind: 'create', polled: { instanceId }, plan, send };
    }
    case 'update': {
      const life = await world.life(plan, 'updated');
      const accepted = life.update?.mutation.followed.end === 'done' ? life.update.supported : undefined;
      const update = accepted ?? supportedUpdates(plan, world)[0];
      expect.applies(
        update !== undefined && accepted !== undefined,
        'No update of this plan is declared and accepted.',
      );
      const { id } = await arrange.instance(plan);
      const send = (options?: CallOptions) => broker.update(id, update?.body, options);
      return { kind: 'update', polled: { instanceId: id }, plan, send };
    }
    case 'deprovision': {
      const { id } = await arrange.instance(plan);
      const send = (options?: CallOptions) => broker.deprovision(id, plan, options);
      return { kind: 'delete', polled: { instanceId: id }, plan, send };
    }
    case 'bind': {
      const { id } = await arrange.instance(plan);
      const bindingId = arrange.freshId();
      const body = arrange.bindBody(plan);
      const send = (options?: CallOptions) => broker.bind(id, bindingId, body, options);
      return { kind: 'create', polled: { instanceId: id, bindingId }, plan, send };
    }
    case 'unbind': {
      const binding = await arrange.binding(await arrange.instance(plan));
      const polled = { instanceId: binding.instance.id, bindingId: binding.id };
      const send = (options?: CallOptions) => broker.unbind(binding.instance.id, binding.id, plan, options);
      return { kind: 'delete', polled, plan, send };
    }
    case 'rotate': {
      const binding = await arrange.binding(await arrange.instance(plan));
      const bindingId = arrange.freshId();
      const body = rotationBody(plan, binding.id);
      const send = (options?: CallOptions) => broker.bind(binding.instance.id, bindingId, body, options);
      return { kind: 'create', polled: { instanceId: binding.instance.id, bindingId }, plan, send };
    }
  }
}

/** The body of a rotation: the predecessor, and both ids because a second table demands them (HC-39). */
export function rotationBody(plan: Plan, predecessor: string) {
  return { service_id: plan.offering.id, plan_id: plan.id, predecessor_binding_id: predecessor };
}
