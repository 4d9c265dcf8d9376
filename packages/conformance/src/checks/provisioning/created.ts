import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { firstPollOf, isEverFetched } from '../../engine/life.ts';
import { hollowness } from '../../engine/one-cause.ts';
import { operationOf, stateOf } from '../../engine/polling.ts';
import { cannotTell, isEvidence } from '../../judgements/evidence.ts';
import { isAvailable } from '../../judgements/polls.ts';
import { anyLife, createdLife, provisionedLife, repeatedProvision } from '../../preconditions/lives.ts';

/** A fresh instance is created, not found. */
export const statusOfCreation = defineCheck({
  id: 'provisioning/status-of-creation',
  title: 'A provision with a fresh id is answered 201 or 202.',
  requirements: ['PROV-201'],
  given: anyLife,
  run({ given: { life }, expect }) {
    const { answer } = life.provision;
    // The plan and its service are of the catalog, and the catalog was served with the same credentials.
    const isNoRoute = [401, 403, 404, 405, 501].includes(answer.status);
    expect.reached(
      answer.status < 400 || isNoRoute,
      `The broker answers ${describe(answer)} to a provision. If the plan needs parameters, give them in the configuration.`,
      answer,
    );
    const because = isNoRoute
      ? 'the ids are those of the catalog, which was served at the same address with the same credentials'
      : 'the id was never used before';
    expect(answer).status([201, 202], because);
  },
});

/** 202 announces an operation that can be polled; anything else says that the work is done. */
export const acceptedMeansPollable = defineCheck({
  id: 'provisioning/accepted-can-be-polled',
  title: 'After 202 the first poll says how the provision stands; after 200 or 201 nothing goes on.',
  requirements: ['PROV-202', 'ASYNC-202-IF-ASYNC'],
  given: provisionedLife,
  async run(tools) {
    const { given, expect } = tools;
    const { plan, life, part } = given;
    const { answer, followed, after } = part;
    if (followed.mode === 'async') {
      const first = firstPollOf(part) ?? after[0];
      if (first === undefined) return;
      expect.reached(
        isAvailable('provision', first),
        'last_operation is not there: see polling/instance-available.',
        first,
      );
      expect.that(first.status === 200 && stateOf(first) !== undefined, {
        answer: first,
        expected: '200 OK with "state" as "in progress", "succeeded" or "failed"',
        actual: describe(first),
        because: 'the provision was answered 202',
      });
      return;
    }
    const afterwards = after[0];
    const isToldSo = afterwards !== undefined && stateOf(afterwards) === 'in progress';
    const goesOn = isToldSo && (await isEvidence(tools, plan, afterwards));
    if (isToldSo && life.fetched === undefined) expect.enough(goesOn, cannotTell(afterwards, 'poll'));
    // What later requests do not find either is no matter of time.
    const absent = life.fetched?.plain.status === 404 && isEverFetched(life);
    expect.that(!goesOn && !absent, {
      about: ['PROV-202', 'ASYNC-202-IF-ASYNC'],
      answer: goesOn ? afterwards : (life.fetched?.plain ?? answer),
      expected: '202 Accepted, or an instance that is ready at once',
      actual: `${describe(answer)}, and then ${goesOn ? 'last_operation says "in progress"' : 'the instance is not found'}`,
      because: 'work that goes on after the answer is announced with 202',
    });
  },
});

/** What was created is there. */
export const creates = defineCheck({
  id: 'provisioning/creates-an-instance',
  title: 'A provisioned instance is there: it can be fetched, updated, bound, repeated or deleted.',
  requirements: ['PROV-CREATES'],
  given: createdLife,
  run({ given: { life }, expect }) {
    const hollow = hollowness(life);
    expect.that(hollow === undefined, {
      answer: hollow?.answer ?? life.provision.answer,
      expected: 'the instance to be fetched, updated, bound, repeated or deleted',
      actual: `nothing shows that it exists: ${hollow === undefined ? '' : describe(hollow.answer)} to the last of these`,
      because: `the provision was answered ${String(life.provision.answer.status)}, and nothing removed the instance`,
    });
  },
});

/** The same request once more finds the instance. */
export const identicalRepeat = defineCheck({
  id: 'provisioning/identical-repeat',
  title: 'The same provision once more is answered 200.',
  requirements: ['PROV-200-IDENTICAL', 'PROV-200-NO-DUPLICATE', 'ERR-STATUS-APPROPRIATE'],
  given: repeatedProvision,
  run({ given: { part }, expect, world }) {
    const must = world.apiVersion === '2.12' || world.apiVersion === '2.13';
    expect(part.answer).status(
      {
        legal: [200],
        tolerated: must
          ? []
          : [
              { status: 409, reason: 'the request is identical, so that nothing conflicts' },
              { status: 201, reason: 'nothing was created' },
              { status: 202, reason: 'nothing is left to do' },
              { status: '4xx', reason: 'the request is identical to one that was accepted' },
            ],
      },
      'the instance exists and was asked for again with the same body',
      part.answer.status === 201 ? 'PROV-200-NO-DUPLICATE' : undefined,
    );
  },
});

/** 200 is for finished work. */
export const okMeansDone = defineCheck({
  id: 'provisioning/ok-means-done',
  title: 'A provision answered 200 leaves nothing to do.',
  requirements: ['PROV-200-SYNC-ONLY'],
  given: repeatedProvision,
  async run(tools) {
    const { given, expect } = tools;
    const { plan, life, part } = given;
    const oks = [life.provision, part].filter(({ answer }) => answer.status === 200);
    expect.applies(oks.length > 0, 'No provision was answered 200.');
    for (const { answer, after } of oks) {
      const poll = after.find((one) => stateOf(one) === 'in progress');
      const goesOn = poll !== undefined && (await isEvidence(tools, plan, poll));
      expect.that(operationOf(answer) === undefined && !goesOn, {
        answer,
        expected: '200 OK without "operation" and with nothing in progress',
        actual: goesOn ? '200 OK while last_operation says "in progress"' : '200 OK with an "operation"',
        because: '200 is valid for finished work only',
      });
    }
  },
});
