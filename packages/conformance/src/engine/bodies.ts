import { randomUUID } from 'node:crypto';
import { atLeast, type ApiVersion } from '@osb-kit/spec';
import type { Plan } from './catalog-model.ts';
import type { JsonObject } from './json.ts';
import type { PlanFacts } from './options.ts';
import { distinctParameters, factsOf, fullParameters, minimalParameters } from './parameters.ts';
import { homeOf, platformContext, type Platform } from './platform.ts';

/** What request bodies depend on. */
export interface BodySetting {
  readonly apiVersion: ApiVersion;
  readonly facts: readonly PlanFacts[];
  readonly seed: number;
  readonly platform: Platform;
}

/** The context object of the platform that the tester is taken for. */
export function contextOf(
  { platform }: Pick<BodySetting, 'platform'>,
  instanceName = 'osb-kit-conformance',
): JsonObject {
  return platformContext(platform, instanceName);
}

/** A complete, valid provision body with the fewest parameters that the plan accepts. */
export function provisionBody(plan: Plan, setting: BodySetting, parameters?: JsonObject): JsonObject {
  const chosen =
    parameters ??
    factsOf(plan, setting.facts).provisionParameters ??
    minimalParameters(plan, 'create', setting.seed);
  return {
    service_id: plan.offering.id,
    plan_id: plan.id,
    organization_guid: homeOf(setting.platform).organization,
    space_guid: homeOf(setting.platform).space,
    ...(atLeast(setting.apiVersion, '2.12') ? { context: contextOf(setting) } : {}),
    ...(chosen === undefined ? {} : { parameters: chosen }),
  };
}

/** A complete, valid bind body for an application, with both of its app_guid fields (HC-34). */
export function bindBody(plan: Plan, setting: BodySetting, parameters?: JsonObject): JsonObject {
  const chosen =
    parameters ??
    factsOf(plan, setting.facts).bindParameters ??
    minimalParameters(plan, 'bind', setting.seed);
  const appGuid = randomUUID();
  const route = plan.offering.requires.includes('route_forwarding') ? { route: 'app.example.com' } : {};
  return {
    service_id: plan.offering.id,
    plan_id: plan.id,
    ...(atLeast(setting.apiVersion, '2.13') ? { context: contextOf(setting) } : {}),
    app_guid: appGuid,
    bind_resource: { app_guid: appGuid, ...route },
    ...(chosen === undefined ? {} : { parameters: chosen }),
  };
}

/** The earlier state of an instance, as an update tells it. */
export function previousValues(plan: Plan, { platform }: Pick<BodySetting, 'platform'>): JsonObject {
  const { organization, space } = homeOf(platform);
  return {
    service_id: plan.offering.id,
    plan_id: plan.id,
    organization_id: organization,
    space_id: space,
  };
}

/** An update that the broker declares to support. */
export interface SupportedUpdate {
  readonly kind: 'context' | 'parameters' | 'plan';
  /** The parameters are made up from the schema of the plan: the broker may have its reasons to refuse them. */
  readonly isGuess?: boolean;
  readonly body: JsonObject;
  /** The plan of the instance once the update is done. */
  readonly planAfter: Plan;
}

/** Changes to so many plans are tried: not every one need be supported. */
const triedPlanChanges = 3;

/**
 * The updates that may be sent to an instance of a plan: those declared, the least intrusive first, and at last one with
 * parameters that the schema of the plan allows; none when the broker declares none.
 */
export function supportedUpdates(plan: Plan, setting: BodySetting): readonly SupportedUpdate[] {
  const facts = factsOf(plan, setting.facts);
  const common = { service_id: plan.offering.id, previous_values: previousValues(plan, setting) };
  const updates: SupportedUpdate[] = [];
  if (plan.offering.allowContextUpdates) {
    const body = { ...common, context: contextOf(setting, 'osb-kit-conformance-renamed') };
    updates.push({ kind: 'context', body, planAfter: plan });
  }
  const byParameters = (parameters: JsonObject, isGuess: boolean) => {
    const body = { ...common, plan_id: plan.id, context: contextOf(setting), parameters };
    updates.push({ kind: 'parameters', isGuess, body, planAfter: plan });
  };
  if (facts.updateParameters !== undefined) byParameters(facts.updateParameters, false);
  for (const other of planChanges(plan, facts).slice(0, triedPlanChanges)) {
    const body = { ...common, plan_id: other.id, context: contextOf(setting) };
    updates.push({ kind: 'plan', body, planAfter: other });
  }
  if (facts.updateParameters === undefined) {
    const [, guess = fullParameters(plan, 'update', setting.seed)] =
      distinctParameters(plan, 'update', setting.seed) ?? [];
    if (guess !== undefined) byParameters(guess, true);
  }
  return updates;
}

/** The plans that an instance may be moved to, one that the operator named first. */
export function planChanges(plan: Plan, facts: PlanFacts): readonly Plan[] {
  if (!plan.planUpdateable) return [];
  const others = plan.offering.plans.filter((other) => other.id !== plan.id);
  const named = others.filter((other) => isNamed(other, facts.allowedPlanChange));
  const forbidden = others.filter((other) => isNamed(other, facts.forbiddenPlanChange));
  return [...named, ...others.filter((other) => !named.includes(other) && !forbidden.includes(other))];
}

/** True when the text is the id or the name of the plan. */
export function isNamed(plan: Plan, text: string | undefined): boolean {
  return text !== undefined && (plan.id === text || plan.name === text);
}
