import { isSuccess, type Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { isEverFetched } from '../../engine/life.ts';
import { stringMember } from '../../engine/json.ts';
import { operationOf } from '../../engine/polling.ts';
import { atOnce, judgeAtOnce, noOverlap } from '../../judgements/at-once.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

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

    const once = (what: string, values: ReadonlySet<string>, answer: Answer | undefined) =>
      expect.that(values.size <= 1, {
        ...(answer === undefined ? {} : { answer }),
        expected: `one ${what}`,
        actual: [...values].join(' and '),
        because,
      });
    const successes = answers.filter(isSuccess);
    const created = answers.filter(({ status }) => status === 201);
    once('201 Created', new Set(created.map((_answer, index) => `201 (${String(index + 1)})`)), created[1]);
    once(
      '"operation"',
      new Set(successes.map(operationOf).filter((value) => value !== undefined)),
      successes[1],
    );
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
    expect.that(second.status === neverSeen.status || !isSuccess(second), {
      answer: second,
      expected: '410 Gone to a second deletion',
      actual: `${String(second.status)}: there was a second instance to delete`,
      because,
    });
  },
});
