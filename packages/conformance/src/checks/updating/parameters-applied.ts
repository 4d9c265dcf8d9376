import { isSuccess } from '../../engine/answer.ts';
import { previousValues } from '../../engine/bodies.ts';
import { defineCheck } from '../../engine/check.ts';
import { brief, isObject, member, sameJson, type JsonObject } from '../../engine/json.ts';
import { distinctParameters, factsOf } from '../../engine/parameters.ts';
import { planWithRetrievableInstances } from '../../preconditions/plans.ts';

/** An update that is reported as done has changed the parameters that a fetch shows. */
export const parametersApplied = defineCheck({
  id: 'updating/parameters-applied',
  title: 'After an update the parameters that it changed are shown.',
  requirements: ['UPD-APPLIED'],
  given: planWithRetrievableInstances,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const facts = factsOf(plan, world.facts);
    const given = facts.provisionParameters ?? distinctParameters(plan, 'create', world.seed)?.[0];
    const updates = distinctParameters(plan, 'update', world.seed);
    // Another value than the instance has, or nothing is to be seen.
    const differs = (parameters: JsonObject) =>
      Object.keys(parameters).some((name) => !sameJson(parameters[name], given?.[name]));
    const wanted = facts.updateParameters ?? updates?.find(differs);
    expect.applies(
      wanted !== undefined,
      'No parameters of an update are known for this plan: configure them.',
    );
    if (wanted === undefined) return;
    const instance = await arrange.instance(plan, given);
    const update = async (parameters: unknown) => {
      const body = {
        service_id: plan.offering.id,
        plan_id: plan.id,
        previous_values: previousValues(plan, world),
        parameters,
      };
      const answer = await broker.update(instance.id, body);
      const { end } = await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
      return isSuccess(answer) && end === 'done';
    };
    const fetch = async () => {
      const answer = await broker.fetchInstance(instance.id);
      return { answer, shown: member(answer.object, 'parameters') };
    };
    const before = await fetch();
    expect.applies(await update(wanted), 'The broker refuses the update.');
    const after = await fetch();
    expect.applies(isObject(after.shown), 'A fetch does not show the parameters.');
    const names = Object.keys(wanted).filter(
      (name) =>
        isObject(before.shown) &&
        Object.hasOwn(before.shown, name) &&
        !sameJson(before.shown[name], wanted[name]),
    );
    for (const name of names) {
      const now = member(after.shown, name);
      expect.that(!sameJson(now, member(before.shown, name)), {
        answer: after.answer,
        expected: `the parameter "${name}" to be ${brief(wanted[name])}`,
        actual: `${brief(now)}, as before`,
        because: 'the update that changes it has ended with success',
      });
    }
    expect.applies(names.length > 0, 'A fetch does not show a parameter that an update can change.');
  },
});
