import { isRefusal } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { brief } from '../../engine/json.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** Versions that no broker of 2.x supports. */
const foreignVersions = ['1.0', '3.0', '99.0'] as const;

const header = 'X-Broker-API-Version';

/** Refusing another major version is optional; the refusal has a fixed form. */
export const foreignVersion = defineCheck({
  id: 'headers/foreign-api-version',
  title: 'A version that the broker does not support is served or refused with 412.',
  requirements: ['HDR-VERSION-412-STATUS', 'ERR-STATUS-APPROPRIATE'],
  given: wholeBroker,
  async run({ broker, expect }) {
    for (const version of foreignVersions) {
      expect(await broker.catalog({ headers: { [header]: version } })).status(
        {
          legal: ['2xx', 412],
          tolerated: [{ status: '4xx', reason: '412 is the status of a version refusal' }],
        },
        `the request announces version ${version}`,
      );
    }
  },
});

/** A refusal tells the operator what to do. */
export const foreignVersionMessage = defineCheck({
  id: 'headers/foreign-api-version-message',
  title: 'A version refusal says which version to use.',
  requirements: ['HDR-VERSION-412-MESSAGE'],
  given: wholeBroker,
  async run({ broker, expect }) {
    let refusals = 0;
    for (const version of foreignVersions) {
      const answer = await broker.catalog({ headers: { [header]: version } });
      if (answer.status !== 412) continue;
      refusals += 1;
      const description = answer.object?.['description'];
      const told = expect.that(typeof description === 'string' && description !== '', {
        answer,
        expected: 'a JSON body with a non-empty "description"',
        actual: answer.text === '' ? 'an empty body' : `"description": ${brief(description)}`,
        because: `the request announces version ${version} and is refused`,
      });
      if (told && !/\d+\.\d+/.test(String(description))) expect.note('The description names no version.');
    }
    expect.applies(refusals > 0, 'The broker refuses no version.');
  },
});

/** Tolerating a missing version is legal, and so is 400. */
export const missingVersion = defineCheck({
  id: 'headers/missing-api-version',
  title: 'A request without a version is served or refused with 400.',
  requirements: ['HDR-VERSION-MISSING-400'],
  given: wholeBroker,
  async run({ broker, expect }) {
    expect(await broker.catalog({ headers: { [header]: undefined } })).status(
      {
        legal: ['2xx', 400],
        tolerated: [
          {
            status: 412,
            reason: 'before 2.16 many answered 412, which is for versions that are not supported',
          },
          { status: '4xx', reason: '400 is the status of this refusal' },
        ],
      },
      `the request has no ${header}`,
    );
  },
});

/** The refusal of a missing version is explained. */
export const missingVersionMessage = defineCheck({
  id: 'headers/missing-api-version-message',
  title: 'The refusal of a request without a version has a description.',
  requirements: ['HDR-VERSION-MISSING-MESSAGE'],
  given: wholeBroker,
  async run({ broker, expect }) {
    const answer = await broker.catalog({ headers: { [header]: undefined } });
    expect.applies(isRefusal(answer), 'The broker tolerates the missing header.');
    const description = answer.object?.['description'];
    expect.that(typeof description === 'string' && description !== '', {
      answer,
      expected: 'a JSON body with a non-empty "description"',
      actual: answer.text === '' ? 'an empty body' : `"description": ${brief(description)}`,
      because: `the request has no ${header} and is refused`,
    });
  },
});
