import { createHash } from 'node:crypto';
import { BrokerError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ParameterCheck } from '@osb-kit/catalog-schema/parameters';
import { isBindable, isPlanUpdateable } from './capabilities.ts';
import { checkServices, planField } from './check-services.ts';
import type { Service } from './define-service.ts';
import type { PlanDefinition } from './plan.ts';
import { compiled } from './schema-check.ts';
import { wireCatalog } from './wire-catalog.ts';

/** A plan of the catalog with what the engine derives from it. */
export interface CatalogPlan {
  readonly definition: PlanDefinition;
  readonly bindable: boolean;
  readonly planUpdateable: boolean;
  readonly check: {
    readonly provision: ParameterCheck;
    readonly update: ParameterCheck;
    readonly bind: ParameterCheck;
  };
}

/** An offering of the catalog. */
export interface CatalogService {
  readonly definition: Service;
  readonly plans: ReadonlyMap<string, CatalogPlan>;
}

/** What a broker offers, indexed by id and rendered once. */
export interface Catalog {
  readonly services: ReadonlyMap<string, CatalogService>;
  readonly json: JsonObject;
  /** The body of `GET /v2/catalog`, always the same bytes for the same offerings. */
  readonly body: Buffer;
  /** Strong validator of `body`. */
  readonly etag: string;
}

/**
 * Indexes the offerings. Throws when ids or names clash, a schema does not compile, a field is unknown or something
 * promised has no handler: defects of the author, which the error names with the place and the remedy.
 */
export function createCatalog(services: readonly Service[]): Catalog {
  checkServices(services);
  const index = new Map<string, CatalogService>();
  for (const service of services) {
    const plans = new Map(service.plans.map((plan) => [plan.id, catalogPlan(service, plan)]));
    index.set(service.id, { definition: service, plans });
  }
  const json = wireCatalog(services);
  const body = Buffer.from(JSON.stringify(json));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return { services: index, json, body, etag };
}

const anything: ParameterCheck = () => [];

function catalogPlan(service: Service, plan: PlanDefinition): CatalogPlan {
  const check = (kind: 'provision' | 'update' | 'bind') => {
    const schema = plan.schemas?.[kind];
    return schema === undefined ? anything : compiled(schema, planField(service, plan, `schemas.${kind}`));
  };
  return {
    definition: plan,
    bindable: isBindable(service, plan),
    planUpdateable: isPlanUpdateable(service, plan),
    check: { provision: check('provision'), update: check('update'), bind: check('bind') },
  };
}

/** The offering with this id, or a refusal. */
export function serviceOf(catalog: Catalog, serviceId: string): CatalogService {
  const service = catalog.services.get(serviceId);
  if (service === undefined) {
    throw new BrokerError(
      'InvalidRequest',
      `The catalog has no service offering with the id "${serviceId}". Fetch /v2/catalog for the ids it has.`,
    );
  }
  return service;
}

/** The plan with this id in this offering, or a refusal. */
export function planOf(service: CatalogService, planId: string): CatalogPlan {
  const plan = service.plans.get(planId);
  if (plan === undefined) {
    throw new BrokerError(
      'InvalidRequest',
      `The service offering "${service.definition.name}" has no plan with the id "${planId}". Fetch /v2/catalog for the ids it has.`,
    );
  }
  return plan;
}
