import { isJsonObject, type Json } from '../json.ts';
import type { Route } from '../http/route.ts';
import type { Store } from '../store/store.ts';
import type { FaultRule } from './fault.ts';
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

/** Names of routes in rules. */
const operations = new Map([
  ['GET /v2/catalog', 'catalog'],
  ['PUT /v2/service_instances/:instance_id', 'provision'],
  ['GET /v2/service_instances/:instance_id', 'fetch_instance'],
  ['PATCH /v2/service_instances/:instance_id', 'update'],
  ['DELETE /v2/service_instances/:instance_id', 'deprovision'],
  ['GET /v2/service_instances/:instance_id/last_operation', 'instance_last_operation'],
  ['PUT /v2/service_instances/:instance_id/service_bindings/:binding_id', 'bind'],
  ['GET /v2/service_instances/:instance_id/service_bindings/:binding_id', 'fetch_binding'],
  ['DELETE /v2/service_instances/:instance_id/service_bindings/:binding_id', 'unbind'],
  [
    'GET /v2/service_instances/:instance_id/service_bindings/:binding_id/last_operation',
    'binding_last_operation',
  ],
]);

/** Chooses among the faults that are set; a plan is taken from the request, or from the instance it is about. */
export function createFaultChoice(faults: Faults, store: Store): FaultChoice {
  return async ({ route, params, query, body, requestIdentity }) => {
    if (faults.idle) return [];
    const instanceId = params['instance_id'] ?? '';
    const asked = isJsonObject(body) ? body['plan_id'] : query.get('plan_id');
    const plan = typeof asked === 'string' ? asked : (await store.instance(instanceId))?.planId;
    return faults.strike({
      operation: operations.get(`${route.method} ${route.path}`) ?? '',
      plan_id: plan ?? '',
      instance_id: instanceId,
      binding_id: params['binding_id'] ?? '',
      request_identity: requestIdentity ?? '',
    });
  };
}
