import { member } from '../../engine/json.ts';
import { begin, failure, parametersOf } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { deleteAfterBind, deleteAfterProvision } from './delete-after-failure.ts';
import { noOtherSuccess, successIsReadable } from './success-answers.ts';

const legal: Readonly<Record<string, Miniature>> = {
  conforms: {},
  'works asynchronously': { mode: 'async' },
};

testCheck(successIsReadable, {
  passes: {
    ...legal,
    'says nothing': {
      after: (answer, { route }) =>
        route === 'provision' && answer.status === 201 ? { ...answer, body: '' } : answer,
    },
  },
  warns: {
    'truncates its 201': {
      after: (answer, { route }) =>
        route === 'provision' && answer.status === 201
          ? { ...answer, body: '{"dashboard_url": "https://da' }
          : answer,
    },
    'adds garbage to its binding': {
      after: (answer, { route }) =>
        route === 'bind' && answer.status === 201
          ? { ...answer, body: `${JSON.stringify(answer.body)}</html>` }
          : answer,
    },
    'answers an array': {
      after: (answer, { route }) =>
        route === 'bind' && answer.status === 201 ? { ...answer, body: [] } : answer,
    },
  },
});

testCheck(noOtherSuccess, {
  passes: legal,
  warns: {
    'answers 204 to a provision': {
      after: (answer, { route }) =>
        route === 'provision' && answer.status === 201 ? { status: 204, body: '' } : answer,
    },
    'answers 206 to an unbind': {
      after: (answer, { route }) =>
        route === 'unbind' && answer.status === 200 ? { ...answer, status: 206 } : answer,
    },
  },
});

/** Keeps what a refused provision was about, until it is deleted. */
const keepsFailures = (removal: { status: number }, second?: { status: number }): Miniature => ({
  before: (request, { scratch }) => {
    const left = scratch.get(request.instanceId);
    if (request.route !== 'deprovision' || typeof left !== 'number') return undefined;
    if (left === 0 || second !== undefined) {
      scratch.set(request.instanceId, left + 1);
      return { status: left === 0 ? removal.status : (second?.status ?? 410), body: {} };
    }
    return undefined;
  },
  after: (answer, request, { scratch }) => {
    if (request.route === 'provision' && answer.status >= 400) scratch.set(request.instanceId, 0);
    return answer;
  },
});

/** Fails asynchronous provisions with size 13. */
const failing: Miniature = {
  mode: 'async',
  run: { facts: [{ plan: 'small', failingProvisionParameters: { size: 13 } }] },
  after: (answer, request, { instances }) => {
    const instance = instances.get(request.instanceId);
    if (
      answer.status === 202 &&
      request.route === 'provision' &&
      parametersOf(request.body)['size'] === 13 &&
      instance !== undefined
    ) {
      instance.operation = {
        ...begin('create', 0, () => undefined),
        state: 'failed',
        id: String(member(answer.body, 'operation')),
      };
    }
    return answer;
  },
};

testCheck(deleteAfterProvision, {
  passes: {
    ...legal,
    'keeps what failed until it is deleted': keepsFailures({ status: 200 }),
    'fails asynchronously': failing,
  },
  warns: {
    'answers 500 to the deletion': keepsFailures({ status: 500 }),
    'answers 500 to the deletion of what failed': {
      ...failing,
      before: (request, { instances }) =>
        request.route === 'deprovision' && instances.get(request.instanceId)?.operation?.state === 'failed'
          ? (instances.delete(request.instanceId), { status: 500, body: {} })
          : undefined,
    },
    'answers 422 to the deletion': keepsFailures({ status: 422 }),
    'deletes for ever': keepsFailures({ status: 200 }, { status: 200 }),
  },
  skips: {
    'accepts every provision': {
      before: (request, { instances }) =>
        request.route === 'provision' ||
        (request.route === 'deprovision' && !instances.has(request.instanceId))
          ? { status: 200, body: {} }
          : undefined,
    },
  },
});

testCheck(deleteAfterBind, {
  passes: {
    ...legal,
    'answers 200 to every unbind, which is told elsewhere': {
      after: (answer, { route }) =>
        route === 'unbind' && answer.status === 410 ? { status: 200, body: {} } : answer,
    },
  },
  warns: {
    'answers 500 to the deletion': {
      before: (request, { scratch, model }) => {
        if (request.route === 'bind') {
          const answer = model(request);
          if (answer.status === 400) scratch.set(request.bindingId, true);
          return answer;
        }
        return request.route === 'unbind' && scratch.delete(request.bindingId)
          ? failure(500, 'No.')
          : undefined;
      },
    },
    'deletes what is left of the failed for ever': {
      before: (request, { scratch }) =>
        request.route === 'unbind' && scratch.has(request.bindingId) ? { status: 200, body: {} } : undefined,
      after: (answer, request, { scratch }) => {
        if (request.route === 'bind' && answer.status === 400) scratch.set(request.bindingId, true);
        return answer;
      },
    },
  },
});
