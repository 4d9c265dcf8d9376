import { accepted, requestMeta } from '../http/bodies.ts';
import { requiredQuery } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';

/** Deletes a service binding (spec.md#unbinding). */
export const unbind = defineRoute({
  method: 'DELETE',
  path: '/v2/service_instances/:instance_id/service_bindings/:binding_id',
  async handle(request, { engine }) {
    const ids = {
      serviceId: requiredQuery(request.query, 'service_id'),
      planId: requiredQuery(request.query, 'plan_id'),
    };
    const { instance_id: instanceId, binding_id: bindingId } = request.params;
    const outcome = await engine.unbind({ instanceId, bindingId }, ids, requestMeta(request));
    return outcome.kind === 'deleted' ? { status: 200, body: {} } : accepted(outcome.operation);
  },
});
