import { isObject, member } from '../../engine/json.ts';
import type { Miniature } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelAnswer, ModelRequest, RouteName } from '../model-types.ts';
import { adding, answering, async, declaring, intercepting } from '../mutations.ts';
import { variant, type LegalVariant } from './variant.ts';

const withoutField = (route: RouteName, field: string): Miniature =>
  answering(
    route,
    (_request, answer) => answer.status < 300 && isObject(answer.body),
    (answer) => ({
      ...answer,
      body: Object.fromEntries(Object.entries(answer.body as object).filter(([name]) => name !== field)),
    }),
  );

const everywhere = (change: (answer: ModelAnswer, request: ModelRequest) => ModelAnswer): Miniature => ({
  after: change,
});

/** Provisions say null or nothing of a dashboard, and fetches nothing. */
function withoutDashboards(inProvisions: null | undefined): Miniature {
  return {
    after: (answer, request) => {
      if (!isObject(answer.body) || answer.status > 299) return answer;
      const { dashboard_url: _gone, ...body } = answer.body;
      if (request.route === 'provision')
        return { ...answer, body: inProvisions === null ? { ...body, dashboard_url: null } : body };
      return request.route === 'fetchInstance' ? { ...answer, body } : answer;
    },
  };
}

/** Legal ways to write an answer. */
export const legalAnswers: readonly LegalVariant[] = [
  variant(
    'sends a null operation for provisions (HC-25)',
    {
      mode: 'async',
      before: (request, state) =>
        request.route === 'pollInstance'
          ? state.model({ ...request, query: new URLSearchParams() })
          : undefined,
      ...answering(
        'provision',
        (_request, answer) => answer.status === 202,
        (answer) => ({
          ...answer,
          body: { dashboard_url: member(answer.body, 'dashboard_url'), operation: null },
        }),
      ),
    },
    '2.15',
  ),
  variant('sends no operation at all (HC-25)', {
    mode: 'async',
    after: (answer) =>
      answer.status === 202
        ? { ...answer, body: { dashboard_url: member(answer.body, 'dashboard_url') } }
        : answer,
  }),
  variant('sends empty descriptions with polls of bindings (HC-26)', {
    ...adding('pollBinding', { description: '' }),
    ...async,
  }),
  variant('sends a null dashboard (HC-27)', withoutDashboards(null), '2.15'),
  variant('has no dashboards (HC-27)', withoutDashboards(undefined)),
  variant(
    'sends empty bodies with 410 and 409 (HC-28)',
    everywhere((answer) =>
      answer.status === 410 || answer.status === 409 ? { status: answer.status, body: '' } : answer,
    ),
  ),
  variant(
    'sends {} with every refusal that needs no code (HC-28)',
    everywhere((answer) =>
      answer.status >= 400 &&
      member(answer.body, 'error') === undefined &&
      answer.status !== 412 &&
      !String(member(answer.body, 'description')).includes('X-Broker')
        ? { status: answer.status, body: {} }
        : answer,
    ),
  ),
  variant(
    'declares plan_updateable with the plan only (HC-32)',
    declaring((offering, plan) => {
      delete offering['plan_updateable'];
      plan['plan_updateable'] = true;
    }),
  ),
  variant(
    'refuses binds without an application (HC-34)',
    intercepting(
      'bind',
      (request) =>
        isObject(request.body) &&
        request.body['app_guid'] === undefined &&
        member(request.body['bind_resource'], 'app_guid') === undefined &&
        request.body['predecessor_binding_id'] === undefined &&
        typeof request.body['plan_id'] === 'string' &&
        typeof request.body['service_id'] === 'string',
      failure(422, 'Name an application.', 'RequiresApp'),
    ),
  ),
  variant('returns credentials once only (HC-36)', {
    ...answering(
      'bind',
      (_request, answer) => answer.status === 200,
      () => ({ status: 200, body: {} }),
    ),
  }),
  variant('shows no credentials on fetch (HC-36)', {
    ...withoutField('fetchBinding', 'credentials'),
    mode: 'sync',
  }),
  variant(
    'has no rotation (HC-39)',
    declaring((_offering, plan) => delete plan['binding_rotatable']),
  ),
  variant(
    'writes timestamps to the nanosecond (HC-40)',
    adding('bind', { metadata: { expires_at: '2099-01-01T00:00:00.123456789Z' } }, { status: 201 }),
  ),
  variant(
    'has names that differ in case only (HC-41)',
    declaring((_offering, plan, catalog) => {
      const other = catalog.services[0]?.plans[1];
      if (other !== undefined) other.name = plan.name.toUpperCase();
    }),
    '2.15',
  ),
  variant(
    'adds fields of its own, with a prefix (HC-44)',
    everywhere((answer) =>
      isObject(answer.body) && answer.status < 300 && !('services' in answer.body)
        ? { ...answer, body: { ...answer.body, 'x-vendor.example/field': 1 } }
        : answer,
    ),
  ),
  variant(
    'writes the media type with a charset (HC-45)',
    everywhere((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'Content-Type': 'Application/JSON; charset=utf-8' },
    })),
  ),
  variant('limits the rate of polls (HC-55)', {
    ...async,
    before: (request, state) => {
      if (
        request.route !== 'pollInstance' ||
        !request.authorised ||
        state.instances.get(request.instanceId)?.operation?.kind !== 'create'
      )
        return undefined;
      const key = `limited ${request.instanceId}`;
      if (state.scratch.has(key)) return undefined;
      state.scratch.set(key, true);
      return { status: 429, body: { description: 'Slower.' }, headers: { 'Retry-After': '0' } };
    },
  }),
  variant('says when to poll again (HC-55)', {
    ...everywhere((answer) =>
      answer.status === 202 || member(answer.body, 'state') === 'in progress'
        ? { ...answer, headers: { 'Retry-After': '0' } }
        : answer,
    ),
    ...async,
  }),
  variant('offers nothing', { catalog: (catalog) => (catalog.services = []), run: {} }),
  variant(
    'has ids that are no GUIDs',
    declaring((offering, plan) => {
      offering.id = 'database-v2';
      plan.id = 'database-v2-small';
    }),
  ),
  variant('answers with ETag and 304', {
    before: (request) =>
      request.route === 'catalog' && request.authorised && request.headers['if-none-match'] === '"1"'
        ? { status: 304, body: '' }
        : undefined,
    after: (answer, request) =>
      request.route === 'catalog' && answer.status === 200 ? { ...answer, headers: { ETag: '"1"' } } : answer,
  }),
];
