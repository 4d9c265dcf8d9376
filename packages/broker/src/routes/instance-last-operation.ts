import { lastOperationReply, operationOf } from '../http/bodies.ts';
import { defineRoute } from '../http/route.ts';

/** Tells how the last operation on an instance goes (spec.md#polling-last-operation-for-service-instances). */
export const instanceLastOperation = defineRoute({
  method: 'GET',
  path: '/v2/service_instances/:instance_id/last_operation',
  async handle({ params, query }, { engine }) {
    const ids = { instanceId: params.instance_id, bindingId: '' };
    return lastOperationReply(await engine.lastOperation(ids, operationOf(query)));
  },
});
