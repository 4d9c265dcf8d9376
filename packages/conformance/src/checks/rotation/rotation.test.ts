import { isObject, stringMember } from '../../engine/json.ts';
import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelRequest } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { minimalBody, unknownPredecessor } from './requests.ts';
import { bothValid, createsBinding, newCredentials } from './successor.ts';

const predecessorOf = (request: ModelRequest) =>
  request.route === 'bind' ? stringMember(request.body, 'predecessor_binding_id') : undefined;

const conforms: Miniature = {};
const async: Miniature = { mode: 'async' };
const noFlag: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) for (const plan of service.plans) delete plan['binding_rotatable'];
  },
};
const older: Miniature = { run: { apiVersion: '2.16' } };
const unfetchable: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) service['bindings_retrievable'] = false;
  },
};
const refusesRotation: Miniature = {
  before: (request) => (predecessorOf(request) === undefined ? undefined : failure(400, 'No rotation.')),
};

testCheck(createsBinding, {
  passes: { conforms, 'works asynchronously': async, 'cannot fetch bindings': unfetchable },
  fails: {
    'changes the predecessor in place': {
      before: (request) =>
        predecessorOf(request) === undefined
          ? undefined
          : { status: 201, body: { credentials: { password: 'new' } } },
    },
    'refuses to rotate': refusesRotation,
    'does not know the field': {
      before: (request, { model }) =>
        predecessorOf(request) === undefined
          ? undefined
          : model({
              ...request,
              bindingId: predecessorOf(request) ?? '',
              body: { ...(request.body as object), predecessor_binding_id: undefined },
            }),
    },
  },
  blocked: {
    'fails every bind': { before: (request) => (request.route === 'bind' ? failure(500, 'No.') : undefined) },
  },
  skips: { 'declares no rotation': noFlag, 'is tested as 2.16': older },
});

testCheck(bothValid, {
  passes: { conforms, 'works asynchronously': async, 'cannot fetch bindings': unfetchable },
  fails: {
    'deletes the predecessor': {
      after: (answer, request, { instances }) => {
        if (answer.status === 201)
          instances.get(request.instanceId)?.bindings.delete(predecessorOf(request) ?? '');
        return answer;
      },
    },
    'deletes the predecessor and cannot fetch': {
      ...unfetchable,
      after: (answer, request, { instances }) => {
        if (answer.status === 201)
          instances.get(request.instanceId)?.bindings.delete(predecessorOf(request) ?? '');
        return answer;
      },
    },
    'removes the successor with the predecessor': {
      after: (answer, request, { instances }) => {
        if (request.route === 'unbind') instances.get(request.instanceId)?.bindings.clear();
        return answer;
      },
    },
  },
  skips: { 'refuses to rotate': refusesRotation, 'declares no rotation': noFlag },
});

testCheck(newCredentials, {
  passes: {
    conforms,
    'works asynchronously': async,
    'hands out references': {
      after: (answer, request) =>
        request.route === 'bind' && isObject(answer.body) && answer.status === 201
          ? { ...answer, body: { credentials: { 'credhub-ref': '/the/same' } } }
          : answer,
    },
  },
  warns: {
    'answers {} to a rotation': {
      after: (answer, request) =>
        predecessorOf(request) !== undefined && answer.status === 201 ? { ...answer, body: {} } : answer,
    },
    'hands out the same credentials': {
      after: (answer, request) =>
        request.route === 'bind' && isObject(answer.body) && answer.status === 201
          ? { ...answer, body: { ...answer.body, credentials: { user: 'u', password: 'p' } } }
          : answer,
    },
  },
  skips: {
    'refuses to rotate': refusesRotation,
    'is asynchronous and cannot be asked': { ...async, ...unfetchable },
  },
});

testCheck(minimalBody, {
  passes: { conforms, 'works asynchronously': async },
  warns: {
    'refuses service_id beside the predecessor': {
      before: (request) =>
        predecessorOf(request) !== undefined && stringMember(request.body, 'service_id') !== undefined
          ? failure(400, 'There is a service_id.')
          : undefined,
    },
    'demands service_id': {
      before: (request) =>
        predecessorOf(request) !== undefined && stringMember(request.body, 'service_id') === undefined
          ? failure(400, 'There is no service_id.')
          : undefined,
    },
  },
  skips: { 'declares no rotation': noFlag },
});

const anyInstance: Miniature = {
  before: (request, { instances, model }) => {
    const predecessor = predecessorOf(request);
    const holder = [...instances.values()].find(({ bindings }) => bindings.has(predecessor ?? ''));
    if (predecessor === undefined || holder === undefined || holder.id === request.instanceId)
      return undefined;
    return model({ ...request, body: { ...(request.body as object), predecessor_binding_id: undefined } });
  },
};

testCheck(unknownPredecessor, {
  passes: {
    conforms,
    'works asynchronously': async,
    'answers 404': {
      after: (answer, request) =>
        predecessorOf(request) !== undefined && answer.status === 400 ? { status: 404, body: {} } : answer,
    },
  },
  fails: {
    'crashes at an unknown predecessor': {
      after: (answer, request) =>
        predecessorOf(request) !== undefined && answer.status === 400 ? { status: 500, body: {} } : answer,
    },
  },
  warns: {
    'ignores predecessor_binding_id': {
      before: (request, { model }) =>
        predecessorOf(request) === undefined
          ? undefined
          : model({ ...request, body: { ...(request.body as object), predecessor_binding_id: undefined } }),
    },
    'takes a predecessor from any instance': anyInstance,
  },
  blocked: { 'refuses to rotate': refusesRotation },
  skips: { 'declares no rotation': noFlag },
});
