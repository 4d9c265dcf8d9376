import { defineCheck } from '../../engine/check.ts';
import { canonical, isObject, member } from '../../engine/json.ts';
import { rotatedBinding } from '../../preconditions/rotated.ts';

/** A plan that declares `binding_rotatable` rotates. */
export const createsBinding = defineCheck({
  id: 'rotation/creates-a-binding',
  title: 'A rotation creates a binding of its own under the new id.',
  requirements: ['ROT-CREATES-BINDING'],
  given: rotatedBinding,
  async run({ given, expect, world }) {
    const { plan, rotate, followed, after } = given;
    if (rotate.status === 200) {
      const { bound } = await world.life(plan, 'bound');
      expect.reached(
        bound?.bind.answer.status !== 200,
        'The broker answers 200 to every first bind: see binding/status-of-creation.',
        bound?.bind.answer,
      );
    }
    expect(rotate).status([201, 202], 'the plan declares binding_rotatable and the predecessor exists');
    expect.enough(followed.end !== 'timeout', 'The rotation did not end in time.');
    expect.reached(after !== undefined, 'The broker reports that the rotation failed.');
    if (after === undefined) return;
    const because = 'the rotation succeeded';
    if (after.successorFetched !== undefined) expect(after.successorFetched).status(200, because);
    expect(after.successorRemoved).status([200, 202], because);
  },
});

/** Applications move from the old credentials to the new ones: both have to work meanwhile. */
export const bothValid = defineCheck({
  id: 'rotation/both-bindings-are-valid',
  title: 'After a rotation the old and the new binding exist side by side.',
  requirements: ['ROT-BOTH-VALID'],
  given: rotatedBinding,
  run({ given: { predecessorFetched, after }, expect }) {
    expect.applies(after !== undefined, 'The rotation did not succeed: see rotation/creates-a-binding.');
    if (after === undefined) return;
    const because = 'the binding was rotated, which ends neither the old nor the new one';
    if (predecessorFetched?.status === 200 && after.predecessorFetched !== undefined) {
      expect(after.predecessorFetched).status(200, because);
    }
    expect(after.predecessorRemoved).status([200, 202], because);
    if (after.successorFetched?.status === 200 && after.successorStill !== undefined) {
      expect(after.successorStill).status(200, 'only the predecessor was removed');
    }
  },
});

/** What an application gets from a binding. */
const information = [
  'credentials',
  'syslog_drain_url',
  'route_service_url',
  'volume_mounts',
  'endpoints',
] as const;

/** A rotation that hands out nothing new is none. */
export const newCredentials = defineCheck({
  id: 'rotation/delivers-new-credentials',
  title: 'The new binding comes with its own credentials.',
  requirements: ['ROT-NEW-CREDENTIALS'],
  given: rotatedBinding,
  run({ given: { predecessor, predecessorFetched, rotate, followed, after }, expect }) {
    const old = predecessor.followed.mode === 'sync' ? predecessor.answer : predecessorFetched;
    const fresh = followed.mode === 'sync' ? rotate : after?.successorFetched;
    expect.applies(after !== undefined, 'The rotation did not succeed: see rotation/creates-a-binding.');
    if (old === undefined || fresh === undefined) {
      expect.applies(false, 'The bindings are asynchronous and cannot be fetched.');
      return;
    }
    const had = information.filter((name) => isFilled(member(old.object, name)));
    const lacks = had.filter((name) => !isFilled(member(fresh.object, name)));
    expect.that(lacks.length === 0, {
      answer: fresh,
      expected: had.map((name) => `"${name}"`).join(', '),
      actual: `no ${lacks.map((name) => `"${name}"`).join(', ')}`,
      because: 'the predecessor had it, and an application has to be able to use the successor instead',
    });
    const [before, now] = [old, fresh].map((answer) => member(answer.object, 'credentials'));
    if (!isFilled(now) || member(now, 'credhub-ref') !== undefined) return;
    expect.that(canonical(before) !== canonical(now), {
      answer: fresh,
      expected: 'other credentials than those of the predecessor',
      actual: 'the same credentials',
      because: 'a rotation replaces credentials',
    });
  },
});

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : typeof value === 'string' && value !== '';
}
