import { defineCheck } from '../../engine/check.ts';
import { factsOf } from '../../engine/parameters.ts';
import { member, brief } from '../../engine/json.ts';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import { firstPollOf, mutationsOf } from '../../engine/life.ts';
import { operationOf, pollOnce, stateOf } from '../../engine/polling.ts';
import { prepareAction } from '../../judgements/actions.ts';
import { cannotTell, isEvidence } from '../../judgements/evidence.ts';
import { duringOperation } from '../../judgements/bracket.ts';
import { anyLife } from '../../preconditions/lives.ts';
import {
  bindablePlan,
  eachPlan,
  onePlanPerOffering,
  oneBindablePlanPerOffering,
} from '../../preconditions/plans.ts';
import type { LegalStatuses } from '../../engine/status.ts';

const broken: LegalStatuses = {
  legal: [400],
  noted: [
    { status: '2xx', reason: 'the broker is lenient with a broken query' },
    { status: 404, reason: 'the broker keeps no operations of this resource' },
  ],
};

/** A query that cannot be decoded, on an existing resource. */
const malformedInstanceQuery = defineCheck({
  id: 'polling/instance-malformed-query',
  title: 'A poll of an instance with a malformed query is answered 400.',
  requirements: ['LO-I-400'],
  given: onePlanPerOffering,
  run: ({ given: { plan }, broker, arrange, expect }) =>
    arrange.onShared(plan, async (instance) => {
      const control = await broker.pollInstance(instance.id, plan, instance.followed.operation, {
        role: 'setup',
      });
      // Where nothing is asynchronous the route need not be there, in whatever words that is said (HC-07).
      expect.applies(
        isSuccess(control) || (instance.followed.mode === 'async' && control.status < 405),
        'The broker does not offer last_operation.',
      );
      const answer = await broker.pollInstance(instance.id, plan, undefined, { rawQuery: 'service_id=%zz' });
      expect(answer).status(broken, 'the query is "service_id=%zz"');
    }),
});

const malformedBindingQuery = defineCheck({
  id: 'polling/binding-malformed-query',
  title: 'A poll of a binding with a malformed query is answered 400.',
  requirements: ['LO-B-400'],
  given: oneBindablePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect }) {
    const binding = await arrange.binding(await arrange.instance(plan));
    const { instance, id } = binding;
    const control = await broker.pollBinding(instance.id, id, plan, binding.followed.operation, {
      role: 'setup',
    });
    expect.applies(
      isSuccess(control) || (binding.followed.mode === 'async' && control.status < 405),
      'The broker does not offer last_operation of bindings.',
    );
    const answer = await broker.pollBinding(instance.id, id, plan, undefined, { rawQuery: 'service_id=%zz' });
    expect(answer).status(broken, 'the query is "service_id=%zz"');
  },
});

/** A route that exists for operations that were answered 202 need not be there, in whatever words, where none is. */
function isOffered(answer: Answer, isAsync: boolean): boolean {
  return (
    answer.status !== 405 && answer.status !== 501 && (isAsync || [200, 404, 410].includes(answer.status))
  );
}

/** An instance that never was (HC-06). */
const unknownInstance = defineCheck({
  id: 'polling/unknown-instance',
  title: 'A poll of an unknown instance is answered 404.',
  requirements: ['LO-I-404'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const isAsync = mutationsOf(await world.life(plan)).some(
      ({ mutation }) => mutation.followed.mode === 'async',
    );
    const answer = await broker.pollInstance(arrange.freshId(), plan);
    expect.applies(isOffered(answer, isAsync), 'The broker does not offer last_operation.');
    expect(answer).status(404, 'the id was never used');
  },
});

/** A binding that never was. */
const unknownBinding = defineCheck({
  id: 'polling/unknown-binding',
  title: 'A poll of an unknown binding is answered 404.',
  requirements: ['LO-B-404'],
  given: oneBindablePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const answer = await arrange.onShared(plan, (instance) =>
      broker.pollBinding(instance.id, arrange.freshId(), plan),
    );
    const isAsync = mutationsOf(await world.life(plan)).some(
      ({ name, mutation }) => mutation.answer.status === 202 && (name === 'bind' || name === 'unbind'),
    );
    expect.applies(isOffered(answer, isAsync), 'The broker does not offer last_operation of bindings.');
    expect(answer).status(404, 'the binding id was never used');
  },
});

/** Two operations on one binding, told apart by `operation` or not at all. */
const oneOperationWithoutId = defineCheck({
  id: 'polling/binding-one-operation-without-id',
  title: 'A broker that gives no "operation" does not mix the polls of a bind and an unbind.',
  requirements: ['LO-B-ONE-OP-WITHOUT-ID'],
  given: bindablePlan,
  async run(tools) {
    const { given, broker, arrange, expect } = tools;
    const { action, started, seen, finish } = await duringOperation(
      tools,
      () => prepareAction('bind', tools, given.plan),
      ({ polled }) => broker.unbind(polled.instanceId, polled.bindingId ?? '', given.plan),
      isSuccess,
    );
    if (!isSuccess(seen)) await finish();
    expect.applies(operationOf(started) === undefined, 'The broker gives an "operation".');
    expect.applies(seen.status === 202, 'The broker refuses an unbind during the bind, or does it at once.');
    const { bindingId = '', instanceId } = action.polled;
    await arrange.follow(given.plan, seen, action.polled, 'delete');
    const again = await broker.unbind(instanceId, bindingId, given.plan);
    await arrange.follow(given.plan, again, action.polled, 'delete');
    if (again.status === 410) return;
    expect.enough(await isEvidence(tools, given.plan, again), cannotTell(again, 'unbind'));
    expect.that(false, {
      answer: again,
      expected: '410 Gone, because the polls said that the unbind succeeded',
      actual: String(again.status),
      because:
        'both operations are in progress and none has an "operation", so that polls describe the later one',
    });
  },
});

/** An operation with characters that a query has to encode. */
const roundtrip = defineCheck({
  id: 'polling/operation-comes-back-encoded',
  title: 'An "operation" with reserved characters is understood when it comes back encoded.',
  requirements: ['URL-OPERATION-ROUNDTRIP', 'URL-OPERATION-CHARS'],
  given: anyLife,
  run({ given: { life }, expect }) {
    const operation = member(life.provision.answer.json, 'operation');
    expect.applies(
      typeof operation === 'string' && life.provision.answer.status === 202,
      'The broker gives no "operation".',
    );
    const reserved = !/^[A-Za-z0-9._~-]*$/.test(String(operation));
    const first = firstPollOf(life.provision);
    expect.that(!reserved || (first?.status === 200 && stateOf(first) !== undefined), {
      ...(first === undefined ? {} : { answer: first }),
      expected: '200 OK with a valid "state"',
      actual: String(first?.status ?? 'no poll'),
      because: `"operation" is ${brief(operation)}, and was sent percent-encoded`,
    });
    expect.that(!reserved, {
      about: 'URL-OPERATION-CHARS',
      answer: life.provision.answer,
      expected: 'letters, digits, ".", "_", "~" and "-"',
      actual: `"operation": ${brief(operation)}`,
      because: 'every other character has to be encoded in the query of each poll',
    });
  },
});

/** A provision that fails says so without the flags of updates. */
const failedProvision = defineCheck({
  id: 'polling/failed-provision',
  title: 'The failed poll of a provision has neither "instance_usable" nor "update_repeatable".',
  requirements: ['LO-I-USABLE-SCOPE', 'LO-I-REPEATABLE-SCOPE'],
  given: eachPlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const failing = factsOf(plan, world.facts).failingProvisionParameters;
    expect.applies(failing !== undefined, 'No parameters are configured with which a provision fails.');
    const instanceId = arrange.freshId();
    const started = await broker.provision(instanceId, arrange.provisionBody(plan, failing));
    const followed = await arrange.follow(plan, started, { instanceId }, 'create');
    expect.applies(followed.end === 'failed', 'The provision did not fail asynchronously.');
    const poll = followed.polls.at(-1) ?? (await pollOnce(broker, plan, { instanceId }, followed.operation));
    for (const [field, about] of [
      ['instance_usable', 'LO-I-USABLE-SCOPE'],
      ['update_repeatable', 'LO-I-REPEATABLE-SCOPE'],
    ] as const) {
      expect.that(member(poll.json, field) === undefined, {
        about,
        answer: poll,
        expected: `no "${field}"`,
        actual: `"${field}": ${brief(member(poll.json, field))}`,
        because: 'the poll tells of a failed provision',
      });
    }
  },
});

/** Probes of last_operation. */
export const pollProbes = [
  malformedInstanceQuery,
  malformedBindingQuery,
  unknownInstance,
  unknownBinding,
  oneOperationWithoutId,
  roundtrip,
  failedProvision,
];
