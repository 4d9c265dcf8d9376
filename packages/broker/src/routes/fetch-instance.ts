import { fetchedInstanceBody } from '../http/bodies.ts';
import { defineRoute } from '../http/route.ts';

/** Shows a service instance (spec.md#fetching-a-service-instance). */
export const fetchInstance = defineRoute({
  method: 'GET',
  path: '/v2/service_instances/:instance_id',
  async handle({ params }, { engine }) {
    return { status: 200, body: fetchedInstanceBody(await engine.fetchInstance(params.instance_id)) };
  },
});
