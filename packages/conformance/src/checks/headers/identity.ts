import { kindNames } from '../../engine/well-formed.ts';
import { headerNames } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import type { Expect } from '../../engine/expect.ts';
import { identityOf, registeredPlatforms } from '../../engine/platform.ts';
import { answersOf, type Purposed } from '../../preconditions/answers.ts';
import { allLives } from '../../preconditions/lives.ts';
import { onePlan } from '../../preconditions/plans.ts';

/** The identity of a user is optional for platforms. */
export const originatingIdentityTolerated = defineCheck({
  id: 'headers/originating-identity',
  title: 'Requests with and without an originating identity succeed alike.',
  requirements: ['HDR-ORIGID-TOLERATED'],
  given: onePlan,
  judgesTheOrdinary: true,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const own = world.platform.name;
    const bare = await broker.catalog({ headers: { [headerNames.originatingIdentity]: undefined } });
    expect.that(isSuccess(bare), {
      answer: bare,
      expected: '200 OK',
      actual: String(bare.status),
      because: 'the request has no originating identity, which is optional',
    });
    const headersOf = (platform: string) => ({ [headerNames.originatingIdentity]: identityOf(platform) });
    for (const platform of new Set([own, ...registeredPlatforms])) {
      const named = await broker.catalog({ headers: headersOf(platform) });
      // A broker may be made for one platform, and says so by a refusal.
      const refusal = [{ status: '4xx', reason: `the broker refuses users of ${platform}` } as const];
      expect(named).status(
        { legal: [200], noted: platform === own ? [] : refusal },
        `the request carries the identity of a user of ${platform}`,
      );
    }
    const headers = headersOf(own);
    const instance = await arrange.instance(plan);
    const id = arrange.freshId();
    const provision = await broker.provision(id, arrange.provisionBody(plan), { headers });
    await arrange.follow(plan, provision, { instanceId: id }, 'create');
    expect(provision).status(
      [201, 202, instance.answer.status],
      'the same request succeeds without an identity',
    );
  },
});

/** The identity of a request comes back on every answer. */
export const requestIdentityEchoed = defineCheck({
  id: 'headers/request-identity',
  title: 'The request identity comes back on every successful answer.',
  requirements: ['HDR-REQID-ECHO'],
  given: allLives,
  run({ given: { lives }, expect, world }) {
    const catalog: Purposed = { purpose: 'catalog', answer: world.catalog };
    const wrong = [catalog, ...lives.flatMap(answersOf)].filter(
      ({ answer }) => isSuccess(answer) && !echoes(answer),
    );
    const [first] = wrong;
    if (first === undefined) return;
    const where = [
      ...new Set(wrong.map(({ purpose }) => (purpose === 'catalog' ? purpose : kindNames[purpose]))),
    ].join(', ');
    expectEcho(expect, first.answer, `these requests carried it, and their answers do not: ${where}`);
  },
});

/** It comes back on refusals, where one needs it most. */
export const requestIdentityEchoedOnErrors = defineCheck({
  id: 'headers/request-identity-on-errors',
  title: 'The request identity comes back on refusals.',
  requirements: ['HDR-REQID-ECHO-ERRORS'],
  given: onePlan,
  async run({ given: { plan }, broker, arrange, expect }) {
    expectEcho(expect, await broker.deprovision(arrange.freshId(), plan));
    const body = without(arrange.provisionBody(plan), 'plan_id');
    expectEcho(expect, await broker.provision(arrange.freshId(), body));
  },
});

const name = headerNames.requestIdentity;
const sentWith = ({ request }: Answer) => request.headers.find(([key]) => key === name)?.[1];
const echoes = (answer: Answer) => answer.header(name) === sentWith(answer);

function expectEcho(
  expect: Expect,
  answer: Answer,
  because = `the ${answer.request.method} request carried it`,
): void {
  const received = answer.header(name);
  expect.that(echoes(answer), {
    answer,
    because,
    expected: `${name}: ${sentWith(answer) ?? ''}`,
    actual: received === undefined ? `no ${name}` : `${name}: ${received}`,
  });
}
