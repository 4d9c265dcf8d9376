import { isObject, member } from '../../engine/json.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, RouteName } from '../model-types.ts';
import { answering, async, intercepting, mutant } from '../mutations.ts';

const large = '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b12';

const withField = (body: unknown, fields: object) => ({ ...(isObject(body) ? body : {}), ...fields });

/** A broker that falls over unknown fields inside a part of a request. */
const haltingAt = (route: RouteName, field: string): Miniature =>
  intercepting(
    route,
    ({ body }) => {
      const part = member(body, field);
      return isObject(part) && Object.hasOwn(part, 'future_2_99');
    },
    failure(400, `Unknown field in ${field}.`),
  );

const nested: readonly (readonly [RouteName, readonly string[]])[] = [
  ['provision', ['context', 'maintenance_info']],
  ['update', ['context', 'previous_values', 'maintenance_info']],
  ['bind', ['context', 'bind_resource']],
];

/** A broker that answers a request for an update as done, and does nothing. */
const idle = (when: (request: ModelRequest) => boolean, more: Miniature = {}): Miniature => ({
  ...more,
  ...intercepting('update', when, (_request, { instances }) =>
    instances.has(_request.instanceId) ? { status: 200, body: {} } : undefined,
  ),
});

/** A broker that refuses what does not carry a header. */
const demanding = (header: string, routes: readonly RouteName[]): Miniature =>
  intercepting(routes, ({ headers }) => headers[header] === undefined, failure(400, `${header} is missing.`));

const everywhere: readonly RouteName[] = [
  'catalog',
  'provision',
  'bind',
  'unbind',
  'deprovision',
  'fetchInstance',
];

const validator = (name: string, value: string, condition: string): Miniature => ({
  before: (request) =>
    request.route === 'catalog' && request.authorised && request.headers[condition] !== undefined
      ? { status: 304, body: '' }
      : undefined,
  after: (answer, request) =>
    request.route === 'catalog' ? { ...answer, headers: { ...answer.headers, [name]: value } } : answer,
});

/** Brokers that say that it is done, and it is not; and brokers that demand what nobody has to send. */
export const appliedMutants: readonly Mutant[] = [
  ...nested.flatMap(([route, fields]) =>
    fields.map((field) =>
      mutant(
        'EXT-NO-HALT-NESTED',
        `falls over an unknown field in ${field} of ${route}`,
        haltingAt(route, field),
      ),
    ),
  ),
  mutant(
    'UPD-APPLIED',
    'reports new parameters and keeps the old ones',
    idle(({ body }) => isObject(member(body, 'parameters'))),
  ),
  mutant(
    'UPD-APPLIED',
    'reports another plan and keeps the old one',
    idle(({ body }) => member(body, 'plan_id') === large),
  ),
  mutant('UPD-APPLIED', 'forgets the parameters of an update when the operation ends', {
    ...async,
    after: (answer, request, { instances, scratch }) => {
      const instance = instances.get(request.instanceId);
      if (request.route === 'provision' && answer.status === 202)
        scratch.set(request.instanceId, { ...instance?.parameters });
      const first = scratch.get(request.instanceId);
      if (request.route === 'fetchInstance' && answer.status === 200 && isObject(first))
        return { ...answer, body: withField(answer.body, { parameters: first }) };
      return answer;
    },
  }),
  mutant(
    'BIND-200-IDENTICAL',
    'makes new credentials for an identical bind',
    answering(
      'bind',
      (_request, answer) => answer.status === 200,
      (answer, _request, { scratch }) => {
        const count = Number(scratch.get('count') ?? 0) + 1;
        scratch.set('count', count);
        const credentials = { username: `user-${String(count)}`, password: `secret-${String(count)}` };
        return { ...answer, body: withField(answer.body, { credentials }) };
      },
    ),
  ),
  mutant('CAT-ETAG-304', 'takes any entity tag for its own', validator('ETag', '"1"', 'if-none-match')),
  mutant(
    'CAT-ETAG-304',
    'answers 304 to any entity tag and has none',
    intercepting('catalog', ({ headers }) => headers['if-none-match'] !== undefined, {
      status: 304,
      body: '',
    }),
  ),
  mutant(
    'CAT-IF-MODIFIED-SINCE',
    'takes any date for its own',
    validator('Last-Modified', 'Mon, 01 Jan 2024 00:00:00 GMT', 'if-modified-since'),
  ),
  ...(['provision', 'update', 'bind', 'unbind', 'deprovision'] as const).map((route) =>
    mutant('CAT-PLAN-MAXPOLL-KEPT', `has a ${route} that goes on beyond the declared time`, {
      ...async,
      catalog: ({ services }) => {
        for (const { plans } of services) for (const plan of plans) plan['maximum_polling_duration'] = 1;
      },
      after: (answer, request, { instances }) => {
        const isOfBinding = route === 'bind' || route === 'unbind';
        if (request.route !== (isOfBinding ? 'pollBinding' : 'pollInstance') || answer.status !== 200)
          return answer;
        const instance = instances.get(request.instanceId);
        const operation = isOfBinding
          ? instance?.bindings.get(request.bindingId)?.operation
          : instance?.operation;
        const kind = {
          provision: 'create',
          bind: 'create',
          update: 'update',
          unbind: 'delete',
          deprovision: 'delete',
        }[route];
        return String(member(answer.body, 'description')).includes(kind) || operation?.kind === kind
          ? { ...answer, body: { state: 'in progress' } }
          : answer;
      },
    }),
  ),
  mutant(
    'HDR-ORIGID-TOLERATED',
    'demands an originating identity of provisions',
    demanding('x-broker-api-originating-identity', ['provision']),
  ),
  mutant(
    'HDR-ORIGID-TOLERATED',
    'demands an originating identity of unbinds',
    demanding('x-broker-api-originating-identity', ['unbind']),
  ),
  ...['x-broker-api-request-identity', 'user-agent', 'accept'].map((header) =>
    mutant('HDR-REQID-OPTIONAL', `demands ${header}`, demanding(header, everywhere)),
  ),
  mutant(
    'HDR-REQID-OPTIONAL',
    'demands a request identity of binds',
    demanding('x-broker-api-request-identity', ['bind']),
  ),
  mutant('DEP-DELETES', 'deletes all instances with one', {
    after: (answer, request, { instances }) => {
      if (request.route === 'deprovision' && answer.status === 200) instances.clear();
      return answer;
    },
  }),
  mutant('DEP-DELETES', 'deletes the other instances with one, where nothing can be fetched', {
    catalog: ({ services }) => {
      for (const offering of services) delete offering['instances_retrievable'];
    },
    after: (answer, request, { instances }) => {
      if (request.route === 'deprovision' && answer.status === 200) instances.clear();
      return answer;
    },
  }),
  mutant('ORPH-NO-RESIDUE', 'keeps bindings whose instance is gone', {
    before: (request, { instances, scratch }) =>
      request.route === 'fetchBinding' &&
      request.authorised &&
      !instances.has(request.instanceId) &&
      scratch.has(request.bindingId)
        ? { status: 200, body: scratch.get(request.bindingId) }
        : undefined,
    after: (answer, request, { scratch }) => {
      if (request.route === 'bind' && answer.status === 201) scratch.set(request.bindingId, answer.body);
      return answer;
    },
  }),
];
