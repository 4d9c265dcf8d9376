import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { isObject } from '../../engine/json.ts';
import { answersOf } from '../../preconditions/answers.ts';
import { refusals } from '../../preconditions/refusals.ts';

/** A platform reads the status, not the body: what went wrong must not look like success. */
export const failureStatus = defineCheck({
  id: 'errors/failure-has-a-failure-status',
  title: 'A request that fails is not answered with a status of success.',
  requirements: ['ERR-STATUS-APPROPRIATE'],
  given: refusals,
  async run({ given: { plan, provoked }, expect, world }) {
    const life = await world.life(plan);
    const usual = answersOf(life).map((one) => ({ ...one, what: 'in an ordinary life' }));
    for (const { what, purpose, answer } of [...provoked, ...usual]) {
      expect.that(!isSuccess(answer) || !tellsOnlyAnError(answer.object), {
        answer,
        expected: 'a status of 400 or above',
        actual: describe(answer),
        because: `the body says that the request (${purpose.replace('-', ' ')} ${what}) failed`,
      });
    }
    // Whether a flawed request may be accepted is the business of its own row; a crash never is an answer (HC-11).
    for (const { purpose, flaw, what, answer } of provoked) {
      const isOwnRow = purpose === 'catalog' || flaw === 'unknown' || answer.status === 501;
      if (isOwnRow || (flaw === 'malformed' && answer.status >= 500)) continue;
      expect(answer).status(['4xx', '2xx'], `the request was ${purpose} ${what}`);
    }
  },
});

/** Fields of successes: a body with one of them may well have a field `error` of its own. */
const successFields = [
  'operation',
  'state',
  'dashboard_url',
  'metadata',
  'parameters',
  'service_id',
  'plan_id',
  'services',
  'credentials',
  'syslog_drain_url',
  'route_service_url',
  'volume_mounts',
  'endpoints',
];

function tellsOnlyAnError(body: unknown): boolean {
  if (!isObject(body) || typeof body['error'] !== 'string' || body['error'] === '') return false;
  return !successFields.some((field) => Object.hasOwn(body, field));
}
