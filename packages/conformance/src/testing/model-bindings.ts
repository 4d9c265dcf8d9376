import { canonical, member, stringMember } from '../engine/json.ts';
import {
  acceptsIncomplete,
  answerPoll,
  asyncRequired,
  begin,
  busy,
  failure,
  findPlan,
  offeringOf,
  parametersOf,
  refuseBody,
  refuseContent,
  runningKind,
  type ModelChoices,
} from './model-rules.ts';
import type { ModelAnswer, ModelBinding, ModelRequest, ModelState, RouteName } from './model-types.ts';

type BindingRoute = Extract<RouteName, 'bind' | 'fetchBinding' | 'unbind' | 'pollBinding'>;

/** The binding routes of the model broker. */
export function createBindingRoutes(
  state: ModelState,
  choices: ModelChoices,
): Record<BindingRoute, (request: ModelRequest) => ModelAnswer> {
  /** Bindings can be asynchronous since 2.14. */
  const worksAsynchronously = ({ headers }: ModelRequest) =>
    choices.mode === 'async' && !/^2\.1[1-3]$/.test(headers['x-broker-api-version'] ?? '');

  const bind = (request: ModelRequest): ModelAnswer => {
    const predecessor = stringMember(request.body, 'predecessor_binding_id');
    const refusal = refuseBody(request, predecessor === undefined ? ['service_id', 'plan_id'] : []);
    if (refusal !== undefined) return refusal;
    const instance = state.instances.get(request.instanceId);
    if (instance === undefined) return failure(404, 'There is no such instance.');
    const known =
      findPlan(state, request.body) ??
      findPlan(state, { service_id: instance.serviceId, plan_id: instance.planId });
    const namesOther =
      (stringMember(request.body, 'plan_id') ?? instance.planId) !== instance.planId ||
      (stringMember(request.body, 'service_id') ?? instance.serviceId) !== instance.serviceId;
    if (known === undefined || namesOther) return failure(400, 'The instance has another plan.');
    if ((known.plan['bindable'] ?? known.offering.bindable) !== true)
      return failure(400, 'The plan is not bindable.');
    const refused = refuseContent(request.body, known.plan, 'service_binding', 'create');
    if (refused !== undefined) return refused;
    if (predecessor !== undefined && !instance.bindings.has(predecessor))
      return failure(400, 'There is no such predecessor.');
    const createdWith = canonical([
      parametersOf(request.body),
      member(request.body, 'bind_resource'),
      predecessor,
    ]);
    const existing = instance.bindings.get(request.bindingId);
    if (existing !== undefined) {
      if (runningKind(existing.operation) === 'delete') return busy;
      if (existing.createdWith !== createdWith)
        return failure(409, 'The binding exists and differs.', 'Conflict');
      return runningKind(existing.operation) === 'create'
        ? { status: 202, body: { operation: existing.operation?.id } }
        : { status: 200, body: existing.body };
    }
    if (runningKind(instance.operation) !== undefined) return busy;
    const isAsync = worksAsynchronously(request);
    if (isAsync && !acceptsIncomplete(request)) return asyncRequired;
    const binding: ModelBinding = {
      id: request.bindingId,
      createdWith,
      body: bindingBody(request, known.offering['requires']),
      operation: undefined,
    };
    instance.bindings.set(binding.id, binding);
    if (!isAsync) return { status: 201, body: binding.body };
    binding.operation = begin('create', choices.polls, () => undefined);
    return { status: 202, body: { operation: binding.operation.id } };
  };

  const find = (request: ModelRequest) =>
    state.instances.get(request.instanceId)?.bindings.get(request.bindingId);

  const fetchBinding = (request: ModelRequest): ModelAnswer => {
    const binding = find(request);
    const offering = offeringOf(state, state.instances.get(request.instanceId)?.serviceId);
    if (
      binding === undefined ||
      offering?.['bindings_retrievable'] !== true ||
      runningKind(binding.operation) !== undefined
    ) {
      return failure(404, 'There is no such binding.');
    }
    return { status: 200, body: binding.body };
  };

  const unbind = (request: ModelRequest): ModelAnswer => {
    if (!request.query.get('service_id') || !request.query.get('plan_id'))
      return failure(400, 'service_id or plan_id is missing.');
    const instance = state.instances.get(request.instanceId);
    const binding = find(request);
    if (instance === undefined || binding === undefined) return { status: 410, body: {} };
    const running = runningKind(binding.operation);
    if (running === 'delete') return { status: 202, body: { operation: binding.operation?.id } };
    if (running === 'create' && choices.deleteDuringCreate === 'refuse') return busy;
    const isAsync = worksAsynchronously(request);
    if (isAsync && !acceptsIncomplete(request)) return asyncRequired;
    if (!isAsync) {
      instance.bindings.delete(binding.id);
      return { status: 200, body: {} };
    }
    const operation = begin('delete', choices.polls, () => {
      instance.bindings.delete(binding.id);
      state.tombstones.set(`${instance.id}/${binding.id}`, operation);
    });
    binding.operation = operation;
    return { status: 202, body: { operation: operation.id } };
  };

  const pollBinding = (request: ModelRequest): ModelAnswer => {
    const binding = find(request);
    const tombstone = state.tombstones.get(`${request.instanceId}/${request.bindingId}`);
    return answerPoll(request, binding?.operation, binding !== undefined, tombstone);
  };

  return { bind, fetchBinding, unbind, pollBinding };
}

function bindingBody(request: ModelRequest, requires: unknown): Record<string, unknown> {
  const permissions: readonly unknown[] = Array.isArray(requires) ? requires : [];
  return {
    credentials: {
      host: 'db.example.com',
      port: 5432,
      username: `user-${request.bindingId}`,
      password: `secret-${request.bindingId}`,
    },
    endpoints: [{ host: 'db.example.com', ports: ['5432'], protocol: 'tcp' }],
    metadata: { expires_at: '2099-12-31T23:59:59.0Z', renew_before: '2099-12-01T00:00:00.0Z' },
    ...(permissions.includes('syslog_drain')
      ? { syslog_drain_url: 'syslog-tls://logs.example.com:6514' }
      : {}),
    ...(permissions.includes('route_forwarding') ? { route_service_url: 'https://route.example.com' } : {}),
    ...(permissions.includes('volume_mount') ? { volume_mounts: [mount(request.bindingId)] } : {}),
  };
}

function mount(bindingId: string) {
  return {
    driver: 'nfs',
    container_dir: '/data',
    mode: 'rw',
    device_type: 'shared',
    device: { volume_id: bindingId, mount_config: { version: '4.1' } },
  };
}
