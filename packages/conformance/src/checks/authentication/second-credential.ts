import { defineCheck } from '../../engine/check.ts';
import type { BasicCredential } from '../../engine/options.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';
import type { World } from '../../engine/world.ts';

const unknown = 'No second credential is configured beside basic authentication.';

function pair({
  endpoint: { auth },
  secondCredential,
}: World): readonly [BasicCredential, BasicCredential] | undefined {
  return auth.kind === 'basic' && secondCredential !== undefined ? [auth, secondCredential] : undefined;
}

/** Passwords are changed without downtime when old and new credentials are accepted at the same time. */
export const secondAccepted = defineCheck({
  id: 'authentication/second-credential-accepted',
  title: 'The second credential is accepted as the first one is.',
  requirements: ['AUTH-BASIC-ACCEPTED'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    const [, second] = pair(world) ?? [];
    expect.applies(second !== undefined, unknown);
    if (second === undefined) return;
    const answer = await broker.catalog({ auth: { kind: 'basic', ...second } });
    expect(answer).status(
      { legal: ['2xx', '3xx', 404, '5xx', 400, 412] },
      'the configured second credential was sent',
    );
  },
});

/** User names and passwords that are looked up apart let every user in with the password of every other. */
export const mixedRefused = defineCheck({
  id: 'authentication/mixed-credentials-refused',
  title: 'The user of one credential with the password of another is answered 401.',
  requirements: ['AUTH-401-BAD-PASSWORD'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    const [first, second] = pair(world) ?? [];
    expect.applies(first !== undefined && second !== undefined, unknown);
    if (first === undefined || second === undefined) return;
    expect.applies(
      first.username !== second.username && first.password !== second.password,
      'The two credentials share their user name or their password.',
    );
    const open = await broker.catalog({ auth: { kind: 'none' } });
    expect.applies(open.status !== 200, 'The broker serves the catalog to anybody.');
    const both = await broker.catalog({ auth: { kind: 'basic', ...second } });
    expect.reached(both.status !== 401, 'The second credential is not accepted by itself.');
    for (const mixed of [
      { username: first.username, password: second.password },
      { username: second.username, password: first.password },
    ]) {
      const answer = await broker.catalog({ auth: { kind: 'basic', ...mixed } });
      expect(answer).status(401, `user "${mixed.username}" has another password`);
    }
  },
});
