import { isObject } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Mutant } from '../miniature.ts';
import type { RouteName } from '../model-types.ts';
import { adding, answering, async, mutant, restating } from '../mutations.ts';

const noHints = (route: RouteName) =>
  answering(
    route,
    (request, answer) => answer.status === 200 && !request.query.has('plan_id'),
    () => failure(400, 'plan_id missing'),
  );

/** Answers 404 to the first fetch of each resource. */
const late = (route: RouteName) =>
  answering(
    route,
    (request, answer, state) => {
      const key = `late ${request.instanceId} ${request.bindingId}`;
      const first = !state.scratch.has(key);
      state.scratch.set(key, true);
      return answer.status === 200 && first;
    },
    () => failure(404, 'not yet'),
  );

const large = { run: { services: ['database'], plans: ['large'] } } as const;

export const fetchingMutants: readonly Mutant[] = [
  mutant(
    'GETI-SUPPORTED',
    'declares instances_retrievable and answers 501',
    restating('fetchInstance', [200, 404], 501),
  ),
  mutant('GETI-ALL-PLANS', 'does not know instances of the large plan', {
    ...large,
    after: (answer, request, state) =>
      request.route === 'fetchInstance' &&
      state.instances.get(request.instanceId)?.planId.endsWith('12') === true
        ? failure(404, 'unknown')
        : answer,
  }),
  mutant('GETI-IMMEDIATE', 'finds an instance only a moment later', late('fetchInstance')),
  mutant('GETI-404-UNKNOWN', 'answers 410 for unknown instances', restating('fetchInstance', 404, 410)),
  mutant('GETI-404-IN-PROGRESS', 'shows an instance in creation', {
    ...async,
    ...answering(
      'fetchInstance',
      (request, answer, state) => answer.status === 404 && state.instances.has(request.instanceId),
      () => ({ status: 200, body: {} }),
    ),
    mode: 'async',
  }),
  mutant('GETI-404-AFTER-DELETE', 'keeps serving a deleted instance', {
    after: (answer, request, state) => {
      if (request.route === 'deprovision' && answer.status === 200)
        state.scratch.set(`gone ${request.instanceId}`, true);
      return request.route === 'fetchInstance' && state.scratch.has(`gone ${request.instanceId}`)
        ? { status: 200, body: {} }
        : answer;
    },
  }),
  mutant('GETI-422-UPDATING', 'answers 404 while an update is running', {
    ...restating('fetchInstance', 422, 404),
    ...async,
  }),
  mutant('GETI-422-UPDATING-CODE', 'answers 422 without a code during an update', {
    ...restating('fetchInstance', 422, 422, { description: 'busy' }),
    ...async,
  }),
  mutant('GETI-HINTS-OPTIONAL', 'insists on plan_id in a fetch', noHints('fetchInstance')),
  mutant('GETI-BODY-OBJECT', 'answers a fetch with an empty body', restating('fetchInstance', 200, 200, '')),
  mutant(
    'GETI-SERVICE-ID',
    'shows the name of the service as its id',
    adding('fetchInstance', { service_id: 'database' }),
  ),
  mutant(
    'GETI-PLAN-ID',
    'shows the name of the plan as its id',
    adding('fetchInstance', { plan_id: 'small' }),
  ),
  mutant('GETI-PLAN-ID', 'keeps showing the old plan after a plan change', {
    after: (answer, request, state) =>
      request.route === 'fetchInstance' && answer.status === 200 && isObject(answer.body)
        ? {
            ...answer,
            body: { ...answer.body, plan_id: state.instances.get(request.instanceId)?.createdWith.planId },
          }
        : answer,
  }),
  mutant('GETI-DASH-TYPE', 'shows false as dashboard_url', adding('fetchInstance', { dashboard_url: false })),
  mutant(
    'GETI-DASH-CONSISTENT',
    'shows the dashboard of another instance',
    adding('fetchInstance', { dashboard_url: 'https://dashboard.example.com/other' }),
  ),
  mutant(
    'GETI-PARAMS-TYPE',
    'shows the parameters as text',
    adding('fetchInstance', { parameters: '{"a":1}' }),
  ),
  mutant(
    'GETI-MAINT-TYPE',
    'shows maintenance_info as text',
    adding('fetchInstance', { maintenance_info: '1.0.0' }),
  ),
  mutant('GETI-METADATA-TYPE', 'shows metadata as an array', adding('fetchInstance', { metadata: [] })),
  mutant(
    'META-LABELS-TYPE',
    'sends labels as an array',
    adding('provision', { metadata: { labels: ['a=b'] } }),
  ),
  mutant(
    'META-ATTRS-TYPE',
    'sends attributes as text',
    adding('provision', { metadata: { attributes: 'x' } }),
  ),
  mutant(
    'META-ATTRS-ON-FETCH',
    'omits on fetch the attributes that it announced',
    adding('provision', { metadata: { attributes: { a: 'b' } } }),
  ),
  mutant(
    'GETB-SUPPORTED',
    'declares bindings_retrievable and answers 501',
    restating('fetchBinding', [200, 404], 501),
  ),
  mutant('GETB-ALL-PLANS', 'does not know bindings of the large plan', {
    ...large,
    after: (answer, request, state) =>
      request.route === 'fetchBinding' &&
      state.instances.get(request.instanceId)?.planId.endsWith('12') === true
        ? failure(404, 'unknown')
        : answer,
  }),
  mutant('GETB-IMMEDIATE', 'finds a binding only a moment later', late('fetchBinding')),
  mutant('GETB-404-UNKNOWN', 'answers 410 for unknown bindings', restating('fetchBinding', 404, 410)),
  mutant('GETB-404-IN-PROGRESS', 'shows a binding in creation', {
    ...answering(
      'fetchBinding',
      (request, answer, state) =>
        answer.status === 404 &&
        state.instances.get(request.instanceId)?.bindings.has(request.bindingId) === true,
      () => ({ status: 200, body: {} }),
    ),
    mode: 'async',
  }),
  mutant('GETB-404-AFTER-UNBIND', 'keeps serving a deleted binding', {
    after: (answer, request, state) => {
      if (request.route === 'unbind' && answer.status === 200)
        state.scratch.set(`gone ${request.bindingId}`, true);
      return request.route === 'fetchBinding' && state.scratch.has(`gone ${request.bindingId}`)
        ? { status: 200, body: {} }
        : answer;
    },
  }),
  mutant('GETB-CREDENTIALS-ASYNC', 'shows only parameters after an asynchronous bind', {
    ...restating('fetchBinding', 200, 200, { parameters: {} }),
    ...async,
  }),
  mutant(
    'GETB-BODY-OBJECT',
    'answers a fetch of a binding with an empty body',
    restating('fetchBinding', 200, 200, ''),
  ),
  mutant(
    'GETB-FIELD-TYPES',
    'shows the parameters of a binding as text',
    adding('fetchBinding', { parameters: 'none' }),
  ),
  mutant(
    'GETB-REQUIRES',
    'shows a drain without the permission',
    adding('fetchBinding', { syslog_drain_url: 'syslog://logs.example.com' }),
  ),
  mutant(
    'GETB-ENDPOINTS',
    'shows an endpoint without ports',
    adding('fetchBinding', { endpoints: [{ host: 'db.example.com' }] }),
  ),
  mutant(
    'GETB-METADATA',
    'shows expires_at without a time zone',
    adding('fetchBinding', { metadata: { expires_at: '2030-01-01T12:00:00.0' } }),
  ),
  mutant(
    'GETB-METADATA-NO-SECRETS',
    'shows the password in metadata',
    adding('fetchBinding', { metadata: { password: 'x' } }),
  ),
  mutant(
    'GETB-CONSISTENT',
    'shows the credentials of another binding',
    adding('fetchBinding', { credentials: { username: 'other' } }),
  ),
  mutant('GETB-HINTS-OPTIONAL', 'insists on plan_id in a fetch of a binding', noHints('fetchBinding')),
];
