import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { isEverFetched } from '../../engine/life.ts';
import { brief, stringMember } from '../../engine/json.ts';
import { operationOf } from '../../engine/polling.ts';
import { atOnce, judgeAtOnce, noOverlap } from '../../judgements/at-once.ts';
import { deletesTwice } from '../../judgements/evidence.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

const racing =
  'Each request looks whether there is the instance before another has written it. Write it in one step that only one request can win, as with a unique key.';

/** A platform that retries too early must not get two databases. */
export const identicalProvisions = defineCheck({
  id: 'concurrency/identical-provisions-at-once',
  title: 'Identical provisions at the same time create one instance.',
  requirements: ['PROV-200-NO-DUPLICATE', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const polled = { instanceId: arrange.freshId() };
    const body = arrange.provisionBody(plan);
    const send = () => broker.provision(polled.instanceId, body, { once: true });
    const { answers, overlapped } = await atOnce(send, send, send, send);
    const ends = await Promise.all(answers.map((answer) => arrange.follow(plan, answer, polled, 'create')));
    const fetched = plan.offering.instancesRetrievable
      ? await broker.fetchInstance(polled.instanceId)
      : undefined;
    const first = await broker.deprovision(polled.instanceId, plan);
    await arrange.follow(plan, first, polled, 'delete');
    const second = await broker.deprovision(polled.instanceId, plan);
    await arrange.follow(plan, second, polled, 'delete');
    const neverSeen = await broker.deprovision(arrange.freshId(), plan);

    expect.enough(overlapped, noOverlap);
    const because = 'identical requests to create this instance were sent at the same time';
    // A provision that comes second may be told that the instance is there already (HC-01).
    for (const answer of answers) judgeAtOnce(expect, answer, [200, 201, 202, 409], because);
    expect.enough(answers.some(isSuccess), 'The broker refused all of the requests.');

    const successes = answers.filter(isSuccess);
    const created = answers.filter(({ status }) => status === 201);
    // Who says so of a repetition that comes later says nothing by it of requests at once.
    const isUsual = created.length > 1 && (await world.life(plan)).repeated?.answer.status === 201;
    expect.that(created.length <= 1 || isUsual, {
      ...(created[1] === undefined ? {} : { answer: created[1] }),
      expected: '201 Created to one of the requests, and 200 OK, 202 Accepted, 409 or 422 to the others',
      actual: `201 Created to ${String(created.length)} of ${String(answers.length)}`,
      because,
      likelyCause: racing,
    });
    const operations = [...new Set(successes.map(operationOf).filter((one) => one !== undefined))];
    expect.that(operations.length <= 1, {
      ...(successes[1] === undefined ? {} : { answer: successes[1] }),
      expected: 'one "operation" for all of the requests',
      actual: operations.map((operation) => brief(operation, 60)).join(' and '),
      because,
      likelyCause: racing,
    });
    const urls = successes.flatMap(({ object }) => stringMember(object, 'dashboard_url') ?? []);
    // A link may hold a time or a ticket: no evidence of two instances.
    if (new Set(urls).size > 1) expect.note('Identical provisions are told different dashboard URLs.');

    if (!ends.some(({ end }, index) => end === 'done' && isSuccess(answers[index] ?? first))) return;
    const isMissing = fetched !== undefined && fetched.status !== 200;
    // What no fetch finds is a matter of the fetch.
    if (isMissing && isEverFetched(await world.life(plan))) {
      expect.that(false, {
        answer: fetched,
        expected: '200 OK to a fetch of the instance',
        actual: String(fetched.status),
        because,
      });
    }
    const isTwo =
      isSuccess(second) && second.status !== neverSeen.status && !(await deletesTwice({ world }, plan));
    expect.that(!isTwo, {
      answer: second,
      expected: '410 Gone to a second deletion',
      actual: `${String(second.status)}: there was a second instance to delete`,
      because,
    });
  },
});
