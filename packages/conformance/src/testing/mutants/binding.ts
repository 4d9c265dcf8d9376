import { isObject, member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import type { ModelRequest, ModelState } from '../model-types.ts';
import {
  adding,
  answering,
  async,
  bodyWith,
  declaring,
  intercepting,
  lacks,
  mutant,
  onQueue,
  restating,
} from '../mutations.ts';

const instanceOf = (request: ModelRequest, state: ModelState) => state.instances.get(request.instanceId);

const firstOf = (request: ModelRequest, state: ModelState) =>
  instanceOf(request, state)?.bindings.get(request.bindingId)?.operation?.left !== 3;

const without = (field: string) =>
  answering(
    'bind',
    (_request, answer) => answer.status < 300 && isObject(answer.body),
    (answer) => ({
      ...answer,
      body: Object.fromEntries(Object.entries(answer.body as object).filter(([name]) => name !== field)),
    }),
  );

const drain: Miniature = { exotic: true, run: { services: ['drain'] } };

const endpoint = (fields: object) =>
  adding('bind', { endpoints: [{ host: 'db.example.com', ports: ['5432'], ...fields }] }, { status: 201 });

const small = { services: ['database'], plans: ['small'] };

export const bindingMutants: readonly Mutant[] = [
  mutant('CAT-BINDABLE-DECLARED', 'can bind a plan that its catalog calls unbindable', {
    ...declaring((offering) => {
      offering.bindable = false;
    }),
    run: { ...small, facts: [{ bindable: true }] },
  }),
  mutant(
    'BIND-IMPLEMENTED',
    'calls a plan bindable and answers 501',
    restating('bind', [201, 400, 404], 501),
  ),
  mutant('BIND-INFO-ONCE', 'delivers nothing after an asynchronous bind', {
    ...restating('fetchBinding', 200, 200, {}),
    ...async,
  }),
  mutant('BIND-ASYNC-RETRIEVABLE', 'binds asynchronously and lets nobody fetch the binding', {
    ...declaring((offering) => {
      offering['bindings_retrievable'] = false;
    }),
    mode: 'async',
  }),
  mutant('BIND-ENDPOINTS', 'names host and port in credentials but no endpoints', without('endpoints')),
  mutant(
    'BIND-ENDPOINTS-HOSTS-PORTS',
    'lists another node than the one in the credentials',
    endpoint({ host: 'other.example.com' }),
  ),
  mutant(
    'BIND-CREDENTIALS-RETURNED',
    'returns credentials for the first binding only',
    answering(
      'bind',
      (request, answer, state) =>
        answer.status === 201 && (instanceOf(request, state)?.bindings.size ?? 0) > 1,
      (answer) => ({ ...answer, body: {} }),
    ),
  ),
  mutant(
    'BIND-CREDENTIALS-RETURNED',
    'returns what is in the credentials at the top level of the answer',
    answering(
      'bind',
      (_request, answer) => answer.status === 201,
      (answer) => ({ ...answer, body: { username: 'u', password: 'p', uri: 'mysql://u:p@h/d' } }),
    ),
  ),
  mutant(
    'BIND-CREDENTIALS-TYPE',
    'sends the credentials as text',
    adding('bind', { credentials: 'mysql://user:pw@host' }),
  ),
  mutant('BIND-SYSLOG-TYPE', 'sends a number as drain', adding('bind', { syslog_drain_url: 514 }, drain)),
  mutant(
    'BIND-SYSLOG-REQUIRES',
    'returns a drain without the permission',
    adding('bind', { syslog_drain_url: 'syslog://logs.example.com' }),
  ),
  mutant(
    'BIND-ROUTE-TYPE',
    'sends an array as route service',
    adding('bind', { route_service_url: ['https://x.example'] }, drain),
  ),
  mutant(
    'BIND-ROUTE-REQUIRES',
    'returns a route service without the permission',
    adding('bind', { route_service_url: 'https://x.example' }),
  ),
  mutant(
    'CAT-ROUTE-REQUIRES',
    'is a route service that its catalog does not declare',
    adding('bind', { route_service_url: 'https://x.example' }),
  ),
  mutant(
    'BIND-VOLUME-REQUIRES',
    'returns mounts without the permission',
    adding('bind', { volume_mounts: [{}] }),
  ),
  mutant('BIND-201', 'answers 200 to a new binding', restating('bind', 201, 200)),
  mutant(
    'BIND-200-IDENTICAL',
    'answers 409 to an identical bind',
    restating('bind', 200, 409, { description: 'It exists.' }),
  ),
  mutant(
    'BIND-200-SYNC-ONLY',
    'answers 200 with an operation',
    adding('bind', { operation: 'x' }, { status: 200 }),
  ),
  mutant('BIND-202', 'answers 201 and goes on in the background', {
    ...restating('bind', 202, 201, {}),
    ...async,
  }),
  mutant('BIND-202-NO-INFO', 'sends credentials with the 202', {
    ...adding('bind', { credentials: { a: 'b' } }, { status: 202 }),
    ...async,
  }),
  mutant('BIND-202-RESEND', 'answers 200 to a repeated bind in progress', {
    ...async,
    ...answering(
      'bind',
      (request, answer, state) => answer.status === 202 && firstOf(request, state),
      () => ({ status: 200, body: {} }),
    ),
    mode: 'async',
  }),
  mutant('BIND-202-OPERATION-MATCH', 'makes up a new operation for the repeated bind', {
    ...answering(
      'bind',
      (request, answer, state) => answer.status === 202 && firstOf(request, state),
      () => ({ status: 202, body: { operation: 'another' } }),
    ),
    mode: 'async',
  }),
  mutant(
    'BIND-400-MALFORMED',
    'crashes at truncated JSON in a bind',
    intercepting('bind', (request) => request.body === undefined, { status: 500, body: '' }),
  ),
  ...(['service_id', 'plan_id'] as const).map((field) =>
    mutant(
      field === 'plan_id' ? 'BIND-400-NO-PLAN-ID' : 'BIND-400-NO-SERVICE-ID',
      `takes the ${field} from the instance`,
      {
        before: (request: ModelRequest, state: ModelState) => {
          const instance = instanceOf(request, state);
          const value = field === 'plan_id' ? instance?.planId : instance?.serviceId;
          return request.route === 'bind' &&
            isObject(request.body) &&
            lacks(request, field) &&
            value !== undefined
            ? state.model(bodyWith(request, { [field]: value }))
            : undefined;
        },
      },
    ),
  ),
  mutant(
    'BIND-OPTIONAL-FIELDS',
    'insists on bind_resource',
    intercepting(
      'bind',
      (request) => isObject(request.body) && request.body['bind_resource'] === undefined,
      failure(400, 'bind_resource missing'),
    ),
  ),
  mutant('BIND-REJECT-UNKNOWN-INSTANCE', 'binds what does not exist', restating('bind', 404, 201, {})),
  mutant('BIND-REJECT-WRONG-IDS', 'ignores the plan of a bind', {
    before: (request, state) =>
      request.route === 'bind' && !lacks(request, 'plan_id') && instanceOf(request, state) !== undefined
        ? state.model(bodyWith(request, { plan_id: instanceOf(request, state)?.planId }))
        : undefined,
  }),
  mutant('BIND-REJECT-UNBINDABLE', 'binds a plan that is not bindable', {
    ...restating('bind', 400, 201, {}),
    ...onQueue,
  }),
  mutant('BIND-409-PARAMS', 'keeps the first parameters and answers 200', restating('bind', 409, 200, {})),
  mutant('BIND-409-IN-PROGRESS', 'mixes the parameters of two binds', {
    ...restating('bind', 409, 202, { operation: 'x' }),
    ...async,
  }),
  mutant(
    'BIND-422-REQUIRES-APP',
    'answers 400 when the application is missing',
    intercepting(
      'bind',
      (request) =>
        isObject(request.body) &&
        request.body['app_guid'] === undefined &&
        member(request.body['bind_resource'], 'app_guid') === undefined,
      failure(400, 'app_guid required'),
    ),
  ),
  mutant(
    'BIND-422-REQUIRES-APP-CODE',
    'answers 422 without a code when the application is missing',
    intercepting(
      'bind',
      (request) => isObject(request.body) && request.body['app_guid'] === undefined,
      failure(422, 'app_guid required'),
    ),
  ),
  mutant(
    'BIND-APP-GUID-BOTH',
    'looks at the deprecated app_guid only',
    intercepting(
      'bind',
      (request) =>
        isObject(request.body) &&
        request.body['app_guid'] === undefined &&
        request.body['bind_resource'] !== undefined,
      failure(422, 'no app', 'RequiresApp'),
    ),
  ),
  mutant('BIND-422-CONCURRENT', 'answers 409 to a second bind', {
    ...async,
    before: (request, state) =>
      request.route === 'bind' &&
      [...(instanceOf(request, state)?.bindings.values() ?? [])].some(
        (binding) => binding.operation?.state === 'in progress',
      ) &&
      instanceOf(request, state)?.bindings.has(request.bindingId) === false
        ? failure(409, 'busy')
        : undefined,
  }),
  mutant('BIND-PARAMS-VALIDATED', 'accepts bind parameters that its schema refuses', {
    before: (request, state) =>
      request.route === 'bind' && isObject(member(request.body, 'parameters'))
        ? state.model(bodyWith(request, { parameters: {} }))
        : undefined,
  }),
];
