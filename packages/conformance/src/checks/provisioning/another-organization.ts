import { contextOf } from '../../engine/bodies.ts';
import { defineCheck } from '../../engine/check.ts';
import { member } from '../../engine/json.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

/**
 * Whether another organization or space makes a provision another one is not defined (HC-03): what the broker does is
 * told, for it means something to whoever runs it.
 */
export const anotherOrganization = defineCheck({
  id: 'provisioning/same-id-from-another-organization',
  title: 'What a provision of an existing id from another organization or space is answered.',
  requirements: ['PROV-409-PARAMS'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const instance = await arrange.instance(plan);
    for (const [what, fields] of [
      ['organization', ['organization_guid']],
      ['space', ['space_guid']],
    ] as const) {
      const other = Object.fromEntries(fields.map((field) => [field, arrange.freshId()]));
      // Not every platform has organizations in its context.
      const isNamed = fields.some((field) => member(instance.body['context'], field) !== undefined);
      const context = isNamed ? { context: { ...contextOf(world), ...other } } : {};
      const answer = await broker.provision(instance.id, { ...instance.body, ...other, ...context });
      await arrange.follow(plan, answer, { instanceId: instance.id }, 'create');
      expect(answer).status(['2xx', '4xx'], `the instance exists in another ${what}`);
      if (answer.status < 300) {
        expect.note(
          `${String(answer.status)} to a provision of an existing id from another ${what}: the broker does not compare it, so that whoever knows the id of an instance is given it in another ${what}; 409 tells them apart (HC-03 leaves it open).`,
        );
      }
    }
  },
});
