import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { brief, isObject, member, sameJson } from '../../engine/json.ts';
import type { GivenPart } from '../../preconditions/lives.ts';
import type { Answer } from '../../engine/answer.ts';
import { isEverFetched, type Fetches, type Life } from '../../engine/life.ts';
import type { World } from '../../engine/world.ts';
import { isSemVer } from '../../judgements/semver.ts';
import { optionalField, type Place } from '../../judgements/fields.ts';
import { judgeMetadataPart } from '../../judgements/instance-body.ts';
import { fetchedInstance } from '../../preconditions/lives.ts';

type Given = GivenPart<Fetches>;

/** A check that judges the body of the first fetch of an instance. */
function fetchedBody(
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, body: unknown, given: Given, world: World) => void,
) {
  return defineCheck({
    id: `fetching/instance-${id}`,
    title,
    requirements: [requirement],
    given: fetchedInstance,
    run({ given, expect, world }) {
      const answers = [given.part.plain, given.life.update?.fetchedAfter].filter(
        (answer) => answer?.status === 200,
      );
      expect.applies(answers.length > 0, 'No fetch of the instance was answered 200.');
      for (const answer of answers) {
        if (answer !== undefined) judge({ expect, answer, about: requirement }, answer.object, given, world);
      }
    },
  });
}

/** An offering that declares instances_retrievable serves them, at once and on every plan. */
const served = defineCheck({
  id: 'fetching/instance-at-once',
  title: 'An instance can be fetched as soon as it is there.',
  requirements: ['GETI-SUPPORTED', 'GETI-IMMEDIATE', 'GETI-ALL-PLANS'],
  given: fetchedInstance,
  run({ given: { plan, life, part }, expect }) {
    const because = `"${plan.offering.name}" declares instances_retrievable, and the provision has ended with success`;
    const retried = isEverFetched(life);
    // What a later request finds was late; what none finds is not supported on this plan.
    if (retried) expect(part.plain, 'GETI-IMMEDIATE').status(200, because);
    else expect(part.plain, 'GETI-SUPPORTED').status(200, because, 'GETI-ALL-PLANS');
  },
});

const hints = defineCheck({
  id: 'fetching/instance-without-hints',
  title: 'A fetch of an instance needs no service_id and plan_id.',
  requirements: ['GETI-HINTS-OPTIONAL'],
  given: fetchedInstance,
  run({ given: { part }, expect }) {
    for (const answer of [part.plain, part.withService]) {
      expect.that(answer.status === part.withBoth.status, {
        answer,
        expected: String(part.withBoth.status),
        actual: String(answer.status),
        because: 'the same fetch with service_id and plan_id is answered so, and both are optional',
      });
    }
  },
});

const everyPlan = defineCheck({
  id: 'fetching/instances-of-every-plan',
  title: 'Instances of every plan can be fetched.',
  requirements: ['GETI-ALL-PLANS'],
  given: fetchedInstance,
  run({ given: { plan, part }, expect }) {
    const last = part.withBoth;
    expect(last).status(
      200,
      `"${plan.offering.name}" declares instances_retrievable, which holds for plan "${plan.name}" too`,
    );
  },
});

/** What the changes before a fetch said, the latest first. */
function announcedBefore(fetched: Answer, life: Life, pick: (body: unknown) => unknown): readonly unknown[] {
  const { update, provision } = life;
  const changes = fetched === update?.fetchedAfter ? [update.mutation, provision] : [provision];
  return changes.map(({ answer }) => pick(answer.object)).filter((value) => value !== undefined);
}

/** Fetching an instance. */
export const fetchingInstances = [
  served,
  everyPlan,
  hints,
  defineCheck({
    id: 'fetching/instance-is-an-object',
    title: 'The answer to a fetch of an instance is a JSON object.',
    requirements: ['GETI-BODY-OBJECT'],
    given: fetchedInstance,
    run({ given: { part }, expect }) {
      expect.applies(part.plain.status === 200, 'The fetch was not answered 200.');
      expect(part.plain).object('the instance was fetched');
    },
  }),
  fetchedBody(
    'service-id',
    '"service_id" is that of the instance.',
    'GETI-SERVICE-ID',
    ({ expect, answer }, body, { plan }) => {
      const value = member(body, 'service_id');
      expect.that(value === undefined || value === plan.offering.id, {
        answer,
        expected: `"service_id": ${brief(plan.offering.id)}`,
        actual: `"service_id": ${brief(value)}`,
        because: 'the instance was provisioned with it',
      });
    },
  ),
  defineCheck({
    id: 'fetching/instance-plan-id',
    title: '"plan_id" is that of the instance, also after a plan change.',
    requirements: ['GETI-PLAN-ID'],
    given: fetchedInstance,
    run({ given: { plan, life, part }, expect }) {
      const seen = [
        { answer: part.plain, planId: plan.id, because: 'the instance was provisioned with it' },
        {
          answer: life.update?.fetchedAfter,
          planId: life.planAfter.id,
          because: 'it is the plan after the update',
        },
      ];
      for (const { answer, planId, because } of seen) {
        const value = member(answer?.object, 'plan_id');
        if (answer?.status !== 200 || value === undefined) continue;
        expect.that(value === planId, {
          answer,
          because,
          expected: `"plan_id": ${brief(planId)}`,
          actual: `"plan_id": ${brief(value)}`,
        });
      }
    },
  }),
  fetchedBody('dashboard-url-type', '"dashboard_url" is a string.', 'GETI-DASH-TYPE', (place, body) => {
    optionalField(place, body, 'dashboard_url', 'string');
  }),
  fetchedBody(
    'dashboard-url-as-provisioned',
    'The dashboard is the one that the provision named.',
    'GETI-DASH-CONSISTENT',
    ({ expect, answer }, body, { life }) => {
      const [given] = announcedBefore(answer, life, (change) => member(change, 'dashboard_url'));
      const shown = member(body, 'dashboard_url');
      if (typeof given !== 'string' || typeof shown !== 'string') return;
      expect.that(given === shown, {
        answer,
        expected: `"dashboard_url": ${brief(given)}`,
        actual: `"dashboard_url": ${brief(shown)}`,
        because: 'the last change of the instance named it',
      });
    },
  ),
  fetchedBody('parameters-type', '"parameters" is an object.', 'GETI-PARAMS-TYPE', (place, body) => {
    optionalField(place, body, 'parameters', 'object');
  }),
  fetchedBody(
    'maintenance-info-type',
    '"maintenance_info" is an object with a SemVer "version".',
    'GETI-MAINT-TYPE',
    (place, body) => {
      if (!optionalField(place, body, 'maintenance_info', 'object')) return;
      const version = member(member(body, 'maintenance_info'), 'version');
      place.expect.that(typeof version === 'string' && isSemVer(version), {
        about: place.about,
        answer: place.answer,
        expected: '"maintenance_info.version" to be a SemVer string',
        actual: `"version": ${brief(version)}`,
        because: 'the fetch shows maintenance_info',
      });
    },
  ),
  fetchedBody(
    'metadata-type',
    '"metadata" is an object of labels and attributes.',
    'GETI-METADATA-TYPE',
    (place, body) => {
      if (!optionalField(place, body, 'metadata', 'object')) return;
      judgeMetadataPart(place, body, 'labels');
      judgeMetadataPart(place, body, 'attributes');
    },
  ),
  fetchedBody(
    'attributes-as-announced',
    'Attributes that a change announced are shown.',
    'META-ATTRS-ON-FETCH',
    ({ expect, answer }, body, { life }) => {
      const attributesOf = (holder: unknown) => member(member(holder, 'metadata'), 'attributes');
      const [announced] = announcedBefore(answer, life, attributesOf);
      if (!isObject(announced)) return;
      expect.that(sameJson(attributesOf(body), announced), {
        answer,
        expected: `"metadata.attributes": ${brief(announced)}`,
        actual: `"metadata.attributes": ${brief(attributesOf(body))}`,
        because: 'the last change of the instance announced them',
      });
    },
  ),
];
