import type { Check } from '../../engine/check.ts';
import { isObject } from '../../engine/json.ts';
import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelAnswer, ModelRequest, RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { descriptionText, errorText, errorWord } from './body-fields.ts';
import { errorFlags, notRepeatable } from './flags.ts';
import { failureStatus } from './status.ts';

type When = (request: ModelRequest, answer: ModelAnswer) => boolean;

/** Adds fields to the error bodies of the requests that it is told. */
const errorsWith = (fields: object, when: When): Miniature => ({
  after: (answer, request) =>
    answer.status >= 400 && isObject(answer.body) && when(request, answer)
      ? { ...answer, body: { ...answer.body, ...fields } }
      : answer,
});
const on =
  (...routes: readonly RouteName[]): When =>
  (request) =>
    routes.includes(request.route);
const always: When = () => true;
const bodiless: Miniature = {
  after: (answer) => (answer.status >= 400 ? { status: answer.status, body: {} } : answer),
};
const empty: Miniature = {
  after: (answer) =>
    answer.status >= 400 ? { status: answer.status, body: '', headers: { 'Content-Type': '' } } : answer,
};
const async: Miniature = { mode: 'async' };

testCheck(errorText, {
  passes: { conforms: {}, 'works asynchronously': async },
  fails: {
    'has an empty "error" with its 409': errorsWith(
      { error: '' },
      (_request, answer) => answer.status === 409,
    ),
    'has a number with its 410': errorsWith({ error: 410 }, (_request, answer) => answer.status === 410),
    'has an object with its 404': errorsWith({ error: {} }, (_request, answer) => answer.status === 404),
  },
  warns: { 'writes null': errorsWith({ error: null }, on('deprovision')) },
  skips: {
    'answers {}': bodiless,
    'answers nothing': empty,
    'is tested as 2.11': { run: { apiVersion: '2.11' }, ...bodiless },
  },
});

testCheck(descriptionText, {
  passes: {
    conforms: {},
    'works asynchronously': async,
    'has an empty one before 2.14': {
      run: { apiVersion: '2.13' },
      ...errorsWith({ description: '' }, always),
    },
  },
  fails: {
    'has an empty "description" with its 400': errorsWith(
      { description: '' },
      (_request, answer) => answer.status === 400,
    ),
    'has an array': errorsWith({ description: ['No.'] }, on('unbind')),
    'has a number before 2.14': { run: { apiVersion: '2.12' }, ...errorsWith({ description: 1 }, always) },
  },
  warns: { 'writes null': errorsWith({ description: null }, on('bind')) },
  skips: { 'answers {}': bodiless },
});

testCheck(errorWord, {
  passes: {
    conforms: {},
    'leaves polls that it does not serve to its web framework': {
      before: (request) =>
        request.route === 'pollBinding' || request.route === 'pollInstance'
          ? { status: 404, body: { status: 404, error: 'Not Found', path: '/v2' } }
          : undefined,
    },
  },
  warns: { 'writes sentences': errorsWith({ error: 'async required' }, on('provision')) },
  skips: { 'answers {}': bodiless },
});

const flag = (id: string): Check => errorFlags.find((check) => check.id === `errors/${id}`)!;

testCheck(flag('instance-usable-is-boolean'), {
  passes: { 'says true of updates': errorsWith({ instance_usable: true }, on('update', 'deprovision')) },
  fails: {
    'says "false"': errorsWith({ instance_usable: 'false' }, on('update')),
    'says 0 of a deprovision': errorsWith({ instance_usable: 0 }, on('deprovision')),
  },
  warns: { 'says null': errorsWith({ instance_usable: null }, on('update')) },
  skips: { 'says nothing': {}, 'is tested as 2.15': { run: { apiVersion: '2.15' } } },
});

testCheck(flag('update-repeatable-is-boolean'), {
  passes: { 'says true of updates': errorsWith({ update_repeatable: true }, on('update')) },
  fails: { 'says 0': errorsWith({ update_repeatable: 0 }, on('update')) },
  warns: { 'says null': errorsWith({ update_repeatable: null }, on('update')) },
  skips: { 'says nothing': {} },
});

testCheck(flag('instance-usable-in-its-place'), {
  passes: {
    conforms: {},
    'says it of updates and deletions': errorsWith({ instance_usable: true }, on('update', 'deprovision')),
  },
  fails: {
    'says it of everything': errorsWith({ instance_usable: true }, always),
    'says it of provisions': errorsWith({ instance_usable: true }, on('provision')),
    'says it of unbinds': errorsWith({ instance_usable: false }, on('unbind')),
    'says it of unknown instances when polled': errorsWith({ instance_usable: true }, on('pollInstance')),
  },
  warns: { 'writes null everywhere': errorsWith({ instance_usable: null }, always) },
});

testCheck(flag('update-repeatable-in-its-place'), {
  passes: { conforms: {}, 'says it of updates': errorsWith({ update_repeatable: true }, on('update')) },
  fails: {
    'says it of a 410': errorsWith({ update_repeatable: true }, on('deprovision')),
    'says it of binds': errorsWith({ update_repeatable: true }, on('bind')),
  },
});

const fickle: Miniature = {
  before: (request, { scratch }) => {
    if (request.route !== 'update') return undefined;
    const key = `${request.instanceId} ${request.text}`;
    if (scratch.has(key)) return { status: 200, body: {} };
    scratch.set(key, true);
    return { status: 422, body: { error: 'PlanChangeNotSupported', update_repeatable: false } };
  },
};

testCheck(notRepeatable, {
  passes: { 'is right about it': errorsWith({ update_repeatable: false }, on('update')) },
  warns: { 'accepts the same update a moment later': fickle },
  skips: {
    'says nothing': {},
    'says that it is repeatable': errorsWith({ update_repeatable: true }, on('update')),
  },
});

testCheck(failureStatus, {
  passes: {
    conforms: {},
    'works asynchronously': async,
    'answers 404 to unknown plans': {
      after: (answer, request) =>
        request.route === 'provision' && answer.status === 400 ? failure(404, 'No such plan.') : answer,
    },
    'has "error": null in successes': {
      after: (answer) =>
        isObject(answer.body) && answer.status < 300
          ? { ...answer, body: { ...answer.body, error: null } }
          : answer,
    },
    'offers no updates': {
      before: (request) => (request.route === 'update' ? { status: 501, body: {} } : undefined),
    },
  },
  fails: {
    'answers 200 PlanNotFound': {
      after: (answer, request) =>
        request.route === 'provision' && answer.status === 400
          ? { status: 200, body: { error: 'PlanNotFound' } }
          : answer,
    },
    'answers 200 to an unbind that failed': {
      after: (answer, request) =>
        request.route === 'unbind' && answer.status === 410
          ? { status: 200, body: { error: 'NotFound' } }
          : answer,
    },
    'crashes at unknown plans': {
      after: (answer, request) =>
        request.route === 'provision' && answer.status === 400 ? failure(500, 'No.') : answer,
    },
    'redirects what it cannot read': {
      after: (answer, request) =>
        request.route === 'bind' && answer.status === 400
          ? { status: 302, body: '', headers: { Location: '/error.html' } }
          : answer,
    },
  },
});
