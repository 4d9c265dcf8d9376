import { isArray, isObject, own, type JsonObject } from './json.ts';
import { Place } from './place.ts';
import { quoted } from './shown.ts';

/** An object of the catalog together with its place. */
export interface Located {
  readonly value: JsonObject;
  readonly at: Place;
}

/** A service plan that is at least an object. */
export interface PlanNode extends Located {
  readonly offering: OfferingNode;
  /** Position in `plans`, from 0. */
  readonly index: number;
}

/** A service offering that is at least an object. */
export interface OfferingNode extends Located {
  readonly plans: readonly PlanNode[];
  /** Position in `services`, from 0. */
  readonly index: number;
}

/** The whole document; `value` may be anything. */
export interface CatalogNode {
  readonly value: unknown;
  readonly at: Place;
  readonly offerings: readonly OfferingNode[];
}

/** The three places of a plan where a parameters schema may stand. */
export const schemaSlots = [
  ['service_instance', 'create'],
  ['service_instance', 'update'],
  ['service_binding', 'create'],
] as const;
export type SchemaSlot = (typeof schemaSlots)[number];

/** A `parameters` value that exists, whatever it is. */
export interface ParametersNode {
  readonly value: unknown;
  readonly at: Place;
  readonly plan: PlanNode;
  readonly slot: SchemaSlot;
}

/** Finds offerings and plans; whatever is no object is left to the rules on types. */
export function catalogNode(value: unknown, at: Place = Place.root): CatalogNode {
  const offerings: OfferingNode[] = [];
  const services = isObject(value) ? own(value, 'services') : undefined;
  if (isArray(services)) {
    const servicesAt = at.child('services');
    services.forEach((service, index) => {
      if (isObject(service)) offerings.push(offeringNode(service, servicesAt.child(index), index));
    });
  }
  return { value, at, offerings };
}

function offeringNode(value: JsonObject, at: Place, index: number): OfferingNode {
  const plans: PlanNode[] = [];
  const node: OfferingNode = { value, at, plans, index };
  const list = own(value, 'plans');
  if (isArray(list)) {
    const plansAt = at.child('plans');
    list.forEach((plan, position) => {
      if (isObject(plan))
        plans.push({ value: plan, at: plansAt.child(position), offering: node, index: position });
    });
  }
  return node;
}

/** The parameters schemas of a plan. */
export function* parametersOf(plan: PlanNode): Iterable<ParametersNode> {
  const schemas = plan.value['schemas'];
  if (!isObject(schemas)) return;
  for (const slot of schemaSlots) {
    const subject = own(schemas, slot[0]);
    const action = isObject(subject) ? own(subject, slot[1]) : undefined;
    const value = isObject(action) ? own(action, 'parameters') : undefined;
    if (value === undefined || value === null) continue;
    yield { value, at: plan.at.descend(['schemas', slot[0], slot[1], 'parameters']), plan, slot };
  }
}

/** How messages call a plan, in the middle of a sentence. */
export function planLabel(plan: PlanNode): string {
  const name = plan.value['name'];
  const label = typeof name === 'string' && name !== '' ? `plan ${quoted(name)}` : `plan ${plan.index + 1}`;
  return `${label} of ${offeringLabel(plan.offering)}`;
}

/** How messages call an offering, in the middle of a sentence. */
export function offeringLabel(offering: OfferingNode): string {
  const name = offering.value['name'];
  return typeof name === 'string' && name !== ''
    ? `offering ${quoted(name)}`
    : `offering ${offering.index + 1}`;
}

/** How messages call a parameters schema, in the middle of a sentence. */
export function schemaLabel({ slot, plan }: ParametersNode): string {
  return `the schema ${slot.join('.')} of ${planLabel(plan)}`;
}

/** How messages call an offering or plan, in the middle of a sentence. */
export function labelOf(node: OfferingNode | PlanNode): string {
  return 'offering' in node ? planLabel(node) : offeringLabel(node);
}

/** A label at the start of a sentence. */
export function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
