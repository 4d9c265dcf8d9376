import { mutant } from '../mutations.ts';
import { failure } from '../model-rules.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import type { ModelRequest, ModelState, RouteName } from '../model-types.ts';

const right = { user: 'admin', password: 'correct horse' } as const;

/** What a request logs in with: behind the first colon is the password. */
function loginOf({
  headers,
}: ModelRequest): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic (.*)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0
    ? { user: text, password: '' }
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** A broker that lets in whom this comparison takes for the right one. */
const taking = (isRight: (user: string, password: string) => boolean): Miniature => ({
  before: (request, state) => {
    const login = loginOf(request);
    return !request.authorised && login !== undefined && isRight(login.user, login.password)
      ? state.model({ ...request, authorised: true })
      : undefined;
  },
});

const passwords = (isRight: (password: string) => boolean): Miniature =>
  taking((user, password) => user === right.user && isRight(password));

const users = (isRight: (user: string) => boolean): Miniature =>
  taking((user, password) => password === right.password && isRight(user));

/** Comparisons of passwords that are none. */
const weakPasswords: Readonly<Record<string, (password: string) => boolean>> = {
  'takes an empty password': (password) => password === '',
  'takes the password in any case': (password) => password.toLowerCase() === right.password,
  'takes a prefix of the password': (password) => password !== '' && right.password.startsWith(password),
  'takes what begins with the password': (password) => password.startsWith(right.password),
  'takes what ends with the password': (password) => password.endsWith(right.password),
  'takes the end of the password': (password) => password.length > 3 && right.password.endsWith(password),
  'compares but the last character of the password': (password) =>
    password.slice(0, -1) === right.password.slice(0, -1),
  'takes the password without its last character': (password) => password === right.password.slice(0, -1),
  'compares the length of the password': (password) => password.length === right.password.length,
  'compares eight characters of the password': (password) => password.startsWith('correct '),
  'trims the password': (password) => password.trim() === right.password,
  'trims the end of the password': (password) => password.trimEnd() === right.password,
  'trims the front of the password': (password) => password.trimStart() === right.password,
  'splits at every colon': (password) => password.split(':')[0] === right.password,
  'takes the name of the user for the password': (password) => password === right.user,
};

/** Comparisons of user names that are none. */
const weakUsers: Readonly<Record<string, Miniature>> = {
  'takes any user with the right password': users(() => true),
  'takes no user with the right password': users((user) => user === ''),
  'takes the user name in any case': users((user) => user.toLowerCase() === right.user),
  'takes a prefix of the user name': users((user) => user !== '' && right.user.startsWith(user)),
  'takes what begins with the user name': users((user) => user.startsWith(right.user)),
  'takes the password in the place of the user name': taking(
    (user, password) => user === right.password && password === '',
  ),
  'takes user name and password in any order': taking(
    (user, password) => user === right.password && password === right.user,
  ),
  'takes nobody with no password': taking((user, password) => user === '' && password === ''),
};

const decoded = (value: string | undefined) => Buffer.from(value ?? '', 'base64').toString('utf8');

/** A broker that lets in whoever sends such a header. */
const reading = (isRight: (value: string) => boolean): Miniature => ({
  before: (request: ModelRequest, state: ModelState) =>
    !request.authorised && isRight(request.headers['authorization'] ?? '')
      ? state.model({ ...request, authorised: true })
      : undefined,
});

const forms: Readonly<Record<string, Miniature>> = {
  'lets in whoever sends the word Basic': reading((value) => value === 'Basic'),
  'needs no password where no colon is': reading(
    (value) => decoded(/^Basic (.+)$/.exec(value)?.[1]) === right.user,
  ),
  'needs no user name': reading((value) => decoded(/^Basic (.+)$/.exec(value)?.[1]) === right.password),
  'looks at no scheme': reading((value) => decoded(value.split(' ').at(-1)) === 'admin:correct horse'),
  'decodes nothing': reading((value) => value === 'Basic admin:correct horse'),
};

const guarded: readonly RouteName[] = ['provision', 'fetchInstance', 'pollInstance', 'bind', 'unbind'];

/** Brokers that take for the right credentials what is nearly right. */
export const weakComparisonMutants: readonly Mutant[] = [
  ...Object.entries(weakPasswords).map(([name, isRight]) =>
    mutant('AUTH-401-BAD-PASSWORD', name, passwords(isRight)),
  ),
  ...Object.entries(weakUsers).map(([name, miniature]) => mutant('AUTH-401-BAD-USER', name, miniature)),
  ...Object.entries(forms).map(([name, miniature]) => mutant('AUTH-401-MALFORMED', name, miniature)),
  mutant('AUTH-401-BAD-PASSWORD', 'has an open catalog on purpose and compares passwords without case', {
    before: (request, state) => {
      const login = loginOf(request);
      const isTaken =
        request.route === 'catalog' ||
        (login?.user === right.user && login.password.toLowerCase() === right.password);
      return !request.authorised && isTaken ? state.model({ ...request, authorised: true }) : undefined;
    },
    run: { services: ['database'], plans: ['small'], openToAnybody: 'catalog' },
  }),
  mutant('AUTH-401-BAD-PASSWORD', 'crashes at an empty password', {
    before: (request) =>
      loginOf(request)?.user === right.user && loginOf(request)?.password === ''
        ? failure(500, 'oops')
        : undefined,
  }),
  ...guarded.map((route) =>
    mutant('AUTH-401-EVERY-ENDPOINT', `takes any password on ${route}, with an open catalog`, {
      before: (request, state) =>
        !request.authorised &&
        (request.route === 'catalog' || (request.route === route && loginOf(request)?.user === right.user))
          ? state.model({ ...request, authorised: true })
          : undefined,
    }),
  ),
];
