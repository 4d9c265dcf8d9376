import { accepted, instanceBody, requestMeta } from '../http/bodies.ts';
import {
  bodyObject,
  maintenanceVersion,
  optionalObject,
  optionalText,
  requiredText,
} from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';

/** Changes a service instance (spec.md#updating-a-service-instance). */
export const update = defineRoute({
  method: 'PATCH',
  path: '/v2/service_instances/:instance_id',
  async handle(request, { engine }) {
    const body = bodyObject(request.body);
    // What the platform believes the instance was is checked for its form and not needed: the store knows.
    optionalObject(body, 'previous_values');
    const wanted = {
      serviceId: requiredText(body, 'service_id'),
      planId: optionalText(body, 'plan_id'),
      parameters: optionalObject(body, 'parameters'),
      context: optionalObject(body, 'context'),
      maintenanceVersion: maintenanceVersion(body),
    };
    const outcome = await engine.update(request.params.instance_id, wanted, requestMeta(request));
    switch (outcome.kind) {
      case 'updated':
        return { status: 200, body: instanceBody(outcome.instance) };
      case 'unchanged':
        return { status: 200, body: {} };
      case 'accepted':
        return accepted(outcome.operation);
    }
  },
});
