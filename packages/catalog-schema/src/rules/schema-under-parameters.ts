import { isObject, own } from '../engine/json.ts';
import { planLabel, schemaSlots } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';

const schema = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' };

/** A schema that stands directly in `create` or `update` is read by no platform. */
export const schemaUnderParameters = defineRule({
  id: 'schema-under-parameters',
  requirement: 'CAT-SCHEMA-CREATE-TYPE',
  needs: 'schemas',
  messages: {
    direct: ({ slot, plan }: { slot: string; plan: string }) =>
      `"${slot}" of ${plan} holds a JSON Schema itself, which no platform reads. Put it one level down: "parameters": {…}.`,
  },
  warnings: ['direct'],
  examples: {
    good: withPlan({ schemas: { service_instance: { create: { parameters: schema } } } }),
    bad: withPlan({ schemas: { service_instance: { create: schema } } }),
  },
  plan(plan, found) {
    const schemas = plan.value['schemas'];
    if (!isObject(schemas)) return;
    for (const [subject, action] of schemaSlots) {
      const host = own(schemas, subject);
      const method = isObject(host) ? own(host, action) : undefined;
      if (!isObject(method) || Object.hasOwn(method, 'parameters')) continue;
      if (!['$schema', 'type', 'properties'].some((key) => Object.hasOwn(method, key))) continue;
      const at = plan.at.descend(['schemas', subject, action]);
      found.direct(at, { slot: `schemas.${subject}.${action}`, plan: planLabel(plan) });
    }
  },
});
