import type { RequirementId } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { atLeast } from '@osb-kit/spec';
import { member } from '../../engine/json.ts';
import type { World } from '../../engine/world.ts';
import { optionalField, type Place } from '../../judgements/fields.ts';
import { judgeDashboardType, judgeDashboardUrl, judgeMetadataPart } from '../../judgements/instance-body.ts';
import { judgeOperationLength, judgeOperationType } from '../../judgements/operation.ts';
import { justProvisionedLife, provisionedLife } from '../../preconditions/lives.ts';

/** A check that judges the answers to the provisions of a life. */
function provisionAnswer(
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, answer: Answer, world: World) => void,
  status?: number,
) {
  return defineCheck({
    id: `provisioning/${id}`,
    title,
    requirements: [requirement],
    given: provisionedLife,
    run({ given: { life, part }, expect, world }) {
      const answers = [part.answer, ...(life.repeated === undefined ? [] : [life.repeated.answer])].filter(
        (answer) => isSuccess(answer) && (status === undefined || answer.status === status),
      );
      expect.applies(answers.length > 0, `No provision was answered ${String(status)}.`);
      for (const answer of answers) judge({ expect, answer, about: requirement }, answer, world);
    },
  });
}

/** What the body of a provision answer may hold. */
export const provisionBodies = [
  provisionAnswer(
    'answer-is-an-object',
    'The answer to a provision is a JSON object.',
    'PROV-BODY-OBJECT',
    ({ expect }, answer, world) => {
      expect(answer).object('platforms parse it', atLeast(world.apiVersion, '2.14') ? 'warning' : 'error');
    },
  ),
  provisionAnswer(
    'dashboard-url-type',
    '"dashboard_url" is a string or null.',
    'PROV-DASH-TYPE',
    (place, answer, world) => {
      judgeDashboardType(place, answer.object, world.apiVersion);
    },
  ),
  provisionAnswer(
    'dashboard-url-is-a-url',
    '"dashboard_url" is an http or https URL.',
    'PROV-DASH-IS-URL',
    (place, answer) => {
      judgeDashboardUrl(place, answer.object);
    },
  ),
  provisionAnswer(
    'operation-type',
    '"operation" is a string or null.',
    'PROV-OPERATION-TYPE',
    (place, _answer, world) => {
      judgeOperationType(place, {
        version: world.apiVersion,
        onNull: atLeast(world.apiVersion, '2.15') ? 'legal' : 'error',
        onEmpty: 'warning',
      });
    },
    202,
  ),
  provisionAnswer(
    'operation-length',
    '"operation" has at most 10,000 characters.',
    'PROV-OPERATION-MAXLEN',
    judgeOperationLength,
    202,
  ),
  provisionAnswer('metadata-type', '"metadata" is an object.', 'PROV-METADATA-TYPE', (place, answer) => {
    optionalField(place, answer.object, 'metadata', 'object');
  }),
  provisionAnswer('labels-type', '"metadata.labels" is an object.', 'META-LABELS-TYPE', (place, answer) => {
    judgeMetadataPart(place, answer.object, 'labels');
  }),
  provisionAnswer(
    'attributes-type',
    '"metadata.attributes" is an object.',
    'META-ATTRS-TYPE',
    (place, answer) => {
      judgeMetadataPart(place, answer.object, 'attributes');
    },
  ),
  defineCheck({
    id: 'provisioning/dashboard-url-identifies-the-instance',
    title: 'Two instances have different dashboards.',
    requirements: ['PROV-DASH-IDENTIFIES'],
    given: justProvisionedLife,
    async run({ given: { plan, part }, arrange, expect }) {
      const first = member(part.answer.object, 'dashboard_url');
      expect.applies(typeof first === 'string' && first !== '', 'The broker gives no dashboard_url.');
      const other = await arrange.instance(plan);
      expect.that(member(other.answer.object, 'dashboard_url') !== first, {
        answer: other.answer,
        expected: 'another "dashboard_url" than that of another instance',
        actual: `"dashboard_url": ${JSON.stringify(first)} for both`,
        because: 'the URL has to identify the instance',
      });
    },
  }),
  defineCheck({
    id: 'provisioning/dashboard-url-in-the-first-answer',
    title: 'A dashboard that a fetch shows was in the answer to the provision.',
    requirements: ['PROV-DASH-INITIAL'],
    given: provisionedLife,
    run({ given: { life, part }, expect }) {
      const shown = member(life.fetched?.plain.object, 'dashboard_url');
      expect.applies(typeof shown === 'string' && shown !== '', 'No fetch shows a dashboard_url.');
      const given = member(part.answer.object, 'dashboard_url');
      expect.that(typeof given === 'string' && given !== '', {
        answer: part.answer,
        expected: '"dashboard_url" in the answer to the provision',
        actual: `none there, but ${JSON.stringify(shown)} in the fetch that followed`,
        because: 'platforms take it from the first answer',
      });
    },
  }),
];
