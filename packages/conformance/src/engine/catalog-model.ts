import { atLeast, type ApiVersion } from '@osb-kit/spec';
import { isObject, member, stringMember, type JsonObject } from './json.ts';

/** A plan as the checks use it: with the flags that hold for it, defaults and overrides applied. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly bindable: boolean;
  readonly planUpdateable: boolean;
  /** The plan's own `plan_updateable`, also at versions that do not know it. */
  readonly ownPlanUpdateable: boolean | undefined;
  readonly bindingRotatable: boolean;
  /** `maintenance_info.version` of the catalog. */
  readonly maintenanceVersion: string | undefined;
  /** Seconds that an operation of the plan may take. */
  readonly maximumPollingDuration: number | undefined;
  /** JSON Schemas of the parameters of provision, update and bind. */
  readonly schemas: {
    readonly create: JsonObject | undefined;
    readonly update: JsonObject | undefined;
    readonly bind: JsonObject | undefined;
  };
  /** The offering that the plan belongs to. */
  readonly offering: Offering;
}

/** A service offering as the checks use it. */
export interface Offering {
  readonly id: string;
  readonly name: string;
  readonly instancesRetrievable: boolean;
  readonly bindingsRetrievable: boolean;
  readonly allowContextUpdates: boolean;
  readonly requires: readonly string[];
  readonly plans: readonly Plan[];
}

/** The usable part of a catalog: offerings and plans that have ids. What is wrong in the rest is the business of the catalog checks. */
export function readCatalog(body: unknown, version: ApiVersion): readonly Offering[] {
  return list(member(body, 'services')).flatMap((service) => {
    const id = stringMember(service, 'id');
    if (id === undefined || id === '') return [];
    return [readOffering(service, id, version)];
  });
}

function readOffering(service: JsonObject, id: string, version: ApiVersion): Offering {
  const plans: Plan[] = [];
  const offering: Offering = {
    id,
    name: stringMember(service, 'name') ?? id,
    instancesRetrievable: atLeast(version, '2.14') && service['instances_retrievable'] === true,
    bindingsRetrievable: atLeast(version, '2.14') && service['bindings_retrievable'] === true,
    allowContextUpdates: atLeast(version, '2.15') && service['allow_context_updates'] === true,
    requires: strings(service['requires']),
    plans,
  };
  for (const plan of list(service['plans'])) {
    const planId = stringMember(plan, 'id');
    if (planId !== undefined && planId !== '') plans.push(readPlan(plan, planId, service, offering, version));
  }
  return offering;
}

function readPlan(
  plan: JsonObject,
  id: string,
  service: JsonObject,
  offering: Offering,
  version: ApiVersion,
): Plan {
  const polling = plan['maximum_polling_duration'];
  const flag = plan['plan_updateable'];
  const ownPlanUpdateable = typeof flag === 'boolean' ? flag : undefined;
  return {
    id,
    name: stringMember(plan, 'name') ?? id,
    bindable: firstBoolean(plan['bindable'], service['bindable']),
    // A plan's own plan_updateable has a meaning since 2.15 only (HC-32).
    planUpdateable: firstBoolean(
      atLeast(version, '2.15') ? ownPlanUpdateable : undefined,
      service['plan_updateable'],
    ),
    ownPlanUpdateable,
    bindingRotatable: atLeast(version, '2.17') && plan['binding_rotatable'] === true,
    maintenanceVersion: atLeast(version, '2.15')
      ? stringMember(plan['maintenance_info'], 'version')
      : undefined,
    maximumPollingDuration:
      atLeast(version, '2.15') && typeof polling === 'number' && polling > 0 ? polling : undefined,
    schemas: {
      create: schemaAt(plan, 'service_instance', 'create'),
      update: schemaAt(plan, 'service_instance', 'update'),
      bind: schemaAt(plan, 'service_binding', 'create'),
    },
    offering,
  };
}

function schemaAt(plan: JsonObject, kind: string, action: string): JsonObject | undefined {
  const schema = member(member(member(plan['schemas'], kind), action), 'parameters');
  return isObject(schema) ? schema : undefined;
}

function firstBoolean(...candidates: readonly unknown[]): boolean {
  return candidates.find((candidate) => typeof candidate === 'boolean') ?? false;
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
