import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelAnswer, ModelRequest } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { errorType, refusedType, successType } from './content-type.ts';

const typed = (type: string, when: (answer: ModelAnswer, request: ModelRequest) => boolean): Miniature => ({
  after: (answer, request) =>
    when(answer, request) ? { ...answer, headers: { 'Content-Type': type } } : answer,
});
const isError = (answer: ModelAnswer) => answer.status >= 400;
const async: Miniature = { mode: 'async' };

testCheck(successType, {
  passes: {
    conforms: {},
    'works asynchronously': async,
    'names a charset': typed('application/json; charset=utf-8', () => true),
    'writes capitals': typed('Application/JSON', () => true),
    'sends HTML on errors only': typed('text/html', isError),
    'has no body and no type for deletions': {
      after: (answer, request) =>
        request.route === 'unbind' && answer.status === 200
          ? { status: 200, body: '', headers: { 'Content-Type': '' } }
          : answer,
    },
  },
  warns: {
    'serves its catalog as text': typed('text/plain', (_answer, request) => request.route === 'catalog'),
    'names no type for a fetch': typed('', (_answer, request) => request.route === 'fetchBinding'),
  },
});

testCheck(errorType, {
  passes: {
    conforms: {},
    'answers errors without a body': {
      after: (answer) =>
        isError(answer) ? { status: answer.status, body: '', headers: { 'Content-Type': '' } } : answer,
    },
    'stands behind a gateway that answers 401': typed('text/html', (answer) => answer.status === 401),
    'has no route for polls and updates': {
      before: (request) =>
        request.route === 'update' || request.route === 'pollInstance' || request.route === 'pollBinding'
          ? { status: 404, body: '<h1>Not Found</h1>', headers: { 'Content-Type': 'text/html' } }
          : undefined,
    },
  },
  warns: {
    'leaves 400 to its web framework': typed('text/html', (answer) => answer.status === 400),
    'sends problem documents': typed('application/problem+json', isError),
    'names no type for its 410': typed('', (answer) => answer.status === 410),
  },
});

const strict = (status: number): Miniature => ({
  before: (request) =>
    request.route === 'provision' && request.headers['content-type'] !== 'application/json'
      ? failure(status, 'Send JSON.')
      : undefined,
});

testCheck(refusedType, {
  passes: { 'processes it': {}, 'processes it asynchronously': async, 'answers 400': strict(400) },
  // The type was wrong on purpose: what comes of it is judged as a recommendation.
  warns: { crashes: strict(500), 'answers 415': strict(415) },
  blocked: {
    'refuses every provision': {
      before: (request) =>
        request.route === 'provision' ? failure(422, 'The quota is used up.') : undefined,
    },
  },
});
