import { isObject, member } from '../../engine/json.ts';
import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { ModelRequest, RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { provisionConflict, provisionMatch, provisionWithout } from './provision.ts';
import { updateConflict, updateMatch } from './update.ts';

const infoOf = (request: ModelRequest) => member(request.body, 'maintenance_info');
const conflict = failure(422, 'The maintenance version differs.', 'MaintenanceInfoConflict');

/** Answers requests of a route with some maintenance_info in place of the model. */
const answering = (
  route: RouteName,
  when: (info: unknown, request: ModelRequest) => boolean,
  answer = conflict,
): Miniature => ({
  before: (request) => (request.route === route && when(infoOf(request), request) ? answer : undefined),
});
const isStrange = (info: unknown) => String(member(info, 'version')).startsWith('0.0.0');
const ignoring = (route: RouteName): Miniature => ({
  before: (request, { model }) =>
    request.route === route && isObject(request.body) && infoOf(request) !== undefined
      ? model({ ...request, body: { ...request.body, maintenance_info: undefined } })
      : undefined,
});

const legal: Readonly<Record<string, Miniature>> = {
  conforms: {},
  'works asynchronously': { mode: 'async' },
};
const without: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) for (const plan of service.plans) delete plan['maintenance_info'];
  },
};
const older: Miniature = { run: { apiVersion: '2.14' } };
const refusing: Miniature = {
  before: (request) => (request.route === 'provision' ? failure(400, 'The quota is used up.') : undefined),
};
const moving = (route: RouteName): Miniature => ({
  before: (request, { catalog }) => {
    if (request.route !== route || infoOf(request) === undefined) return undefined;
    catalog.services[0]!.plans[0]!['maintenance_info'] = { version: '3.0.0' };
    return isStrange(infoOf(request)) ? { status: 201, body: {} } : conflict;
  },
});

testCheck(provisionConflict, {
  passes: legal,
  fails: {
    'ignores maintenance_info': ignoring('provision'),
    'answers 400': answering('provision', isStrange, failure(400, 'No.', 'MaintenanceInfoConflict')),
    'answers 409': answering('provision', isStrange, failure(409, 'No.')),
    'says Conflict': answering('provision', isStrange, failure(422, 'No.', 'Conflict')),
    'gives no code': answering('provision', isStrange, failure(422, 'No.')),
    'writes the code in lower case': answering(
      'provision',
      isStrange,
      failure(422, 'No.', 'maintenanceInfoConflict'),
    ),
  },
  inconclusive: { 'changes its catalog meanwhile': moving('provision') },
  blocked: { 'provisions nothing': refusing },
  skips: { 'has no maintenance_info': without, 'is tested as 2.14': older },
});

testCheck(provisionMatch, {
  passes: legal,
  fails: {
    'compares with an old version': answering('provision', (info) => info !== undefined),
    'compares the whole object': answering('provision', (info) => member(info, 'description') !== undefined),
  },
  inconclusive: { 'changes its catalog meanwhile': moving('provision') },
  blocked: { 'provisions nothing': refusing },
  skips: { 'has no maintenance_info': without },
});

testCheck(provisionWithout, {
  passes: legal,
  fails: {
    'demands maintenance_info': answering('provision', (info) => info === undefined, failure(422, 'No.')),
  },
  blocked: { 'provisions nothing': refusing },
  skips: { 'has no maintenance_info': without },
});

testCheck(updateConflict, {
  passes: legal,
  fails: {
    'ignores maintenance_info': ignoring('update'),
    'says VersionMismatch': answering('update', isStrange, failure(422, 'No.', 'VersionMismatch')),
    'answers 400': answering('update', isStrange, failure(400, 'No.')),
  },
  inconclusive: { 'changes its catalog meanwhile': moving('update') },
  skips: { 'has no maintenance_info': without },
});

testCheck(updateMatch, {
  passes: legal,
  fails: {
    'takes equal versions for different': answering('update', (info) => info !== undefined),
    'compares descriptions': answering('update', (info) => member(info, 'description') !== undefined),
    crashes: answering('update', (info) => info !== undefined, { status: 500, body: {} }),
  },
  inconclusive: {
    'supports no update': answering('update', () => true, failure(422, 'Not supported.', 'NotSupported')),
    'changes its catalog meanwhile': moving('update'),
  },
  skips: { 'has no maintenance_info': without },
});
