import { randomUUID } from 'node:crypto';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { Auth } from '../../engine/options.ts';
import { nameStatus } from '../../engine/status.ts';
import { NetworkFault } from '../../engine/wire.ts';
import {
  credentialsWanted,
  guardedDoor,
  howToSayOpen,
  judgeLetIn,
  refusedEntrance,
} from '../../judgements/entrance.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';
import { withWrongSecret } from '../../judgements/wrong-secrets.ts';

/** Credentials that are configured are asked for: a login page or a catalog for everybody is no refusal. */
export const withoutCredentials = defineCheck({
  id: 'authentication/without-credentials',
  title: 'A request without credentials is answered 401.',
  requirements: ['AUTH-401-NO-CREDS', 'AUTH-RECOMMENDED'],
  given: wholeBroker,
  async run(tools) {
    const { broker, expect, world } = tools;
    credentialsWanted(tools);
    expect.applies(world.openToAnybody === undefined, 'The configuration says that the catalog is open.');
    const byCertificate = world.endpoint.auth.kind === 'client-certificate';
    const answer = byCertificate
      ? await unlessRefusedByTls(tools)
      : await broker.catalog({ auth: { kind: 'none' } });
    if (answer === undefined) return;
    const because = byCertificate
      ? 'the request shows no client certificate, and one is configured'
      : 'the request carries no credentials, and some are configured';
    if (!isSuccess(answer)) {
      expect(answer).status({ ...refusedEntrance, legal: byCertificate ? [401, 403] : [401] }, because);
      return;
    }
    expect.that(false, {
      answer,
      expected: '401 Unauthorized',
      actual: `${nameStatus(answer.status)}: ${answer.object?.['services'] === undefined ? 'something' : 'the catalog'} is served to anybody`,
      because,
      alsoBreaks: 'AUTH-RECOMMENDED',
      likelyCause: howToSayOpen,
    });
  },
});

/** Without the certificate the handshake may fail already, which is a refusal (HC-46). */
async function unlessRefusedByTls({ broker, expect, world }: Tools): Promise<Answer | undefined> {
  expect.applies(world.endpoint.base.startsWith('https:'), 'Without TLS no certificate is shown.');
  try {
    return await broker.catalog({ auth: { kind: 'none' } });
  } catch (error) {
    if (error instanceof NetworkFault && ['tls', 'reset', 'other'].includes(error.kind)) return undefined;
    throw error;
  }
}

/** A broker that lets everybody in is advised against. */
export const required = defineCheck({
  id: 'authentication/required',
  title: 'The broker asks for credentials.',
  requirements: ['AUTH-RECOMMENDED'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    expect.applies(
      world.endpoint.auth.kind === 'none' || world.openToAnybody === 'everything',
      'Credentials are configured: see authentication/without-credentials.',
    );
    // A header that is sent with every request may well be what the broker asks for.
    const extra = Object.fromEntries(Object.keys(world.endpoint.headers).map((name) => [name, undefined]));
    const answer = await broker.catalog({ auth: { kind: 'none' }, headers: extra });
    expect.that(!isSuccess(answer), {
      expected: '401 Unauthorized',
      actual: `${String(answer.status)}: the broker accepts anonymous requests`,
      because: 'the request carries no credentials',
      answer,
    });
  },
});

/** The credentials that were agreed work. */
export const basicAccepted = defineCheck({
  id: 'authentication/basic-accepted',
  title: 'Basic authentication with the configured credentials is accepted.',
  requirements: ['AUTH-BASIC-ACCEPTED'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    expect.applies(world.endpoint.auth.kind === 'basic', 'Basic authentication is not configured.');
    judgeLetIn(expect, await broker.catalog(), 'the configured credentials were sent');
  },
});

/** The password counts. */
export const wrongPassword = defineCheck({
  id: 'authentication/wrong-password',
  title: 'A wrong password or token is answered 401.',
  requirements: ['AUTH-401-BAD-PASSWORD'],
  given: wholeBroker,
  run: (tools) => refuses(tools, withWrongSecret, 'the password or token is not the configured one'),
});

/** The user name counts. */
export const wrongUser = defineCheck({
  id: 'authentication/wrong-user',
  title: 'An unknown user is answered 401.',
  requirements: ['AUTH-401-BAD-USER'],
  given: wholeBroker,
  async run(tools) {
    tools.expect.applies(
      tools.world.endpoint.auth.kind === 'basic',
      'Basic authentication is not configured.',
    );
    await refuses(tools, wrongName, 'the user name is not the configured one');
  },
});

/** Credentials that cannot be read are no credentials. */
export const malformed = defineCheck({
  id: 'authentication/malformed',
  title: 'Credentials that cannot be decoded are answered 401.',
  requirements: ['AUTH-401-MALFORMED'],
  given: wholeBroker,
  async run(tools) {
    const { expect, world } = tools;
    expect.applies(world.endpoint.auth.kind === 'basic', 'Basic authentication is not configured.');
    const door = await guardedDoor(tools);
    for (const value of ['Basic !!!notbase64', 'Bearer x']) {
      const answer = await door.knock({ auth: { kind: 'headers', headers: { Authorization: value } } });
      expect(answer).status(
        {
          ...refusedEntrance,
          tolerated: [{ status: 400, reason: 'the header is indeed malformed, but 401 is the answer' }],
        },
        `the Authorization header is "${value}"`,
      );
    }
  },
});

async function refuses(tools: Tools, alter: (auth: Auth) => Auth | undefined, because: string) {
  const { expect, world } = tools;
  const auth = alter(world.endpoint.auth);
  expect.applies(auth !== undefined, 'The configured authentication has no such part.');
  const door = await guardedDoor(tools);
  if (auth !== undefined) expect(await door.knock({ auth })).status(refusedEntrance, because);
}

function wrongName(auth: Auth): Auth | undefined {
  return auth.kind === 'basic' ? { ...auth, username: randomUUID() } : undefined;
}
