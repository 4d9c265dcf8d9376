import { isJsonObject } from '../json.ts';
import { isBindable, isPlanUpdateable } from './capabilities.ts';
import { objectOf } from './checks.ts';
import type { Service } from './define-service.ts';
import { type Field, inside, wrongType, wrongValue } from './field.ts';
import type { PlanDefinition } from './plan.ts';
import { planFields, serviceFields } from './service-fields.ts';

/**
 * Throws for the first thing in the definitions that cannot be served: a TypeError for what is missing or of the wrong
 * type, else a RangeError. Authors who write JavaScript have no other check. What the specification only advises
 * against passes.
 */
export function checkServices(services: readonly Service[]): void {
  const isArray: boolean = Array.isArray(services);
  if (!isArray) wrongType({ of: 'the broker', path: 'services' }, services, 'Write an array of offerings.');
  for (const [index, service] of services.entries()) {
    checkService(service, { of: titled('offering', service, index), path: '' });
  }
  refuseTwins('id', services, 'offerings');
  refuseTwins('name', services, 'offerings');
  const plans = services.flatMap((service) => service.plans);
  refuseTwins('id', plans, 'plans');
}

/** A field of a plan, as messages name it; the whole plan without a path. */
export function planField(service: Service, plan: PlanDefinition, path = ''): Field {
  return { of: `the plan "${plan.name}" of the offering "${service.name}"`, path };
}

function checkService(service: Service, field: Field): void {
  objectOf(serviceFields, isPlain(service) ? 'closed' : 'open')(service, field);
  for (const [index, plan] of service.plans.entries()) {
    objectOf(planFields)(plan, { of: `${titled('plan', plan, index)} of ${field.of}`, path: '' });
    checkHandlers(service, plan);
  }
  refuseTwins('name', service.plans, `plans of ${field.of}`);
}

/** An instance of a class may have fields of its own, which its handlers use. */
function isPlain(service: unknown): boolean {
  if (!isJsonObject(service)) return true;
  const prototype: unknown = Object.getPrototypeOf(service);
  return prototype === Object.prototype || prototype === null;
}

/** What the catalog promises for a plan has a handler that does it. */
function checkHandlers(service: Service, plan: PlanDefinition): void {
  const lacks = (promise: 'bindable' | 'bindingRotatable' | 'planUpdateable', missing: string): never => {
    const saidBy: Field =
      plan[promise] === undefined
        ? { of: `the offering "${service.name}"`, path: '' }
        : planField(service, plan);
    wrongValue(
      inside(saidBy, promise),
      `is true without a handler "${missing}". Write one, or leave it out.`,
    );
  };
  if (service.bind === undefined) {
    if (isBindable(service, plan)) lacks('bindable', 'bind');
    if (plan.bindingRotatable === true) lacks('bindingRotatable', 'bind');
  }
  if (service.update === undefined && isPlanUpdateable(service, plan)) lacks('planUpdateable', 'update');
}

function refuseTwins<Key extends 'id' | 'name'>(
  key: Key,
  all: readonly Readonly<Record<Key, string>>[],
  what: string,
): void {
  const seen = new Set<string>();
  for (const { [key]: value } of all) {
    if (seen.has(value)) {
      throw new RangeError(
        `Two ${what} have the ${key} "${value}". Give each ${key === 'id' ? 'an id' : 'a name'} of its own.`,
      );
    }
    seen.add(value);
  }
}

/** What a definition is called in messages: by its name, its id or its position. */
function titled(kind: 'offering' | 'plan', value: unknown, index: number): string {
  const { name, id } = isJsonObject(value) ? value : {};
  if (typeof name === 'string' && name !== '') return `the ${kind} "${name}"`;
  if (typeof id === 'string' && id !== '') return `the ${kind} with the id "${id}"`;
  return `the ${kind} number ${index + 1}`;
}
