import { strayCredentials } from '../../judgements/unknown-fields.ts';
import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { sameJson } from '../../engine/json.ts';
import { firstPollOf } from '../../engine/life.ts';
import { operationOf, stateOf } from '../../engine/polling.ts';
import { factsOf } from '../../engine/parameters.ts';
import { hasBindingInformation, isFilled } from '../../judgements/binding-body.ts';
import { cannotTell, isEvidence } from '../../judgements/evidence.ts';
import { isAvailable } from '../../judgements/polls.ts';
import type { BoundPart } from '../../engine/life.ts';
import { boundLife, createdBinding, repeatedBind, twoBindings } from '../../preconditions/lives.ts';

/** The answer that carries what a binding is for, where there is one. */
const carrierOf = ({ bind, fetched }: BoundPart) =>
  bind.followed.mode === 'sync' ? bind.answer : fetched?.plain;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** A fresh binding is created, not found. */
export const statusOfBinding = defineCheck({
  id: 'binding/status-of-creation',
  title: 'A bind with a fresh id is answered 201 or 202.',
  requirements: ['BIND-201'],
  given: boundLife,
  run({ given: { part }, expect }) {
    const { answer } = part.bind;
    expect.reached(
      answer.status < 400,
      `The broker answers ${describe(answer)} to a bind. If the plan needs parameters, give them in the configuration.`,
      answer,
    );
    expect(answer).status([201, 202], 'the id was never used before');
  },
});

/** What the catalog calls bindable can be bound. */
export const implemented = defineCheck({
  id: 'binding/implemented',
  title: 'A bindable plan can be bound.',
  requirements: ['BIND-IMPLEMENTED'],
  given: boundLife,
  run({ given: { plan, part }, expect }) {
    const { answer } = part.bind;
    expect.that(![404, 405, 501].includes(answer.status), {
      answer,
      expected: '201 Created or 202 Accepted',
      actual: describe(answer),
      because: `the catalog says that plan "${plan.name}" is bindable, and the instance exists`,
    });
  },
});

/** 202 announces an operation that can be polled; anything else says that the work is done. */
export const acceptedBindPollable = defineCheck({
  id: 'binding/accepted-can-be-polled',
  title: 'After 202 the first poll says how the bind stands; after 200 or 201 nothing goes on.',
  requirements: ['BIND-202', 'ASYNC-202-IF-ASYNC'],
  given: boundLife,
  async run(tools) {
    const { given, expect } = tools;
    const { part } = given;
    const { answer, followed, after } = part.bind;
    expect.reached(followed.end !== 'refused', `The bind was answered ${describe(answer)}.`, answer);
    if (followed.mode === 'async') {
      const first = firstPollOf(part.bind);
      expect.reached(
        first === undefined || isAvailable('bind', first),
        'last_operation is not there: see polling/binding-available.',
        first,
      );
      expect.that(first?.status === 200 && stateOf(first) !== undefined, {
        answer: first ?? answer,
        expected: '200 OK with "state" as "in progress", "succeeded" or "failed"',
        actual: first === undefined ? 'no poll' : describe(first),
        because: 'the bind was answered 202',
      });
      return;
    }
    const goesOn = after.find((poll) => stateOf(poll) === 'in progress');
    if (goesOn === undefined) return;
    expect.enough(await isEvidence(tools, given.plan, goesOn), cannotTell(goesOn, 'poll'));
    expect.that(false, {
      about: ['BIND-202', 'ASYNC-202-IF-ASYNC'],
      answer: goesOn,
      expected: '202 Accepted, or a binding that is ready at once',
      actual: `${describe(answer)}, and then last_operation says "in progress"`,
      because: 'work that goes on after the answer is announced with 202',
    });
  },
});

/** What the binding is for is delivered once. */
export const informationOnce = defineCheck({
  id: 'binding/delivers-information',
  title: 'A binding delivers credentials or something else that can be used.',
  requirements: ['BIND-INFO-ONCE', 'BIND-CREDENTIALS-RETURNED', 'GETB-CREDENTIALS-ASYNC'],
  given: createdBinding,
  run({ given: { plan, part }, expect, world }) {
    const carrier = carrierOf(part);
    const facts = factsOf(plan, world.facts);
    expect.applies(facts.credentials !== 'none', 'The configuration says that bindings carry nothing.');
    expect.reached(
      carrier === undefined || isSuccess(carrier),
      'The binding cannot be fetched: see fetching/binding-at-once.',
      carrier,
    );
    const isSync = part.bind.followed.mode === 'sync';
    const mayDoWithout = plan.offering.requires.length > 0 && facts.credentials !== 'expected';
    const stray = strayCredentials(carrier?.object);
    expect.that(hasBindingInformation(carrier?.object), {
      answer: carrier ?? part.bind.answer,
      ...(mayDoWithout
        ? {}
        : { alsoBreaks: isSync ? 'BIND-CREDENTIALS-RETURNED' : 'GETB-CREDENTIALS-ASYNC' }),
      ...(stray.length > 0
        ? {
            expected: `${quoted(stray)} inside "credentials"`,
            actual: `${quoted(stray)} at the top level of the answer`,
            because: 'applications are given what is in "credentials", and nothing beside it',
          }
        : {
            expected: 'credentials, syslog_drain_url, route_service_url, volume_mounts or endpoints',
            actual:
              carrier === undefined ? 'an asynchronous bind whose result cannot be fetched' : 'none of them',
            because: 'the information has to be delivered at least once',
            likelyCause:
              'The answer to the bind leaves out the credentials. If bindings of this plan carry nothing on purpose, say so in osb.config.yaml ("credentials": "none").',
          }),
      weight: facts.credentials === 'expected' || plan.offering.requires.length > 0 ? 'error' : 'warning',
    });
  },
});

/** What is created asynchronously can only be learned by fetching it. */
export const asyncRetrievable = defineCheck({
  id: 'binding/asynchronous-is-retrievable',
  title: 'A plan with asynchronous bindings lets one fetch them.',
  requirements: ['BIND-ASYNC-RETRIEVABLE'],
  given: createdBinding,
  async run({ given: { plan, part, life }, broker, arrange, expect }) {
    expect.applies(part.bind.followed.mode === 'async', 'The plan is bound synchronously.');
    if (plan.offering.bindingsRetrievable) return;
    const binding = await arrange.binding(await arrange.instance(life.planAfter));
    const fetched = await broker.fetchBinding(binding.instance.id, binding.id);
    expect.that(fetched.status === 200, {
      answer: fetched,
      expected: '"bindings_retrievable": true, or a fetch that is answered 200',
      actual: `neither; the fetch is answered ${String(fetched.status)}`,
      because: 'the bind was answered 202, which must not carry the binding itself',
    });
  },
});

/** Credentials are there for every binding, not only for the first. */
export const credentialsReturned = defineCheck({
  id: 'binding/credentials-returned',
  title: 'Every binding of a plan with credentials has them.',
  requirements: ['BIND-CREDENTIALS-RETURNED'],
  given: createdBinding,
  run({ given: { plan, part, life }, expect, world }) {
    const facts = factsOf(plan, world.facts);
    expect.applies(facts.credentials !== 'none', 'The configuration says that bindings carry none.');
    const parts = [part, ...(life.second === undefined ? [] : [life.second])];
    const carriers = parts.flatMap(({ bind, fetched }) =>
      bind.answer.status === 201 ? [bind.answer] : (fetched?.plain ?? []),
    );
    const [unread] = carriers.filter((answer) => !isSuccess(answer));
    expect.reached(
      unread === undefined,
      'The binding cannot be fetched: see fetching/binding-at-once.',
      unread,
    );
    expect.applies(
      !expect.states('BIND-INFO-ONCE') || hasBindingInformation(carrierOf(part)?.object),
      'The binding carries nothing at all: see binding/delivers-information.',
    );
    const anyHas = carriers.some((answer) => isFilled(answer.object?.['credentials']));
    expect.applies(
      anyHas || facts.credentials === 'expected' || plan.offering.requires.length === 0,
      'The offering may do without credentials.',
    );
    for (const answer of carriers) {
      const stray = quoted(strayCredentials(answer.object));
      expect.that(isFilled(answer.object?.['credentials']), {
        answer,
        expected: '"credentials"',
        actual: stray === '' ? 'none' : `none, and ${stray} beside it`,
        ...(stray === ''
          ? {}
          : { likelyCause: `Put ${stray} inside "credentials": applications are given nothing else.` }),
        because: anyHas
          ? 'another binding of the plan has them'
          : facts.credentials === 'expected'
            ? 'the configuration expects them'
            : 'nothing says that the plan has none',
        weight: anyHas || facts.credentials === 'expected' ? 'error' : 'warning',
      });
    }
  },
});

/** The same request once more finds the binding. */
export const identicalRepeat = defineCheck({
  id: 'binding/identical-repeat',
  title: 'The same bind once more is answered 200.',
  requirements: ['BIND-200-IDENTICAL'],
  given: repeatedBind,
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
      'the binding exists and was asked for again with the same body',
    );
  },
});

/** 200 is for finished work. */
export const okMeansDone = defineCheck({
  id: 'binding/ok-means-done',
  title: 'A bind answered 200 leaves nothing to do.',
  requirements: ['BIND-200-SYNC-ONLY'],
  given: repeatedBind,
  async run(tools) {
    const { given, expect } = tools;
    const { plan, life, part } = given;
    const oks = [...(life.bound === undefined ? [] : [life.bound.bind]), part].filter(
      ({ answer }) => answer.status === 200,
    );
    expect.applies(oks.length > 0, 'No bind was answered 200.');
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

/** Two applications do not share a password. */
export const credentialsUnique = defineCheck({
  id: 'binding/credentials-unique',
  title: 'Two bindings have different credentials.',
  requirements: ['BIND-CREDENTIALS-UNIQUE'],
  given: twoBindings,
  run({ given: { part }, expect }) {
    const [first, second] = [part.first, part.second].map(
      ({ bind, fetched }) => bind.answer.object?.['credentials'] ?? fetched?.plain.object?.['credentials'],
    );
    expect.applies(isFilled(first) && isFilled(second), 'The bindings carry no credentials.');
    expect.applies(!JSON.stringify(first).includes('credhub-ref'), 'The credentials are references.');
    expect.that(!sameJson(first, second), {
      answer: part.second.bind.answer,
      expected: 'credentials that differ from those of another binding',
      actual: 'the same credentials',
      because: 'bindings are to be revoked one by one',
    });
  },
});
