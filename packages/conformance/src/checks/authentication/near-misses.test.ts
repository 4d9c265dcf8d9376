import type { Miniature } from '../../testing/miniature.ts';
import { failure } from '../../testing/model-rules.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { otherForms, similarPasswords, similarUsers } from './near-misses.ts';

const credentials = ({ authorization = '' }: Readonly<Record<string, string | undefined>>) =>
  Buffer.from(authorization.replace(/^Basic /i, ''), 'base64').toString('utf8');

/** A broker that locks the user out after so many wrong passwords in its life. */
const lockingAfter = (count: number, status: number): Miniature => ({
  before: (request, { scratch }) => {
    const wrong = Number(scratch.get('wrong') ?? 0) + (request.authorised ? 0 : 1);
    scratch.set('wrong', wrong);
    return wrong > count ? failure(status, 'Locked.') : undefined;
  },
});

const lenientAbout = (change: (text: string) => string): Miniature => ({
  before: (request, state) =>
    !request.authorised && change(credentials(request.headers)) === 'admin:correct horse'
      ? state.model({ ...request, authorised: true })
      : undefined,
});

const everything: Miniature = {
  ...lenientAbout(() => 'admin:correct horse'),
  run: { openToAnybody: 'everything' },
};

testCheck(similarPasswords, {
  passes: {
    'compares as it should': {},
    'serves its catalog to anybody, as agreed': {
      before: (request, state) =>
        request.route === 'catalog' ? state.model({ ...request, authorised: true }) : undefined,
      run: { openToAnybody: 'catalog' },
    },
    'locks users out later than it is tried': { ...lockingAfter(5, 403), run: { wrongLogins: 4 } },
    'answers 403 to what is wrong': {
      after: (answer) => (answer.status === 401 ? failure(403, 'No.') : answer),
    },
    'asks for a token': {
      before: (request, state) =>
        state.model({ ...request, authorised: request.headers['authorization'] === 'Bearer abc.def.ghi' }),
      run: { auth: { kind: 'bearer', token: 'abc.def.ghi' } },
    },
  },
  fails: {
    'takes an empty password': lenientAbout((text) => text.replace(/:$/, ':correct horse')),
    'takes a token in any case': {
      before: (request, state) =>
        state.model({
          ...request,
          authorised: request.headers['authorization']?.toLowerCase() === 'bearer abc.def.ghi',
        }),
      run: { auth: { kind: 'bearer', token: 'abc.def.ghi' } },
    },
  },
  inconclusive: {
    'locks users out with 403': lockingAfter(4, 403),
    'locks users out with 401': lockingAfter(4, 401),
    'limits logins with 429': lockingAfter(4, 429),
  },
  skips: {
    'is open, as agreed': everything,
    'is not to be tried': { run: { wrongLogins: 0 } },
    'asks for no credentials': lenientAbout(() => 'admin:correct horse'),
  },
});

testCheck(similarUsers, {
  passes: { 'compares as it should': {} },
  warns: {
    'folds the case of user names': lenientAbout((text) => text.replace(/^ADMIN/, 'admin')),
    'trims user names': lenientAbout((text) => text.replace(/^ *admin */, 'admin')),
  },
  fails: {
    'looks at the password only': lenientAbout((text) => text.replace(/^[^:]*:/, 'admin:')),
  },
  skips: { 'is tried with a few passwords only': { run: { wrongLogins: 5 } } },
});

testCheck(otherForms, {
  passes: { 'compares as it should': {} },
  warns: {
    'looks at no scheme': {
      before: (request, state) =>
        !request.authorised &&
        credentials({ authorization: request.headers['authorization']?.split(' ').at(-1) }) ===
          'admin:correct horse'
          ? state.model({ ...request, authorised: true })
          : undefined,
    },
  },
  fails: { 'needs no password': lenientAbout((text) => text.replace(/^admin$/, 'admin:correct horse')) },
});
