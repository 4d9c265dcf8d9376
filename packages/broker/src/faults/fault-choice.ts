import { isJsonObject, type Json } from '../json.ts';
import type { Route } from '../http/route.ts';
import type { Store } from '../store/store.ts';
import { type FaultRule, operationNames } from './fault.ts';
import type { Faults } from './faults.ts';

/** What is known of a request when a fault is chosen. */
export interface FaultRequest {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Json | undefined;
  readonly requestIdentity: string | undefined;
}

/** Chooses the faults that strike a request. */
export type FaultChoice = (request: FaultRequest) => Promise<readonly FaultRule[]>;

/** Chooses among the faults that are set; a plan is taken from the request, or from the instance it is about. */
export function createFaultChoice(faults: Faults, store: Store): FaultChoice {
  return async ({ route, params, query, body, requestIdentity }) => {
    if (faults.idle) return [];
    const instanceId = params['instance_id'] ?? '';
    const asked = isJsonObject(body) ? body['plan_id'] : query.get('plan_id');
    const plan = typeof asked === 'string' ? asked : (await store.instance(instanceId))?.planId;
    return faults.strike({
      operation: operationNames.get(`${route.method} ${route.path}`) ?? '',
      plan_id: plan ?? '',
      instance_id: instanceId,
      binding_id: params['binding_id'] ?? '',
      request_identity: requestIdentity ?? '',
    });
  };
}
