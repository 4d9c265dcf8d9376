import { defineCheck } from '../../engine/check.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

/** A repeat stays a repeat when a field is added that the broker has to ignore. */
export const repeatWithUnknownField = defineCheck({
  id: 'extensions/repeat-with-unknown-field',
  title: 'A repeated provision with an unknown field is still a repeat.',
  requirements: ['EXT-IGNORE-IDEMPOTENCY'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const plain = await broker.provision(instance.id, instance.body);
    await arrange.follow(plan, plain, { instanceId: instance.id }, 'create');
    expect.applies(
      plain.status === 200 || plain.status === 202,
      `The broker answers ${String(plain.status)} to a repeat as it is.`,
    );
    const extended = { ...instance.body, 'osb-conformance.example/x': { a: [1, null] } };
    const repeated = await broker.provision(instance.id, extended);
    await arrange.follow(plan, repeated, { instanceId: instance.id }, 'create');
    expect(repeated).status(
      plain.status,
      'the same repeat without the unknown field was answered so, and unknown fields are ignored',
    );
  },
});
