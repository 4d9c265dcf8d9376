import { lastOperationReply, operationOf } from '../http/bodies.ts';
import { defineRoute } from '../http/route.ts';

/** Tells how the last operation on a binding goes (spec.md#polling-last-operation-for-service-bindings). */
export const bindingLastOperation = defineRoute({
  method: 'GET',
  path: '/v2/service_instances/:instance_id/service_bindings/:binding_id/last_operation',
  async handle({ params, query }, { engine }) {
    const ids = { instanceId: params.instance_id, bindingId: params.binding_id };
    return lastOperationReply(await engine.lastOperation(ids, operationOf(query)));
  },
});
