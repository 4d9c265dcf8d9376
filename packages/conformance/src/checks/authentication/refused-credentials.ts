import { randomUUID } from 'node:crypto';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { Auth } from '../../engine/options.ts';
import { askedForCredentials, judgeLetIn } from '../../judgements/entrance.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** The catalog is open to nobody without credentials. */
export const withoutCredentials = defineCheck({
  id: 'authentication/without-credentials',
  title: 'A request without credentials is answered 401.',
  requirements: ['AUTH-401-NO-CREDS'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    expect.applies(world.endpoint.auth.kind !== 'none', 'No credentials are configured.');
    expect.applies(
      world.endpoint.auth.kind !== 'client-certificate',
      'The broker is entered by certificate.',
    );
    const answer = await broker.catalog({ auth: { kind: 'none' } });
    expect.applies(
      answer.status !== 200,
      'The broker serves the catalog to anybody: see authentication/required.',
    );
    expect(answer).status(401, 'the request carries no credentials');
  },
});

/** A broker that lets everybody in is advised against. */
export const required = defineCheck({
  id: 'authentication/required',
  title: 'The broker asks for credentials.',
  requirements: ['AUTH-RECOMMENDED'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    expect.applies(
      world.endpoint.auth.kind !== 'client-certificate',
      'The broker is entered by certificate.',
    );
    const answer = await broker.catalog({ auth: { kind: 'none' } });
    expect.that(answer.status < 200 || answer.status > 299, {
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
  run: (tools) => refuses(tools, wrongSecret, 'the password or token is not the configured one'),
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
    const { broker, expect, world } = tools;
    expect.applies(world.endpoint.auth.kind === 'basic', 'Basic authentication is not configured.');
    await askedForCredentials(tools);
    for (const value of ['Basic !!!notbase64', 'Bearer x']) {
      const answer = await broker.catalog({ auth: { kind: 'headers', headers: { Authorization: value } } });
      expect(answer).status(
        {
          legal: [401],
          tolerated: [{ status: 400, reason: 'the header is indeed malformed, but 401 is the answer' }],
        },
        `the Authorization header is "${value}"`,
      );
    }
  },
});

async function refuses(tools: Tools, alter: (auth: Auth) => Auth | undefined, because: string) {
  const { broker, expect, world } = tools;
  const auth = alter(world.endpoint.auth);
  expect.applies(auth !== undefined, 'The configured authentication has no such part.');
  await askedForCredentials(tools);
  if (auth !== undefined) expect(await broker.catalog({ auth })).status(401, because);
}

function wrongSecret(auth: Auth): Auth | undefined {
  switch (auth.kind) {
    case 'basic':
      return { ...auth, password: `${auth.password}${randomUUID()}` };
    case 'bearer':
      return { ...auth, token: `${auth.token}x` };
    case 'headers':
    case 'none':
    case 'client-certificate':
      return undefined;
  }
}

function wrongName(auth: Auth): Auth | undefined {
  return auth.kind === 'basic' ? { ...auth, username: randomUUID() } : undefined;
}
