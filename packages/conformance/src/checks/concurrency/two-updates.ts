import { errorCodeOf, isSuccess } from '../../engine/answer.ts';
import { contextOf, planChanges, previousValues, supportedUpdates } from '../../engine/bodies.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { brief, stringMember, type JsonObject } from '../../engine/json.ts';
import { distinctParameters, factsOf } from '../../engine/parameters.ts';
import type { World } from '../../engine/world.ts';
import { atOnce, judgeAtOnce, noOverlap } from '../../judgements/at-once.ts';
import { eachPlan } from '../../preconditions/plans.ts';

/** Two different updates that the broker declares to support: two plans if it can be, else two names, else two sets of parameters. */
function twoUpdates(plan: Plan, world: World): readonly [JsonObject, JsonObject] | undefined {
  const common = { service_id: plan.offering.id, previous_values: previousValues(plan, world) };
  const [one, other] = planChanges(plan, factsOf(plan, world.facts));
  const context = contextOf(world);
  if (one !== undefined && other !== undefined) {
    return [
      { ...common, context, plan_id: one.id },
      { ...common, context, plan_id: other.id },
    ];
  }
  const byContext = supportedUpdates(plan, world).some(({ kind }) => kind === 'context');
  const named = (name: string) => ({ ...common, context: contextOf(world, name) });
  if (one !== undefined && byContext) return [{ ...common, context, plan_id: one.id }, named('renamed')];
  if (byContext) return [named('renamed'), named('renamed-otherwise')];
  const [some, others] = distinctParameters(plan, 'update', world.seed) ?? [];
  if (some === undefined || others === undefined) return undefined;
  return [
    { ...common, context, parameters: some },
    { ...common, context, parameters: others },
  ];
}

/** Two updates do not tear an instance in two. */
export const updatesAtOnce = defineCheck({
  id: 'concurrency/updates-at-once',
  title:
    'Two updates at the same time are accepted or refused with 422 ConcurrencyError, and what is accepted is applied.',
  requirements: ['UPD-APPLIED', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const updates = twoUpdates(plan, world);
    expect.applies(
      updates !== undefined,
      'The catalog declares no two updates that may be sent to this plan.',
    );
    if (updates === undefined) return;
    const { id: instanceId } = await arrange.instance(plan);
    const send = (body: JsonObject, once = false) => broker.update(instanceId, body, { once });
    const { answers, overlapped } = await atOnce(
      () => send(updates[0], true),
      () => send(updates[1], true),
    );
    const ends = await Promise.all(
      answers.map((answer) => arrange.follow(plan, answer, { instanceId }, 'update')),
    );
    const fetched = plan.offering.instancesRetrievable ? await broker.fetchInstance(instanceId) : undefined;
    expect.enough(overlapped, noOverlap);

    const because = 'another update of this instance was sent at the same time';
    for (const [answer, body] of [[answers[0], updates[0]] as const, [answers[1], updates[1]] as const]) {
      const isRegular = isSuccess(answer) || errorCodeOf(answer) === 'ConcurrencyError';
      if (!isRegular && answer.status < 500) {
        // The change may be one that the broker does not support whenever it is asked.
        const alone = await send(body);
        await arrange.follow(plan, alone, { instanceId }, 'update');
        const isOwnReason = alone.status === answer.status;
        expect.applies(
          !isOwnReason,
          `The broker answers ${describe(alone)} to one of the updates alone as well.`,
        );
      }
      judgeAtOnce(expect, answer, [200, 202], because);
    }
    if (ends.some(({ end }) => end !== 'done' && end !== 'refused')) return;
    const applied = updates.filter((_body, index) => ends[index]?.end === 'done');
    const named = applied.map((body) => stringMember(body, 'plan_id')).filter((id) => id !== undefined);
    const expected = named.length === 0 ? [plan.id] : named;
    const shown = stringMember(fetched?.object, 'plan_id');
    if (applied.length === 0 || fetched?.status !== 200 || shown === undefined) return;
    if (expected.includes(shown)) return;
    const alone = await arrange.instance(plan);
    let control: string | undefined;
    for (const body of applied) {
      const answer = await broker.update(alone.id, body);
      await arrange.follow(plan, answer, { instanceId: alone.id }, 'update');
      control = stringMember((await broker.fetchInstance(alone.id)).object, 'plan_id');
    }
    expect.applies(
      control !== undefined && expected.includes(control),
      'A fetch does not show an update that is alone either: see updating/plan-change.',
    );
    expect.that(false, {
      answer: fetched,
      expected: `"plan_id" to be one of ${brief(expected)}`,
      actual: `"plan_id": ${brief(shown)}`,
      because: 'these are the plans that the accepted updates asked for',
    });
  },
});
