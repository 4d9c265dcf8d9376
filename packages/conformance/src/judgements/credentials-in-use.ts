import type { Plan } from '../engine/catalog-model.ts';
import type { Tools } from '../engine/check.ts';
import { tryCredentials, type Tried } from '../engine/credentials-command.ts';
import { factsOf } from '../engine/parameters.ts';
import { isObject, type JsonObject } from '../engine/json.ts';

/** A binding whose credentials can be tried. */
export interface UsableBinding {
  readonly instanceId: string;
  readonly bindingId: string;
  readonly credentials: JsonObject;
  attempt(): Promise<Tried>;
}

/** Makes a binding of the plan, and finds its credentials; not applicable when no command to try them is configured. */
export async function usableBinding(tools: Tools, plan: Plan): Promise<UsableBinding> {
  const { arrange, broker, expect, world } = tools;
  const command = factsOf(plan, world.facts).tryCredentials;
  expect.applies(command !== undefined, 'No command that tries credentials is configured (try_credentials).');
  const { id, instance, answer, followed } = await arrange.binding(await arrange.instance(plan));
  const told =
    followed.mode === 'async' && plan.offering.bindingsRetrievable
      ? await broker.fetchBinding(instance.id, id, undefined, { role: 'setup' })
      : answer;
  const credentials = told.object?.['credentials'];
  expect.reached(isObject(credentials), 'The binding has no credentials to try.');
  const found = isObject(credentials) ? credentials : {};
  return {
    instanceId: instance.id,
    bindingId: id,
    credentials: found,
    attempt: () => tryCredentials(command ?? '', found, world.polling.signal),
  };
}
