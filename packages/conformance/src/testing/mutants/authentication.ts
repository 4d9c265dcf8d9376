import { failure } from '../model-rules.ts';
import { intercepting, mutant } from '../mutations.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import type { ModelRequest, RouteName } from '../model-types.ts';

const decoded = (request: ModelRequest) =>
  Buffer.from((request.headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString();

const letIn = (when: (request: ModelRequest) => boolean): Miniature => ({
  before: (request, state) =>
    !request.authorised && when(request) ? state.model({ ...request, authorised: true }) : undefined,
});

const second = { username: 'operator', password: 'battery staple' } as const;
const two = (lets: (credential: string) => boolean): Miniature => ({
  ...letIn((request) => lets(decoded(request))),
  run: { secondCredential: second },
});

const loginPage: Miniature = {
  after: (answer) =>
    answer.status === 401
      ? { status: 200, body: '<html><form>Sign in</form></html>', headers: { 'Content-Type': 'text/html' } }
      : answer,
};

const routes: readonly RouteName[] = [
  'provision',
  'update',
  'deprovision',
  'fetchInstance',
  'pollInstance',
  'bind',
  'unbind',
  'fetchBinding',
  'pollBinding',
];

export const authenticationMutants: readonly Mutant[] = [
  // 0.0.0.0 reaches this machine without being its loopback address.
  mutant('AUTH-TLS', 'takes credentials in clear text', { host: '0.0.0.0' }),
  mutant('AUTH-RECOMMENDED', 'is open to anybody', {
    ...letIn(() => true),
    run: { auth: { kind: 'none' }, services: ['database'], plans: ['small'] },
  }),
  mutant(
    'AUTH-401-NO-CREDS',
    'is open to anybody although there are credentials',
    letIn(() => true),
  ),
  mutant(
    'AUTH-401-NO-CREDS',
    'serves the catalog to anybody',
    letIn((request) => request.route === 'catalog'),
  ),
  mutant(
    'AUTH-401-NO-CREDS',
    'serves the catalog to whoever sends no credentials',
    letIn((request) => request.route === 'catalog' && request.headers['authorization'] === undefined),
  ),
  mutant('AUTH-401-NO-CREDS', 'shows a login page', loginPage),
  mutant('AUTH-401-EVERY-ENDPOINT', 'shows a login page on every route', loginPage),
  mutant('AUTH-401-NO-CREDS', 'answers 403 when credentials are missing', {
    after: (answer, request) =>
      answer.status === 401 && request.headers['authorization'] === undefined ? failure(403, 'no') : answer,
  }),
  mutant(
    'AUTH-401-BAD-PASSWORD',
    'compares only the user name',
    letIn((request) => decoded(request).startsWith('admin:')),
  ),
  mutant(
    'AUTH-401-BAD-USER',
    'compares only the password',
    letIn((request) => decoded(request).endsWith(':correct horse')),
  ),
  mutant('AUTH-401-MALFORMED', 'crashes at credentials that it cannot decode', {
    before: (request) =>
      request.headers['authorization']?.includes('!!!') === true ? { status: 500, body: '' } : undefined,
  }),
  ...routes.map((route) =>
    mutant(
      'AUTH-401-EVERY-ENDPOINT',
      `lets anybody use ${route}`,
      letIn((request) => request.route === route),
    ),
  ),
  mutant('AUTH-401-NO-SIDE-EFFECT', 'provisions before it checks the credentials', {
    before: (request, state) => {
      if (request.route === 'provision' && !request.authorised) state.model({ ...request, authorised: true });
      return undefined;
    },
  }),
  mutant('AUTH-BASIC-ACCEPTED', 'refuses the agreed credentials after the first request', {
    before: (request, state) => {
      const first = !state.scratch.has('seen');
      state.scratch.set('seen', true);
      return !first && request.route === 'catalog' && request.authorised
        ? failure(403, 'Bearer only.')
        : undefined;
    },
  }),
];

export const secondCredentialMutants: readonly Mutant[] = [
  mutant(
    'AUTH-BASIC-ACCEPTED',
    'knows one user only',
    two(() => false),
  ),
  mutant(
    'AUTH-401-BAD-PASSWORD',
    'lets each user in with the password of another',
    two((credential) => /^(admin|operator):(correct horse|battery staple)$/.test(credential)),
  ),
];

export const headerMutants: readonly Mutant[] = [
  mutant('HDR-VERSION-412-STATUS', 'crashes at version 99.0', {
    before: (request) =>
      request.headers['x-broker-api-version'] === '99.0' ? { status: 500, body: '' } : undefined,
  }),
  mutant('HDR-VERSION-412-MESSAGE', 'refuses a version without a word', {
    after: (answer) => (answer.status === 412 ? { status: 412, body: '' } : answer),
  }),
  mutant('HDR-VERSION-MISSING-400', 'crashes at a missing version', {
    before: (request) =>
      request.headers['x-broker-api-version'] === undefined ? { status: 500, body: '' } : undefined,
  }),
  mutant('HDR-VERSION-MISSING-MESSAGE', 'refuses a missing version without a word', {
    before: (request) =>
      request.authorised && request.headers['x-broker-api-version'] === undefined
        ? { status: 400, body: '' }
        : undefined,
  }),
  mutant(
    'HDR-ORIGID-TOLERATED',
    'insists on an originating identity',
    intercepting(
      ['catalog', ...routes],
      (request) => request.headers['x-broker-api-originating-identity'] === undefined,
      failure(400, 'Who are you?'),
    ),
  ),
  mutant(
    'HDR-ORIGID-TOLERATED',
    'crashes at an originating identity with an unbind',
    intercepting(
      'unbind',
      (request) => request.headers['x-broker-api-originating-identity'] !== undefined,
      failure(500, 'Unknown header.'),
    ),
  ),
  mutant('HDR-REQID-ECHO', 'makes up its own request identity', {
    after: (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'X-Broker-API-Request-Identity': 'mine' },
    }),
  }),
  mutant('HDR-REQID-ECHO-ERRORS', 'drops the request identity on refusals', {
    after: (answer) =>
      answer.status >= 400 ? { ...answer, headers: { 'X-Broker-API-Request-Identity': '' } } : answer,
  }),
];
