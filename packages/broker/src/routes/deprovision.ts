import { accepted, requestMeta } from '../http/bodies.ts';
import { requiredQuery } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';

/** Deletes a service instance (spec.md#deprovisioning). */
export const deprovision = defineRoute({
  method: 'DELETE',
  path: '/v2/service_instances/:instance_id',
  async handle(request, { engine }) {
    const ids = {
      serviceId: requiredQuery(request.query, 'service_id'),
      planId: requiredQuery(request.query, 'plan_id'),
    };
    const outcome = await engine.deprovision(request.params.instance_id, ids, requestMeta(request));
    return outcome.kind === 'deleted' ? { status: 200, body: {} } : accepted(outcome.operation);
  },
});
