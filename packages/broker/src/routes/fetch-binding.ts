import { fetchedBindingBody } from '../http/bodies.ts';
import { defineRoute } from '../http/route.ts';

/** Shows a service binding (spec.md#fetching-a-service-binding). */
export const fetchBinding = defineRoute({
  method: 'GET',
  path: '/v2/service_instances/:instance_id/service_bindings/:binding_id',
  async handle({ params }, { engine }) {
    const ids = { instanceId: params.instance_id, bindingId: params.binding_id };
    return { status: 200, body: fetchedBindingBody(await engine.fetchBinding(ids)) };
  },
});
