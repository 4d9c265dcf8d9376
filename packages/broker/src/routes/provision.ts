import { accepted, instanceBody, requestMeta } from '../http/bodies.ts';
import { bodyObject, maintenanceVersion, optionalObject, requiredText } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';

/** Creates a service instance (spec.md#provisioning). */
export const provision = defineRoute({
  method: 'PUT',
  path: '/v2/service_instances/:instance_id',
  async handle(request, { engine }) {
    const body = bodyObject(request.body);
    const wanted = {
      serviceId: requiredText(body, 'service_id'),
      planId: requiredText(body, 'plan_id'),
      organizationGuid: requiredText(body, 'organization_guid'),
      spaceGuid: requiredText(body, 'space_guid'),
      context: optionalObject(body, 'context') ?? {},
      parameters: optionalObject(body, 'parameters') ?? {},
      maintenanceVersion: maintenanceVersion(body),
    };
    const outcome = await engine.provision(request.params.instance_id, wanted, requestMeta(request));
    switch (outcome.kind) {
      case 'created':
        return { status: 201, body: instanceBody(outcome.instance) };
      case 'unchanged':
        return { status: 200, body: instanceBody(outcome.instance) };
      case 'accepted':
        return accepted(outcome.operation);
    }
  },
});
