import { defineCheck } from '../../engine/check.ts';
import { guardedDoor, judgeLetIn, refusedEntrance } from '../../judgements/entrance.ts';
import { secondCredential } from '../../preconditions/second-credential.ts';

/** Passwords are changed without downtime when old and new credentials are accepted at the same time. */
export const secondAccepted = defineCheck({
  id: 'authentication/second-credential-accepted',
  title: 'The second credential is accepted as the first one is.',
  requirements: ['AUTH-BASIC-ACCEPTED'],
  given: secondCredential,
  async run({ given: { second }, broker, expect }) {
    const answer = await broker.catalog({ auth: { kind: 'basic', ...second } });
    judgeLetIn(expect, answer, 'the configured second credential was sent');
  },
});

/** User names and passwords that are looked up apart let every user in with the password of every other. */
export const mixedRefused = defineCheck({
  id: 'authentication/mixed-credentials-refused',
  title: 'The user of one credential with the password of another is answered 401.',
  requirements: ['AUTH-401-BAD-PASSWORD'],
  given: secondCredential,
  async run(tools) {
    const { given, expect } = tools;
    const { first, second } = given;
    expect.applies(
      first.username !== second.username && first.password !== second.password,
      'The two credentials share their user name or their password.',
    );
    const door = await guardedDoor(tools);
    const both = await door.knock({ auth: { kind: 'basic', ...second } });
    expect.reached(both.status !== 401, 'The second credential is not accepted by itself.');
    for (const mixed of [
      { username: first.username, password: second.password },
      { username: second.username, password: first.password },
    ]) {
      const answer = await door.knock({ auth: { kind: 'basic', ...mixed } });
      expect(answer).status(refusedEntrance, `user "${mixed.username}" has another password`);
    }
  },
});
