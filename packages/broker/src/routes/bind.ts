import { accepted, requestMeta } from '../http/bodies.ts';
import { bodyObject, optionalObject, optionalText, requiredText } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';
import { refuseUnusable } from '../http/router.ts';

/** Creates a service binding, or the successor of one (spec.md#binding, spec.md#binding-rotation). */
export const bind = defineRoute({
  method: 'PUT',
  path: '/v2/service_instances/:instance_id/service_bindings/:binding_id',
  async handle(request, { engine }) {
    const body = bodyObject(request.body);
    const predecessorId = optionalText(body, 'predecessor_binding_id');
    if (predecessorId !== undefined) refuseUnusable(predecessorId, 'predecessor_binding_id');
    // A rotation may repeat the ids or leave them out: the specification has both tables.
    const id = predecessorId === undefined ? requiredText : optionalText;
    const bindResource = optionalObject(body, 'bind_resource');
    const context = optionalObject(body, 'context') ?? {};
    for (const field of ['space_guid', 'route']) optionalText(bindResource ?? {}, field, 'bind_resource.');
    // Who may do what in a shared instance depends on it.
    optionalText(context, 'space_guid', 'context.');
    const topLevelApp = optionalText(body, 'app_guid');
    const wanted = {
      serviceId: id(body, 'service_id'),
      planId: id(body, 'plan_id'),
      parameters: optionalObject(body, 'parameters'),
      context,
      bindResource,
      appGuid: (bindResource && optionalText(bindResource, 'app_guid', 'bind_resource.')) ?? topLevelApp,
      predecessorId,
    };
    const { instance_id: instanceId, binding_id: bindingId } = request.params;
    const outcome = await engine.bind({ instanceId, bindingId }, wanted, requestMeta(request));
    switch (outcome.kind) {
      case 'created':
        return { status: 201, body: outcome.binding.body };
      case 'unchanged':
        return { status: 200, body: outcome.binding.body };
      case 'accepted':
        return accepted(outcome.operation);
    }
  },
});
