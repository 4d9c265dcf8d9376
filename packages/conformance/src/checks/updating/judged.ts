import { atLeast, type RequirementId } from '@osb-kit/spec';
import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { brief, member, sameJson } from '../../engine/json.ts';
import { operationOf, stateOf } from '../../engine/polling.ts';
import { cannotTell, isEvidence } from '../../judgements/evidence.ts';
import { lengthOf, optionalField, type Place } from '../../judgements/fields.ts';
import { judgeDashboardType } from '../../judgements/instance-body.ts';
import { judgeOperationLength, judgeOperationType } from '../../judgements/operation.ts';
import { isAvailable } from '../../judgements/polls.ts';
import { finishedUpdate, updatedLife, type GivenPart } from '../../preconditions/lives.ts';
import { firstPollOf, type Life } from '../../engine/life.ts';
import type { World } from '../../engine/world.ts';

type Update = NonNullable<Life['update']>;

function updateAnswer(
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, given: GivenPart<Update>, world: World) => void | Promise<void>,
) {
  return defineCheck({
    id: `updating/${id}`,
    title,
    requirements: [requirement],
    given: updatedLife,
    async run({ given, expect, world }) {
      const { answer } = given.part.mutation;
      expect.applies(isSuccess(answer), 'No update of this plan was accepted.');
      await judge({ expect, answer, about: requirement }, given, world);
    },
  });
}

/** Updates as an ordinary life shows them. */
export const judgedUpdates = [
  defineCheck({
    id: 'updating/status',
    title: 'A supported update is answered 200 or 202.',
    requirements: ['UPD-200'],
    given: updatedLife,
    run({ given: { part }, expect }) {
      const { answer } = part.mutation;
      expect.applies(
        part.supported.kind !== 'plan' || answer.status !== 422,
        'The broker supports none of the plan changes.',
      );
      expect.applies(
        answer.status < 400 ||
          (part.supported.kind === 'parameters' &&
            part.supported.isGuess !== true &&
            [404, 405, 501].includes(answer.status)),
        'The update is refused: see updating/context-only and updating/plan-change.',
      );
      expect(answer).status([200, 202], 'the broker declares to support this update');
    },
  }),
  updateAnswer(
    'accepted-can-be-polled',
    'After 202 the first poll says how the update stands; after 200 nothing goes on.',
    'UPD-202',
    async ({ expect, answer }, { part, plan }, world) => {
      const { followed, after } = part.mutation;
      if (followed.mode === 'async') {
        const first = firstPollOf(part.mutation);
        expect.reached(
          first === undefined || isAvailable('update', first),
          'last_operation is not there: see polling/instance-available.',
          first,
        );
        expect.that(first?.status === 200 && stateOf(first) !== undefined, {
          answer: first ?? answer,
          expected: '200 OK with "state" as "in progress", "succeeded" or "failed"',
          actual: first === undefined ? 'no poll' : describe(first),
          because: 'the update was answered 202',
        });
        return;
      }
      const goesOn = after.find((poll) => stateOf(poll) === 'in progress');
      if (goesOn === undefined) return;
      expect.enough(await isEvidence({ world }, plan, goesOn), cannotTell(goesOn, 'poll'));
      expect.that(false, {
        answer: goesOn,
        expected: '202 Accepted, or an update that is done at once',
        actual: `${describe(answer)}, and then last_operation says "in progress"`,
        because: 'work that goes on after the answer is announced with 202',
      });
    },
  ),
  updateAnswer(
    'answer-is-an-object',
    'The answer to an update is a JSON object.',
    'UPD-200-BODY',
    ({ expect, answer }, _given, world) => {
      expect(answer).object('platforms parse it', atLeast(world.apiVersion, '2.14') ? 'warning' : 'error');
      if (answer.status !== 200) return;
      expect.that(operationOf(answer) === undefined, {
        answer,
        expected: 'no "operation"',
        actual: `"operation": ${brief(operationOf(answer))}`,
        because: 'the answer is 200, so that there is nothing to poll for',
        weight: 'warning',
      });
    },
  ),
  updateAnswer(
    'dashboard-url-type',
    '"dashboard_url" is a string or null.',
    'UPD-DASH-TYPE',
    (place, _given, world) => {
      judgeDashboardType(place, place.answer.object, world.apiVersion);
    },
  ),
  updateAnswer('metadata-type', '"metadata" is an object.', 'UPD-METADATA-TYPE', (place) => {
    optionalField(place, place.answer.object, 'metadata', 'object');
  }),
  defineCheck({
    id: 'updating/operation-type',
    title: '"operation" is a non-empty string.',
    requirements: ['UPD-OPERATION-TYPE'],
    given: updatedLife,
    run({ given: { part }, expect, world }) {
      const { answer } = part.mutation;
      expect.applies(answer.status === 202, 'No update was answered 202.');
      const place = { expect, answer, about: 'UPD-OPERATION-TYPE' } as const;
      judgeOperationType(place, { version: world.apiVersion, onNull: 'warning', onEmpty: 'error' });
      const operation = operationOf(answer) ?? '';
      if (lengthOf(operation) > 10_000) judgeOperationLength({ ...place, expect });
    },
  }),
  defineCheck({
    id: 'updating/applied',
    title: 'After an update the instance is as asked for.',
    requirements: ['UPD-APPLIED'],
    given: finishedUpdate,
    run({ given: { part }, expect }) {
      const { supported, fetchedAfter } = part;
      expect.applies(fetchedAfter?.status === 200, 'The instance cannot be fetched.');
      const body = fetchedAfter?.object;
      const because = 'the update has ended with success';
      const planId = member(body, 'plan_id');
      expect.that(supported.kind !== 'plan' || planId === undefined || planId === supported.planAfter.id, {
        ...(fetchedAfter === undefined ? {} : { answer: fetchedAfter }),
        because,
        expected: `"plan_id": ${brief(supported.planAfter.id)}`,
        actual: `"plan_id": ${brief(planId)}`,
      });
      const asked = member(supported.body, 'parameters');
      for (const [name, value] of Object.entries(typeof asked === 'object' && asked !== null ? asked : {})) {
        const shown = member(member(body, 'parameters'), name);
        if (shown === undefined) continue;
        expect.that(sameJson(shown, value), {
          ...(fetchedAfter === undefined ? {} : { answer: fetchedAfter }),
          because,
          expected: `the parameter "${name}" to be ${brief(value)}`,
          actual: brief(shown),
        });
      }
    },
  }),
  defineCheck({
    id: 'updating/dashboard-url-in-the-first-answer',
    title: 'A dashboard that is new after an update was in its answer.',
    requirements: ['UPD-DASH-INITIAL'],
    given: finishedUpdate,
    run({ given: { life, part }, expect }) {
      const before = member(life.fetched?.plain.object, 'dashboard_url');
      const after = member(part.fetchedAfter?.object, 'dashboard_url');
      expect.applies(typeof after === 'string', 'No fetch shows a dashboard_url.');
      const { answer } = part.mutation;
      expect.that(after === before || member(answer.object, 'dashboard_url') === after, {
        answer,
        expected: `"dashboard_url": ${brief(after)} in the answer to the update`,
        actual: `"dashboard_url": ${brief(member(answer.object, 'dashboard_url'))}`,
        because: 'a fetch after the update shows another URL than one before it',
        ...(part.supported.kind === 'plan' ? {} : { weight: 'warning' as const }),
      });
    },
  }),
  defineCheck({
    id: 'updating/plan-kept',
    title: 'An update without plan_id leaves the plan as it is.',
    requirements: ['UPD-NO-PLAN-NO-CHANGE'],
    given: finishedUpdate,
    run({ given: { plan, part }, expect }) {
      expect.applies(part.supported.body['plan_id'] === undefined, 'The update names a plan.');
      const { fetchedAfter } = part;
      const planId = member(fetchedAfter?.object, 'plan_id');
      expect.applies(planId !== undefined, 'No fetch shows the plan of the instance.');
      expect.that(planId === plan.id, {
        ...(fetchedAfter === undefined ? {} : { answer: fetchedAfter }),
        expected: `"plan_id": ${brief(plan.id)}`,
        actual: `"plan_id": ${brief(planId)}`,
        because: 'the update had no plan_id',
      });
    },
  }),
];
