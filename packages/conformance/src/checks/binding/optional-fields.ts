import { randomUUID } from 'node:crypto';
import { errorCodeOf, isSuccess } from '../../engine/answer.ts';
import { brief } from '../../engine/json.ts';
import { defineCheck } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import { describe } from '../../engine/expect.ts';
import { distinctParameters, factsOf } from '../../engine/parameters.ts';
import { violationsOf } from '../../engine/violations.ts';
import { bindablePlan, oneBindablePlanPerOffering } from '../../preconditions/plans.ts';

/** Nothing but the two ids is needed, and the parameters that the plan asks for. */
export const optionalFields = defineCheck({
  id: 'binding/optional-fields',
  title: 'A bind with only service_id and plan_id is accepted, or refused with 422 RequiresApp.',
  requirements: ['BIND-OPTIONAL-FIELDS', 'BIND-422-REQUIRES-APP', 'BIND-422-REQUIRES-APP-CODE'],
  given: bindablePlan,
  async run({ given: { plan }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const bindingId = arrange.freshId();
    const full = arrange.bindBody(plan);
    const bare = without(without(without(full, 'context'), 'app_guid'), 'bind_resource');
    const answer = await broker.bind(instance.id, bindingId, bare);
    const polled = { instanceId: instance.id, bindingId };
    await arrange.follow(plan, answer, polled, 'create');
    if (isSuccess(answer)) return;
    const appGuid = randomUUID();
    const second = await broker.bind(instance.id, arrange.freshId(), {
      ...bare,
      app_guid: appGuid,
      bind_resource: { app_guid: appGuid },
    });
    await arrange.follow(plan, second, polled, 'create');
    if (isSuccess(second)) {
      const because = 'the bind names no application, and is accepted as soon as it names one';
      // Whether an application is needed or merely the field, 422 RequiresApp is the only legal refusal.
      expect.that(answer.status === 422, {
        about: ['BIND-422-REQUIRES-APP', 'BIND-OPTIONAL-FIELDS'],
        answer,
        expected: '201 Created, 202 Accepted or 422 Unprocessable Entity with "error": "RequiresApp"',
        actual: describe(answer),
        because,
      });
      if (errorCodeOf(answer) !== 'RequiresApp')
        expect(answer, 'BIND-422-REQUIRES-APP-CODE').errorCode('RequiresApp', because);
      return;
    }
    const control = await broker.bind(instance.id, arrange.freshId(), full);
    await arrange.follow(plan, control, polled, 'create');
    expect.reached(isSuccess(control), 'The complete bind is refused as well.');
    expect(answer).status([200, 201, 202], 'the body has service_id and plan_id, and the rest is optional');
  },
});

/** Platforms send the application in two places, of which the first is deprecated. */
export const applicationInBothPlaces = defineCheck({
  id: 'binding/app-guid-in-bind-resource',
  title: 'A bind that names the application in bind_resource only is accepted.',
  requirements: ['BIND-APP-GUID-BOTH'],
  given: oneBindablePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const life = await world.life(plan, 'bound');
    expect.reached(
      life.bound?.bind.followed.end === 'done' || life.planAfter !== plan,
      life.stopped?.text ?? 'The complete bind is not accepted.',
      life.bound?.bind.answer ?? life.stopped?.answer,
    );
    await arrange.onShared(plan, async (instance) => {
      const bindingId = arrange.freshId();
      const answer = await broker.bind(instance.id, bindingId, without(arrange.bindBody(plan), 'app_guid'));
      await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'create');
      expect(answer).status([201, 202, 200], 'bind_resource.app_guid replaces the deprecated app_guid');
    });
  },
});

/** The same id with other parameters is no repeat. */
export const conflictOnDifferentParameters = defineCheck({
  id: 'binding/conflict-on-different-parameters',
  title: 'A second bind with other parameters is answered 409.',
  requirements: ['BIND-409-PARAMS'],
  given: bindablePlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { bindParameters, alternativeBindParameters } = factsOf(plan, world.facts);
    const [first, second] =
      alternativeBindParameters === undefined
        ? (distinctParameters(plan, 'bind', world.seed) ?? [undefined, undefined])
        : [bindParameters, alternativeBindParameters];
    const instance = await arrange.instance(plan);
    const binding = await arrange.binding(instance, first);
    const polled = { instanceId: instance.id, bindingId: binding.id };
    if (second === undefined) {
      const other = { app_guid: randomUUID() };
      const answer = await broker.bind(instance.id, binding.id, {
        ...binding.body,
        ...other,
        bind_resource: other,
      });
      await arrange.follow(plan, answer, polled, 'create');
      expect(answer).status(
        {
          legal: [409],
          tolerated: [
            {
              status: '2xx',
              reason: 'it is the application that differs, which one may not count among the parameters',
            },
          ],
        },
        'the binding exists for another application',
      );
      return;
    }
    await arrange.binding(instance, second);
    const answer = await broker.bind(instance.id, binding.id, { ...binding.body, parameters: second });
    await arrange.follow(plan, answer, polled, 'create');
    expect(answer).status(409, 'the binding exists with other parameters, and both are valid');
  },
});

/** Parameters against the plan's own schema. */
export const invalidParametersRefused = defineCheck({
  id: 'binding/invalid-parameters',
  title: 'A bind with parameters that the schema refuses is refused.',
  requirements: ['BIND-PARAMS-VALIDATED'],
  given: bindablePlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const configured = factsOf(plan, world.facts).invalidBindParameters;
    const wrongs =
      configured === undefined
        ? violationsOf(plan, 'bind', world.seed)
        : [{ breaks: 'configured as invalid', parameters: configured }];
    expect.applies(
      wrongs.length > 0,
      'Neither a schema nor the configuration tells which parameters are invalid.',
    );
    const life = await world.life(plan, 'bound');
    expect.reached(
      life.bound?.bind.followed.end === 'done' || life.planAfter !== plan,
      life.stopped?.text ?? 'The valid bind is not accepted.',
      life.bound?.bind.answer ?? life.stopped?.answer,
    );
    await arrange.onShared(plan, async (instance) => {
      for (const { breaks, parameters } of wrongs) {
        const bindingId = arrange.freshId();
        const answer = await broker.bind(instance.id, bindingId, arrange.bindBody(plan, parameters));
        await arrange.follow(plan, answer, { instanceId: instance.id, bindingId }, 'create');
        expect(answer).status({ legal: ['4xx'] }, `"parameters" is ${brief(parameters)} (${breaks})`);
      }
    });
  },
});
