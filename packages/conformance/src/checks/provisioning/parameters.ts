import { defineCheck } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import { brief } from '../../engine/json.ts';
import { factsOf } from '../../engine/parameters.ts';
import { violationsOf } from '../../engine/violations.ts';
import { eachPlan, onePlanPerOffering } from '../../preconditions/plans.ts';

/** Parameters against the plan's own schema. */
export const invalidParametersRefused = defineCheck({
  id: 'provisioning/invalid-parameters',
  title: 'A provision with parameters that the schema refuses is refused.',
  requirements: ['PROV-PARAMS-VALIDATED'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const configured = factsOf(plan, world.facts).invalidProvisionParameters;
    const wrongs =
      configured === undefined
        ? violationsOf(plan, 'create', world.seed)
        : [{ breaks: 'configured as invalid', parameters: configured }];
    expect.applies(
      wrongs.length > 0,
      'Neither a schema nor the configuration tells which parameters are invalid.',
    );
    const life = await world.life(plan, 'provisioned');
    expect.reached(
      life.provision.followed.end === 'done',
      life.stopped?.text ?? 'The valid provision is not accepted.',
    );
    for (const { breaks, parameters } of wrongs) {
      const because = `"parameters" is ${brief(parameters)} (${breaks})`;
      const instanceId = arrange.freshId();
      const answer = await broker.provision(instanceId, arrange.provisionBody(plan, parameters));
      const { mode, end } = await arrange.follow(plan, answer, { instanceId }, 'create');
      expect.that(!(mode === 'async' ? end === 'done' : answer.status < 300), {
        answer,
        expected: 'any 4xx, or an operation that fails',
        actual: String(answer.status),
        because,
      });
      if (answer.status >= 500) expect(answer).status({ legal: ['4xx'] }, because);
    }
  },
});

/** The context is optional for platforms; a broker bound to a profile may insist, with a warning. */
export const withoutContext = defineCheck({
  id: 'provisioning/without-context',
  title: 'A provision without a context is accepted.',
  requirements: ['PROV-CONTEXT-OPTIONAL'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const life = await world.life(plan, 'provisioned');
    expect.reached(
      life.provision.followed.end === 'done',
      life.stopped?.text ?? 'The provision with a context is not accepted.',
    );
    const instanceId = arrange.freshId();
    const answer = await broker.provision(instanceId, without(arrange.provisionBody(plan), 'context'));
    await arrange.follow(plan, answer, { instanceId }, 'create');
    expect(answer).status(
      {
        legal: [200, 201, 202],
        tolerated: [
          {
            status: '4xx',
            reason: 'the broker insists on a context, which only the profile of a platform demands',
          },
        ],
      },
      'the context is optional',
    );
  },
});
