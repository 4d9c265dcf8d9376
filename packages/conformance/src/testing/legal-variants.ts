import { isObject, member } from '../engine/json.ts';
import type { Miniature } from './miniature.ts';
import { failure } from './model-rules.ts';
import type { ModelAnswer, ModelRequest, RouteName } from './model-types.ts';
import { adding, answering, async, declaring, intercepting, restating } from './mutations.ts';

/** A legal way to behave, and the hard case that says so. */
export interface LegalVariant {
  /** Reads on after "a broker that". */
  readonly name: string;
  readonly miniature: Miniature;
}

const variant = (name: string, miniature: Miniature): LegalVariant => ({ name, miniature });
const withoutVersion = (request: ModelRequest) => request.headers['x-broker-api-version'] === undefined;
const served = (request: ModelRequest): ModelRequest => ({ ...request, headers: { ...request.headers, 'x-broker-api-version': '2.17' } });

/** Serves requests whatever version they announce. */
const anyVersion: Miniature = {
  before: (request, state) => (request.headers['x-broker-api-version'] === '2.17' ? undefined : state.model(served(request))),
};

/** Some routes asynchronous, the others not. */
const asynchronousOnly = (routes: readonly RouteName[]): Miniature => ({
  mode: 'async',
  after: (answer, request, state) => {
    if (answer.status !== 202 || routes.includes(request.route)) return answer;
    // Runs the operation to its end before it is answered.
    const polls = request.route === 'bind' || request.route === 'unbind' ? 'pollBinding' : 'pollInstance';
    for (let poll = 0; poll < 5; poll++) state.model({ ...request, route: polls, query: new URLSearchParams() });
    if (request.route === 'bind') {
      const binding = state.instances.get(request.instanceId)?.bindings.get(request.bindingId);
      return { status: 201, body: binding?.body ?? {} };
    }
    const dashboard = request.route === 'provision' ? { dashboard_url: state.instances.get(request.instanceId)?.dashboardUrl } : {};
    return { status: request.route === 'provision' ? 201 : 200, body: dashboard };
  },
});

const withoutField = (route: RouteName, field: string): Miniature =>
  answering(
    route,
    (_request, answer) => answer.status < 300 && isObject(answer.body),
    (answer) => ({ ...answer, body: Object.fromEntries(Object.entries(answer.body as object).filter(([name]) => name !== field)) }),
  );

const everywhere = (change: (answer: ModelAnswer, request: ModelRequest) => ModelAnswer): Miniature => ({ after: change });

/** Every legal way to behave in the hard cases: none of them may be accused of anything. */
export const legalVariants: readonly LegalVariant[] = [
  variant('does everything at once', {}),
  variant('does everything asynchronously', async),
  variant('serves all kinds of offerings', { exotic: true, run: {} }),
  variant('serves all kinds of offerings asynchronously', { exotic: true, ...async, run: {} }),
  variant('provisions asynchronously and does the rest at once', asynchronousOnly(['provision'])),
  variant('binds asynchronously and does the rest at once', asynchronousOnly(['bind', 'unbind'])),
  variant('deletes asynchronously and does the rest at once', asynchronousOnly(['deprovision', 'unbind'])),
  variant('updates asynchronously and does the rest at once', asynchronousOnly(['update'])),
  variant('serves every version of the API (HC-04)', anyVersion),
  variant('refuses no foreign version but a missing one (HC-04)', { before: (request, state) => (withoutVersion(request) || request.headers['x-broker-api-version'] === '2.17' ? undefined : state.model(served(request))) }),
  variant('answers 410 to polls of what it has deleted (HC-05)', {
    ...answering('pollInstance', (_request, answer) => member(answer.body, 'state') === 'succeeded' && String(member(answer.body, 'description')).includes('delete'), () => ({ status: 410, body: {} })),
    ...async,
  }),
  variant('answers 404 to polls of what it created at once (HC-07)', intercepting(['pollInstance', 'pollBinding'], () => true, failure(404, 'no operation'))),
  variant('answers 400 to polls of what it created at once (HC-07)', intercepting('pollInstance', (request, state) => state.instances.has(request.instanceId), failure(400, 'no operation'))),
  variant('needs "operation" in polls (HC-08)', { ...intercepting('pollInstance', (request, state) => state.instances.get(request.instanceId)?.operation !== undefined && !request.query.has('operation'), failure(400, 'operation missing')), ...async }),
  variant('answers 404 to an unknown plan (HC-11)', answering('provision', (_request, answer) => answer.status === 400 && String(member(answer.body, 'description')).includes('catalog'), () => failure(404, 'no such plan'))),
  variant('answers 422 to an unknown plan (HC-11)', answering('provision', (_request, answer) => answer.status === 400 && String(member(answer.body, 'description')).includes('catalog'), () => failure(422, 'no such plan', 'UnknownPlan'))),
  variant('answers 400 to a bind of an unknown instance (HC-12)', restating('bind', 404, 400)),
  variant('answers 410 to a bind of an unknown instance (HC-12)', restating('bind', 404, 410)),
  variant('answers 422 to an update of an unknown instance (HC-13)', restating('update', 404, 422)),
  variant('answers 410 to an update of an unknown instance (HC-13)', restating('update', 404, 410)),
  variant('checks the ids of deletions (HC-16)', intercepting(['deprovision', 'unbind'], (request, state) => request.query.has('plan_id') && state.instances.has(request.instanceId) && request.query.get('plan_id') !== state.instances.get(request.instanceId)?.planId, failure(400, 'another plan'))),
  variant('refuses to delete an instance with bindings (HC-17)', intercepting('deprovision', (request, state) => (state.instances.get(request.instanceId)?.bindings.size ?? 0) > 0, failure(422, 'It has bindings.', 'BindingsExist'))),
  variant('serves instances although it does not declare so (HC-18)', declaring((offering) => delete offering['instances_retrievable'])),
  variant('answers 405 to fetches that it does not declare (HC-18)', {
    ...declaring((offering) => {
      delete offering['instances_retrievable'];
      delete offering['bindings_retrievable'];
    }),
    ...intercepting(['fetchInstance', 'fetchBinding'], () => true, { status: 405, body: {} }),
  }),
  variant('shows an instance while it is updated (HC-19)', {
    ...answering('fetchInstance', (_request, answer) => answer.status === 422, (_answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      return { status: 200, body: { service_id: instance?.serviceId, plan_id: instance?.planId, parameters: instance?.parameters } };
    }),
    ...async,
  }),
  variant('refuses to use an id again (HC-21)', {
    after: (answer, request, state) => {
      if (request.route === 'deprovision' && answer.status === 200) state.scratch.set(`used ${request.instanceId}`, true);
      return answer;
    },
    before: (request, state) => (request.route === 'provision' && request.authorised && state.scratch.has(`used ${request.instanceId}`) ? failure(410, 'used before') : undefined),
  }),
  variant('refuses to delete what it is creating (HC-22)', { ...async, deleteDuringCreate: 'refuse' }),
  variant('sends a null operation for provisions (HC-25)', {
    mode: 'async',
    before: (request, state) => (request.route === 'pollInstance' ? state.model({ ...request, query: new URLSearchParams() }) : undefined),
    ...answering('provision', (_request, answer) => answer.status === 202, (answer) => ({ ...answer, body: { dashboard_url: member(answer.body, 'dashboard_url'), operation: null } })),
  }),
  variant('sends no operation at all (HC-25)', {
    mode: 'async',
    after: (answer) => (answer.status === 202 ? { ...answer, body: { dashboard_url: member(answer.body, 'dashboard_url') } } : answer),
  }),
  variant('sends empty descriptions with polls of bindings (HC-26)', { ...adding('pollBinding', { description: '' }), ...async }),
  variant('sends a null dashboard (HC-27)', withoutDashboards(null)),
  variant('has no dashboards (HC-27)', withoutDashboards(undefined)),
  variant('sends empty bodies with 410 and 409 (HC-28)', everywhere((answer) => (answer.status === 410 || answer.status === 409 ? { status: answer.status, body: '' } : answer))),
  variant('sends {} with every refusal that needs no code (HC-28)', everywhere((answer) => (answer.status >= 400 && member(answer.body, 'error') === undefined && answer.status !== 412 && !String(member(answer.body, 'description')).includes('X-Broker') ? { status: answer.status, body: {} } : answer))),
  variant('declares plan_updateable with the plan only (HC-32)', declaring((offering, plan) => {
    delete offering['plan_updateable'];
    plan['plan_updateable'] = true;
  })),
  variant('refuses binds without an application (HC-34)', intercepting('bind', (request) => isObject(request.body) && request.body['app_guid'] === undefined && member(request.body['bind_resource'], 'app_guid') === undefined && request.body['predecessor_binding_id'] === undefined && typeof request.body['plan_id'] === 'string' && typeof request.body['service_id'] === 'string', failure(422, 'Name an application.', 'RequiresApp'))),
  variant('returns credentials once only (HC-36)', { ...answering('bind', (_request, answer) => answer.status === 200, () => ({ status: 200, body: {} })) }),
  variant('shows no credentials on fetch (HC-36)', withoutField('fetchBinding', 'credentials')),
  variant('has no rotation (HC-39)', declaring((_offering, plan) => delete plan['binding_rotatable'])),
  variant('writes timestamps to the nanosecond (HC-40)', adding('bind', { metadata: { expires_at: '2099-01-01T00:00:00.123456789Z' } }, { status: 201 })),
  variant('has names that differ in case only (HC-41)', declaring((_offering, plan, catalog) => {
    const other = catalog.services[0]?.plans[1];
    if (other !== undefined) other.name = plan.name.toUpperCase();
  })),
  variant('adds fields of its own, with a prefix (HC-44)', everywhere((answer) => (isObject(answer.body) && answer.status < 300 && !('services' in answer.body) ? { ...answer, body: { ...answer.body, 'x-vendor.example/field': 1 } } : answer))),
  variant('writes the media type with a charset (HC-45)', everywhere((answer) => ({ ...answer, headers: { ...answer.headers, 'Content-Type': 'Application/JSON; charset=utf-8' } }))),
  variant('limits the rate of polls (HC-55)', {
    ...async,
    before: (request, state) => {
      if (request.route !== 'pollInstance' || !request.authorised || state.instances.get(request.instanceId)?.operation?.kind !== 'create') return undefined;
      const key = `limited ${request.instanceId}`;
      if (state.scratch.has(key)) return undefined;
      state.scratch.set(key, true);
      return { status: 429, body: { description: 'Slower.' }, headers: { 'Retry-After': '0' } };
    },
  }),
  variant('says when to poll again (HC-55)', { ...everywhere((answer) => (answer.status === 202 || member(answer.body, 'state') === 'in progress' ? { ...answer, headers: { 'Retry-After': '0' } } : answer)), ...async }),
  variant('offers nothing', { catalog: (catalog) => (catalog.services = []), run: {} }),
  variant('has ids that are no GUIDs', declaring((offering, plan) => {
    offering.id = 'database-v2';
    plan.id = 'database-v2-small';
  })),
  variant('answers with ETag and 304', {
    before: (request) => (request.route === 'catalog' && request.authorised && request.headers['if-none-match'] === '"1"' ? { status: 304, body: '' } : undefined),
    after: (answer, request) => (request.route === 'catalog' && answer.status === 200 ? { ...answer, headers: { ETag: '"1"' } } : answer),
  }),
];

/** Provisions say null or nothing of a dashboard, and fetches nothing. */
function withoutDashboards(inProvisions: null | undefined): Miniature {
  return {
    after: (answer, request) => {
      if (!isObject(answer.body) || answer.status > 299) return answer;
      const { dashboard_url: _gone, ...body } = answer.body;
      if (request.route === 'provision') return { ...answer, body: inProvisions === null ? { ...body, dashboard_url: null } : body };
      return request.route === 'fetchInstance' ? { ...answer, body } : answer;
    },
  };
}
