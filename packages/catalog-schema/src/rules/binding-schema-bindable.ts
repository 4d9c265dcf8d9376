import { isObject, own } from '../engine/json.ts';
import { planLabel, sentence } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';

const schemas = {
  service_binding: {
    create: { parameters: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' } },
  },
};

/** Nobody can bind to a plan that is not bindable, so nobody reads its binding schema. */
export const bindingSchemaBindable = defineRule({
  id: 'binding-schema-bindable',
  requirement: 'CAT-SCHEMA-BINDING-BINDABLE',
  needs: 'schemas',
  messages: {
    unused: ({ plan }: { plan: string }) =>
      `${sentence(plan)} is not bindable, but has a schema for bindings. Remove "service_binding", or set "bindable": true.`,
  },
  examples: { good: withPlan({ schemas }), bad: withPlan({ bindable: false, schemas }) },
  plan(plan, found) {
    const value = plan.value['schemas'];
    if (!isObject(value) || !isObject(own(value, 'service_binding'))) return;
    const bindable = plan.value['bindable'] ?? plan.offering.value['bindable'];
    if (bindable === false)
      found.unused(plan.at.descend(['schemas', 'service_binding']), { plan: planLabel(plan) });
  },
});
