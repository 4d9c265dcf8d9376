import { isObject, stringMember } from '../../engine/json.ts';
import { failure, runningKind } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { provisionDuringDeprovision } from './during-deprovision.ts';
import { bindDuringProvision, updateDuringProvision } from './during-provision.ts';
import { bindDuringUpdate, updateDuringUpdate } from './during-update.ts';

type Kind = 'create' | 'update' | 'delete';

const isDuring = (kind: Kind, request: ModelRequest, { instances }: ModelState) =>
  runningKind(instances.get(request.instanceId)?.operation) === kind;

/** An asynchronous broker that answers a route in its own way while an operation is in progress. */
const during = (kind: Kind, route: RouteName, answer: ModelAnswer, more: Miniature = {}): Miniature => ({
  mode: 'async',
  ...more,
  before: (request, state) =>
    request.route === route && isDuring(kind, request, state) ? answer : undefined,
});

const async: Miniature = { mode: 'async' };
const sync: Miniature = {};
const hasty: Miniature = { mode: 'async', polls: 0 };
/** The model takes such a bind for one of an instance that is ready. */
const acceptsBinds: Miniature = {
  mode: 'async',
  before: (request, state) => {
    const instance = state.instances.get(request.instanceId);
    if (request.route !== 'bind' || instance?.operation === undefined) return undefined;
    const { operation } = instance;
    instance.operation = undefined;
    const answer = state.model(request);
    instance.operation = operation;
    return answer;
  },
};
const unsupported: Miniature = {
  mode: 'async',
  before: (request) =>
    request.route === 'update' &&
    isObject(request.body) &&
    stringMember(request.body['context'], 'instance_name')?.endsWith('again') === true
      ? failure(422, 'Take another name.', 'NameNotSupported')
      : undefined,
};

testCheck(updateDuringProvision, {
  passes: { conforms: async, 'accepts it': during('create', 'update', { status: 200, body: {} }) },
  fails: {
    crashes: during('create', 'update', failure(500, 'No.')),
    'answers 409': during('create', 'update', failure(409, 'No.')),
    'gives no code': during('create', 'update', failure(422, 'Busy.')),
  },
  inconclusive: {
    'is too fast': hasty,
    'names another reason': during('create', 'update', failure(422, 'No.', 'AsyncRequired')),
  },
  skips: {
    'works synchronously': sync,
    'refuses the update in any case': {
      ...async,
      before: (request) => (request.route === 'update' ? failure(422, 'No.', 'NotSupported') : undefined),
    },
  },
});

testCheck(bindDuringProvision, {
  passes: { conforms: async, 'accepts it': acceptsBinds },
  fails: {
    crashes: during('create', 'bind', failure(500, 'No.')),
    'answers 409': during('create', 'bind', failure(409, 'No.')),
    'gives no code': during('create', 'bind', failure(422, 'Busy.')),
  },
  warns: { 'answers 404': during('create', 'bind', failure(404, 'Not yet.')) },
  inconclusive: { 'is too fast': hasty },
  skips: {
    'works synchronously': sync,
    'refuses the bind in any case': {
      ...async,
      before: (request) => (request.route === 'bind' ? failure(400, 'A parameter is missing.') : undefined),
    },
  },
});

testCheck(updateDuringUpdate, {
  passes: { conforms: async, 'accepts it': during('update', 'update', { status: 200, body: {} }) },
  fails: {
    'answers 409': during('update', 'update', failure(409, 'No.')),
    'gives no code': during('update', 'update', failure(422, 'Busy.')),
  },
  inconclusive: { 'is too fast': hasty },
  skips: { 'works synchronously': sync, 'refuses the second update in any case': unsupported },
});

testCheck(bindDuringUpdate, {
  passes: { conforms: async, 'accepts it': acceptsBinds },
  fails: {
    'answers 503': during('update', 'bind', failure(503, 'Busy.')),
    'answers 400': during('update', 'bind', failure(400, 'Busy.')),
    'gives no code': during('update', 'bind', failure(422, 'Busy.')),
  },
  inconclusive: { 'is too fast': hasty },
  skips: { 'works synchronously': sync },
});

testCheck(provisionDuringDeprovision, {
  passes: { conforms: async },
  fails: {
    crashes: during('delete', 'provision', failure(500, 'No.')),
    'gives no code': during('delete', 'provision', failure(422, 'Busy.')),
  },
  warns: {
    'answers 409': during('delete', 'provision', failure(409, 'It exists.')),
    'accepts it at once': during('delete', 'provision', { status: 201, body: {} }),
  },
  inconclusive: { 'is too fast': hasty },
  skips: { 'works synchronously': sync },
});
