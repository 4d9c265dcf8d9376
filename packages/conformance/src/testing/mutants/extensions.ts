import { isObject, member, stringMember } from '../../engine/json.ts';
import type { Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, RouteName } from '../model-types.ts';
import { answering, asIf, bodyWith, intercepting, mutant } from '../mutations.ts';

const hasStrangeField = (holder: unknown) =>
  isObject(holder) && Object.keys(holder).some((name) => name.includes('osb-conformance'));
const strict = (route: RouteName, place?: string) =>
  intercepting(
    route,
    ({ body }) => hasStrangeField(place === undefined ? body : member(body, place)),
    failure(400, 'unknown field'),
  );
const predecessorOf = (request: ModelRequest) =>
  request.route === 'bind' ? stringMember(request.body, 'predecessor_binding_id') : undefined;
const isRotation = (request: ModelRequest) => predecessorOf(request) !== undefined;
const versionOf = (request: ModelRequest) => member(member(request.body, 'maintenance_info'), 'version');
const isOdd = (request: ModelRequest) => String(versionOf(request)).startsWith('0.0.0');
const describes = (request: ModelRequest) =>
  member(member(request.body, 'maintenance_info'), 'description') !== undefined;
const conflict = failure(422, 'The versions differ.', 'MaintenanceInfoConflict');
const ignoring = (route: RouteName) =>
  intercepting(
    route,
    (request) => versionOf(request) !== undefined,
    (request, state) => asIf(request, bodyWith(request, { maintenance_info: undefined }), state),
  );

/** Brokers that stumble over fields they do not know. */
export const extensionMutants: readonly Mutant[] = [
  mutant('EXT-IGNORE-UNKNOWN-PROV', 'refuses a vendor field in a provision', strict('provision')),
  mutant('EXT-IGNORE-UNKNOWN-UPD', 'refuses a vendor field in an update', strict('update')),
  mutant('EXT-IGNORE-UNKNOWN-BIND', 'refuses a vendor field in a bind', strict('bind')),
  mutant('EXT-NO-HALT-NESTED', 'refuses an unknown key in a context', strict('provision', 'context')),
  mutant('EXT-NO-HALT-NESTED', 'refuses an unknown key in a bind_resource', strict('bind', 'bind_resource')),
  mutant(
    'EXT-NO-HALT-NESTED',
    'refuses an unknown key in previous_values',
    strict('update', 'previous_values'),
  ),
  mutant(
    'EXT-NO-HALT-NESTED',
    'refuses an unknown key in maintenance_info',
    strict('provision', 'maintenance_info'),
  ),
  mutant(
    'EXT-IGNORE-IDEMPOTENCY',
    'compares raw bodies of provisions',
    intercepting(
      'provision',
      (request, { instances }) => instances.has(request.instanceId) && hasStrangeField(request.body),
      failure(409, 'It differs.'),
    ),
  ),
  mutant('GEN-IGNORE-NEW-FIELDS', 'is strict and older than extension fields', {
    ...intercepting(
      'provision',
      ({ body }) => isObject(body) && Object.hasOwn(body, 'future_2_99'),
      failure(400, 'unknown field'),
    ),
    run: { services: ['database'], plans: ['small'], apiVersion: '2.13' },
  }),
];

/** Brokers that do not rotate as they should. */
export const rotationMutants: readonly Mutant[] = [
  mutant(
    'ROT-CREATES-BINDING',
    'changes the predecessor in place',
    intercepting('bind', isRotation, { status: 201, body: { credentials: { password: 'new' } } }),
  ),
  mutant(
    'ROT-BODY-MINIMAL',
    'refuses service_id beside the predecessor',
    intercepting(
      'bind',
      (request) => isRotation(request) && stringMember(request.body, 'service_id') !== undefined,
      failure(400, 'There is a service_id.'),
    ),
  ),
  mutant(
    'ROT-BOTH-VALID',
    'deletes the predecessor',
    answering('bind', isRotation, (answer, request, { instances }) => {
      instances.get(request.instanceId)?.bindings.delete(predecessorOf(request) ?? '');
      return answer;
    }),
  ),
  mutant(
    'ROT-NEW-CREDENTIALS',
    'answers {} to a rotation',
    answering(
      'bind',
      (request, answer) => isRotation(request) && answer.status === 201,
      (answer) => ({ ...answer, body: {} }),
    ),
  ),
  mutant(
    'ROT-REJECT-UNKNOWN-PREDECESSOR',
    'ignores predecessor_binding_id',
    intercepting('bind', isRotation, (request, state) =>
      asIf(request, bodyWith(request, { predecessor_binding_id: undefined }), state),
    ),
  ),
];

/** Brokers that misread maintenance versions. */
export const maintenanceMutants: readonly Mutant[] = [
  mutant('PROV-422-MAINT', 'ignores maintenance_info', ignoring('provision')),
  mutant(
    'PROV-422-MAINT-CODE',
    'says Conflict',
    intercepting('provision', isOdd, failure(422, 'No.', 'Conflict')),
  ),
  mutant(
    'PROV-MAINT-MATCH-OK',
    'compares with an old version',
    intercepting('provision', (request) => versionOf(request) !== undefined, conflict),
  ),
  mutant(
    'PROV-MAINT-OTHER-FIELDS',
    'compares the whole object',
    intercepting('provision', describes, conflict),
  ),
  mutant(
    'PROV-MAINT-OPTIONAL',
    'demands maintenance_info',
    intercepting('provision', (request) => versionOf(request) === undefined, failure(422, 'No version.')),
  ),
  mutant('UPD-422-MAINT', 'ignores maintenance_info in updates', ignoring('update')),
  mutant(
    'UPD-422-MAINT-CODE',
    'says VersionMismatch',
    intercepting('update', isOdd, failure(422, 'No.', 'VersionMismatch')),
  ),
  mutant(
    'UPD-MAINT-MATCH-OK',
    'takes equal versions for different',
    intercepting('update', (request) => versionOf(request) !== undefined, conflict),
  ),
  mutant('UPD-MAINT-OTHER-FIELDS', 'compares descriptions', intercepting('update', describes, conflict)),
];
