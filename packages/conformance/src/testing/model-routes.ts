import { canonical, stringMember } from '../engine/json.ts';
import { createBindingRoutes } from './model-bindings.ts';
import {
  acceptsIncomplete,
  answerPoll,
  asyncRequired,
  begin,
  busy,
  failure,
  findPlan,
  offeringOf,
  ok,
  parametersOf,
  refuseBody,
  refuseContent,
  runningKind,
  type ModelChoices,
} from './model-rules.ts';
import type { ModelAnswer, ModelInstance, ModelRequest, ModelState, RouteName } from './model-types.ts';

/** A broker that conforms, as a function from requests to answers. */
export function createModel(
  state: ModelState,
  choices: ModelChoices,
): (request: ModelRequest) => ModelAnswer {
  const isAsync = choices.mode === 'async';

  const provision = (request: ModelRequest): ModelAnswer => {
    const fields = ['service_id', 'plan_id', 'organization_guid', 'space_guid'];
    const refusal = refuseBody(request, fields);
    if (refusal !== undefined) return refusal;
    const known = findPlan(state, request.body);
    if (known === undefined) return failure(400, 'The catalog has no such service and plan.');
    const refused = refuseContent(request.body, known.plan, 'service_instance', 'create');
    if (refused !== undefined) return refused;
    const parameters = parametersOf(request.body);
    const createdWith = {
      serviceId: known.offering.id,
      planId: known.plan.id,
      parameters: canonical(parameters),
    };
    const existing = state.instances.get(request.instanceId);
    if (existing !== undefined) {
      if (existing.operation?.kind === 'delete' && existing.operation.state === 'in progress') return busy;
      if (canonical(existing.createdWith) !== canonical(createdWith))
        return failure(409, 'The instance exists and differs.', 'Conflict');
      return runningKind(existing.operation) === 'create'
        ? ok({ operation: existing.operation?.id, dashboard_url: existing.dashboardUrl }, 202)
        : ok({ dashboard_url: existing.dashboardUrl });
    }
    if (isAsync && !acceptsIncomplete(request)) return asyncRequired;
    const instance: ModelInstance = {
      id: request.instanceId,
      serviceId: known.offering.id,
      planId: known.plan.id,
      parameters,
      dashboardUrl: `https://dashboard.example.com/${request.instanceId}`,
      operation: undefined,
      bindings: new Map(),
      createdWith,
    };
    state.instances.set(instance.id, instance);
    if (!isAsync) return ok({ dashboard_url: instance.dashboardUrl }, 201);
    instance.operation = begin('create', choices.polls, () => undefined);
    return ok({ operation: instance.operation.id, dashboard_url: instance.dashboardUrl }, 202);
  };

  const fetchInstance = (request: ModelRequest): ModelAnswer => {
    const instance = state.instances.get(request.instanceId);
    const offering = offeringOf(state, instance?.serviceId);
    if (instance === undefined || offering?.['instances_retrievable'] !== true)
      return failure(404, 'There is no such instance.');
    const running = runningKind(instance.operation);
    if (running === 'create' || running === 'delete') return failure(404, 'There is no such instance.');
    if (running === 'update') return busy;
    return ok({
      service_id: instance.serviceId,
      plan_id: instance.planId,
      dashboard_url: instance.dashboardUrl,
      parameters: instance.parameters,
    });
  };

  const update = (request: ModelRequest): ModelAnswer => {
    const refusal = refuseBody(request, ['service_id']);
    if (refusal !== undefined) return refusal;
    const instance = state.instances.get(request.instanceId);
    if (instance === undefined) return failure(404, 'There is no such instance.');
    if (stringMember(request.body, 'service_id') !== instance.serviceId)
      return failure(400, 'The service is another one.');
    const offering = offeringOf(state, instance.serviceId);
    const planId = stringMember(request.body, 'plan_id') ?? instance.planId;
    const plan = offering?.plans.find((candidate) => candidate.id === planId);
    if (offering === undefined || plan === undefined) return failure(400, 'The offering has no such plan.');
    const mayChange =
      offering.plans.find(({ id }) => id === instance.planId)?.['plan_updateable'] ??
      offering['plan_updateable'];
    if (planId !== instance.planId && mayChange !== true)
      return failure(422, 'The plan cannot be changed.', 'PlanChangeNotSupported');
    const refused = refuseContent(request.body, plan, 'service_instance', 'update');
    if (refused !== undefined) return refused;
    const wish = canonical(request.body);
    if (instance.operation?.state === 'in progress') {
      const isRepeat =
        instance.operation.kind === 'update' && state.scratch.get(instance.operation.id) === wish;
      return isRepeat ? ok({ operation: instance.operation.id }, 202) : busy;
    }
    const apply = () => {
      instance.planId = planId;
      instance.parameters = { ...instance.parameters, ...parametersOf(request.body) };
    };
    if (isAsync && !acceptsIncomplete(request)) return asyncRequired;
    if (!isAsync) {
      apply();
      return ok({});
    }
    instance.operation = begin('update', choices.polls, apply);
    state.scratch.set(instance.operation.id, wish);
    return ok({ operation: instance.operation.id }, 202);
  };

  const deprovision = (request: ModelRequest): ModelAnswer => {
    if (!request.query.get('service_id') || !request.query.get('plan_id'))
      return failure(400, 'service_id or plan_id is missing.');
    const instance = state.instances.get(request.instanceId);
    if (instance === undefined) return { status: 410, body: {} };
    const running = runningKind(instance.operation);
    if (running === 'delete') return ok({ operation: instance.operation?.id }, 202);
    if (running === 'update' || (running === 'create' && choices.deleteDuringCreate === 'refuse'))
      return busy;
    if (isAsync && !acceptsIncomplete(request)) return asyncRequired;
    if (!isAsync) {
      state.instances.delete(instance.id);
      return ok({});
    }
    const operation = begin('delete', choices.polls, () => {
      state.instances.delete(instance.id);
      state.tombstones.set(instance.id, operation);
    });
    instance.operation = operation;
    return ok({ operation: operation.id }, 202);
  };

  const pollInstance = (request: ModelRequest): ModelAnswer =>
    answerPoll(
      request,
      state.instances.get(request.instanceId)?.operation,
      state.instances.has(request.instanceId),
      state.tombstones.get(request.instanceId),
    );

  const catalog = (): ModelAnswer => ok(state.catalog);

  const handlers: Record<RouteName, (request: ModelRequest) => ModelAnswer> = {
    catalog,
    provision,
    fetchInstance,
    update,
    deprovision,
    pollInstance,
    ...createBindingRoutes(state, choices),
  };
  return (request) => refuseHeaders(request) ?? handlers[request.route](request);
}

function refuseHeaders(request: ModelRequest): ModelAnswer | undefined {
  if (!request.authorised) return failure(401, 'The credentials are wrong.');
  const version = request.headers['x-broker-api-version'];
  if (version === undefined) return failure(400, 'X-Broker-API-Version is missing; send 2.17.');
  return /^2\.\d+$/.test(version) ? undefined : failure(412, 'Use version 2.17 of the API.');
}
