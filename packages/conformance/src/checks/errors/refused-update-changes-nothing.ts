import { isRefusal, type Answer } from '../../engine/answer.ts';
import { distinctParameters, factsOf } from '../../engine/parameters.ts';
import { violationsOf } from '../../engine/violations.ts';
import { planChanges } from '../../engine/bodies.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck } from '../../engine/check.ts';
import { brief, sameJson, type JsonObject } from '../../engine/json.ts';
import type { World } from '../../engine/world.ts';
import { unmatchedVersion } from '../../judgements/maintenance.ts';
import { eachPlan } from '../../preconditions/plans.ts';

interface Flawed {
  readonly what: string;
  readonly body: JsonObject;
}

/** Updates that a broker refuses, each with something in it that must not be applied then. */
function flawedUpdates(plan: Plan, world: World, unknown: string): readonly Flawed[] {
  const facts = factsOf(plan, world.facts);
  const service_id = plan.offering.id;
  const changes = planChanges(plan, facts);
  const others = plan.offering.plans.filter((other) => other.id !== plan.id);
  const invalid = facts.invalidUpdateParameters ?? violationsOf(plan, 'update', world.seed, 1)[0]?.parameters;
  const [valid] = distinctParameters(plan, 'update', world.seed) ?? [facts.updateParameters];
  const conflict = { maintenance_info: { version: unmatchedVersion } };
  const parameters = valid === undefined ? {} : { parameters: valid };
  return [
    { what: 'to an unknown plan', body: { service_id, plan_id: unknown, ...parameters } },
    ...(plan.maintenanceVersion === undefined
      ? []
      : [
          {
            what: 'to a maintenance version that does not exist',
            body: { service_id, ...parameters, ...conflict },
          },
        ]),
    ...others
      .filter((other) => !changes.includes(other))
      .map(({ id, name }) => ({
        what: `to plan "${name}", which is not supported`,
        body: { service_id, plan_id: id },
      })),
    ...changes.slice(0, 1).flatMap(({ id, name }) =>
      invalid === undefined
        ? []
        : [
            {
              what: `to plan "${name}" with invalid parameters`,
              body: { service_id, plan_id: id, parameters: invalid },
            },
          ],
    ),
    // Which plan's version counts here is open (HC-33): some accept it, and then the instance is another one.
    ...changes.slice(0, 1).map(({ id, name }) => ({
      what: `to plan "${name}" and to a maintenance version that does not exist`,
      body: { service_id, plan_id: id, ...conflict },
    })),
  ];
}

/** What a fetch shows of the state; a field that changes by itself is left out. */
const fields = ['service_id', 'plan_id', 'parameters', 'dashboard_url'] as const;

/** A refused update is as if it had never been sent. */
export const refusedUpdate = defineCheck({
  id: 'errors/refused-update-changes-nothing',
  title: 'An update that is refused leaves the instance as it is.',
  requirements: ['ERR-4XX-NO-CHANGE-UPD'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const instance = await arrange.instance(plan);
    const polled = { instanceId: instance.id };
    const repeat = async () => {
      const answer = await broker.provision(instance.id, instance.body);
      await arrange.follow(plan, answer, polled, 'create');
      return answer;
    };
    const fetch = () => (plan.offering.instancesRetrievable ? broker.fetchInstance(instance.id) : undefined);
    const first = await fetch();
    const before = await fetch();
    const steady = fields.filter((field) => sameJson(first?.object?.[field], before?.object?.[field]));
    const repeatBefore = await repeat();
    let refusals = 0;
    for (const { what, body } of flawedUpdates(plan, world, arrange.freshId())) {
      const refused = await broker.update(instance.id, body);
      await arrange.follow(plan, refused, polled, 'update');
      if (refused.status < 400) break; // The instance may be another one now.
      if (!isRefusal(refused)) continue;
      refusals += 1;
      const because = `the update ${what} was answered ${String(refused.status)}`;
      const after = await fetch();
      if (before?.status === 200 && after?.status === 200) compare(before, after, because);
      const repeated = await repeat();
      expect.that(repeated.status === repeatBefore.status, {
        answer: repeated,
        expected: `${String(repeatBefore.status)} to the repeated provision, as before the update`,
        actual: String(repeated.status),
        because,
      });
    }
    expect.applies(refusals > 0, 'The broker refuses none of the flawed updates with a 4xx.');

    function compare(old: Answer, now: Answer, because: string) {
      for (const field of steady) {
        expect.that(sameJson(old.object?.[field], now.object?.[field]), {
          answer: now,
          expected: `"${field}": ${brief(old.object?.[field])}, as before`,
          actual: `"${field}": ${brief(now.object?.[field])}`,
          because,
        });
      }
    }
  },
});
