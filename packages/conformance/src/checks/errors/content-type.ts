import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import type { Expect } from '../../engine/expect.ts';
import { isOfTheBroker } from '../../judgements/error-bodies.ts';
import { lifeAnswers, successesOf } from '../../preconditions/answers.ts';
import { onePlan } from '../../preconditions/plans.ts';
import { refusals } from '../../preconditions/refusals.ts';

/** True when the answer has no body or names JSON as its type; parameters and case do not matter (HC-45). */
function isDeclaredJson(expect: Expect, answer: Answer, about: RequirementId): boolean {
  const type = answer.header('Content-Type');
  const media = type?.split(';')[0]?.trim().toLowerCase();
  return expect.that(answer.text === '' || media === 'application/json', {
    about,
    answer,
    expected: 'Content-Type: application/json',
    actual: type === undefined ? 'no Content-Type' : `Content-Type: ${type}`,
    because: 'the answer has a body',
  });
}

/** Successes are JSON and say so. */
export const successType = defineCheck({
  id: 'errors/content-type-of-successes',
  title: 'Success answers with a body are application/json.',
  requirements: ['CT-RESPONSE-SUCCESS'],
  given: lifeAnswers,
  run({ given: { answers }, expect }) {
    for (const answer of successesOf(answers)) {
      if (!isDeclaredJson(expect, answer, 'CT-RESPONSE-SUCCESS')) return;
    }
  },
});

/** Refusals are JSON and say so. */
export const errorType = defineCheck({
  id: 'errors/content-type-of-errors',
  title: 'Error answers with a body are application/json.',
  requirements: ['CT-RESPONSE-ERROR'],
  given: refusals,
  run({ given: { errors }, expect }) {
    for (const { answer } of errors.filter(isOfTheBroker)) {
      if (!isDeclaredJson(expect, answer, 'CT-RESPONSE-ERROR')) return;
    }
  },
});

/** A request of the wrong type may be processed; if it is refused, it is with 400. */
export const refusedType = defineCheck({
  id: 'errors/request-with-another-content-type',
  title: 'A provision that is refused for its Content-Type is answered 400.',
  requirements: ['CT-MISMATCH-400'],
  given: onePlan,
  async run({ given: { plan }, broker, arrange, expect }) {
    for (const type of ['text/plain', undefined]) {
      const id = arrange.freshId();
      const headers = { 'Content-Type': type };
      const answer = await broker.provision(id, arrange.provisionBody(plan), { headers });
      await arrange.follow(plan, answer, { instanceId: id }, 'create');
      if (answer.status >= 400 && answer.status !== 400) await arrange.instance(plan);
      expect(answer).status(
        { legal: ['2xx', 400], tolerated: [{ status: '5xx', reason: 'the type was wrong on purpose' }] },
        `the body is JSON, but the request has ${type === undefined ? 'no Content-Type' : `Content-Type: ${type}`}`,
      );
    }
  },
});
