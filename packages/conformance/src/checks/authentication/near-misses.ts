import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../../engine/answer.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { Inconclusive } from '../../engine/signals.ts';
import { nameStatus } from '../../engine/status.ts';
import { guardedDoor, isTurnedAway, type Door } from '../../judgements/entrance.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';
import { nearNames, nearSecrets, type NearMiss } from '../../judgements/wrong-secrets.ts';

/** The whole password counts, as it is written. */
export const similarPasswords = defineCheck({
  id: 'authentication/similar-passwords',
  title: 'A password or token that is nearly the right one is answered 401.',
  requirements: ['AUTH-401-BAD-PASSWORD'],
  given: wholeBroker,
  last: true,
  async run(tools) {
    const { auth } = tools.world.endpoint;
    await refusesAll(tools, nearSecrets(auth).slice(0, tools.world.wrongLogins), 'AUTH-401-BAD-PASSWORD');
  },
});

/** The whole user name counts, and in its place. */
export const similarUsers = defineCheck({
  id: 'authentication/similar-users',
  title: 'A user name that is nearly the right one, or in another place, is answered 401.',
  requirements: ['AUTH-401-BAD-USER'],
  given: wholeBroker,
  last: true,
  async run(tools) {
    const { auth } = tools.world.endpoint;
    const left = Math.max(0, tools.world.wrongLogins - nearSecrets(auth).length);
    await refusesAll(tools, nearNames(auth).slice(0, left), 'AUTH-401-BAD-USER');
  },
});

/** The right words in another form are no login. */
export const otherForms = defineCheck({
  id: 'authentication/other-forms',
  title: 'Parts of the right credentials, or in another form, are answered 401.',
  requirements: ['AUTH-401-MALFORMED'],
  given: wholeBroker,
  last: true,
  async run(tools) {
    const { auth } = tools.world.endpoint;
    tools.expect.applies(tools.world.wrongLogins > 0, noLogins);
    const forms = auth.kind === 'basic' ? formsOf(auth.username, auth.password) : [];
    await refusesAll(tools, forms, 'AUTH-401-MALFORMED');
  },
});

const noLogins = 'The configuration allows no wrong logins (wrong_logins).';

function formsOf(username: string, password: string): readonly NearMiss[] {
  const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const header = (value: string) => ({ kind: 'headers', headers: { Authorization: value } }) as const;
  const whole = encode(`${username}:${password}`);
  return [
    { what: 'the word "Basic" and nothing behind', auth: header('Basic') },
    { what: 'the user name without a colon and a password', auth: header(`Basic ${encode(username)}`) },
    { what: 'the password alone, without a colon', auth: header(`Basic ${encode(password)}`) },
    // Who knows user name and password is let in: a matter of form.
    {
      what: 'credentials that are not encoded',
      auth: header(`Basic ${username}:${password}`),
      isTolerated: true,
    },
    { what: 'credentials of another scheme', auth: header(`Digest ${whole}`), isTolerated: true },
    { what: 'credentials without a scheme', auth: header(whole), isTolerated: true },
  ];
}

/**
 * Tries one after the other on one harmless endpoint, with the right credentials between them, so that nobody is locked
 * out; when the right ones are refused, somebody was, and nothing more can be told.
 */
async function refusesAll(tools: Tools, tries: readonly NearMiss[], about: RequirementId) {
  const { expect, world } = tools;
  const { kind } = world.endpoint.auth;
  expect.applies(kind === 'basic' || kind === 'bearer', 'The configured authentication has no such part.');
  expect.applies(world.wrongLogins > 0 && tries.length > 0, noLogins);
  const door = await guardedDoor(tools);
  const seen = await tryAll(door, tries);
  const say = (found: readonly Tried[], weight: 'error' | 'warning') => {
    const [first] = found;
    if (first === undefined) return;
    expect.that(false, {
      about,
      answer: first.answer,
      weight,
      expected: '401 Unauthorized',
      actual: `${nameStatus(first.answer.status)} to ${found.map(({ near }) => near.what).join(', to ')}`,
      because: 'these are not the configured credentials',
    });
  };
  say(
    seen.accepted.filter(({ near }) => near.isTolerated === true),
    'warning',
  );
  say(
    seen.accepted.filter(({ near }) => near.isTolerated !== true),
    'error',
  );
  if (seen.lockedOut !== undefined) throw new Inconclusive(seen.lockedOut);
}

interface Tried {
  readonly near: NearMiss;
  readonly answer: Answer;
}

async function tryAll(door: Door, tries: readonly NearMiss[]) {
  const accepted: Tried[] = [];
  let count = 0;
  for (const near of tries) {
    count += 1;
    const answer = await door.knock({ auth: near.auth });
    if (door.letsIn(answer) || answer.status >= 500) accepted.push({ near, answer });
    const right = await door.knock({ role: 'setup', once: true });
    if (isTurnedAway(right) || right.status === 429 || right.status === 423 || answer.status === 429) {
      const [who, { status }] = answer.status === 429 ? ['the next', answer] : ['the right one', right];
      const lockedOut = `After ${String(count)} wrong logins ${who} is answered ${nameStatus(status)}: the broker limits how often one may try. Set "wrong_logins" below "test" in osb.config.yaml to fewer.`;
      return { accepted, lockedOut };
    }
  }
  return { accepted, lockedOut: undefined };
}
