import { messageDefinitions, type MessageName } from '@osb-kit/spec';

import { isArray, isObject } from '../engine/json.ts';
import type { Level } from '../engine/keys.ts';

/** The message of the specification that defines an object of a catalog. */
export const messageOf: Readonly<Record<Level, MessageName>> = {
  catalog: 'Catalog',
  offering: 'ServiceOffering',
  plan: 'ServicePlan',
  offeringMetadata: 'ServiceOfferingMetadata',
  planMetadata: 'ServicePlanMetadata',
  schemas: 'Schemas',
  instanceSchema: 'ServiceInstanceSchema',
  bindingSchema: 'ServiceBindingSchema',
  method: 'InputParametersSchema',
  maintenanceInfo: 'MaintenanceInfo',
  dashboardClient: 'DashboardClient',
};

/** Which objects hold which. `[]` marks arrays whose elements are meant. */
export const children: Readonly<Partial<Record<Level, ReadonlyMap<string, Level>>>> = {
  catalog: new Map([['services', 'offering']]),
  offering: new Map([
    ['metadata', 'offeringMetadata'],
    ['dashboard_client', 'dashboardClient'],
    ['plans', 'plan'],
  ]),
  plan: new Map([
    ['metadata', 'planMetadata'],
    ['schemas', 'schemas'],
    ['maintenance_info', 'maintenanceInfo'],
  ]),
  schemas: new Map([
    ['service_instance', 'instanceSchema'],
    ['service_binding', 'bindingSchema'],
  ]),
  instanceSchema: new Map([
    ['create', 'method'],
    ['update', 'method'],
  ]),
  bindingSchema: new Map([['create', 'method']]),
};

/** The type that the specification gives a field; `undefined` for a field it does not define. */
export function typeOfField(level: Level, key: string): string | undefined {
  const field = definitionOf(level, key);
  if (field === undefined) return undefined;
  return typeof field.type === 'string' ? field.type : 'object';
}

/** True for a field that holds a list of strings. */
export function isStringList(level: Level, key: string): boolean {
  const field = definitionOf(level, key);
  return (
    field?.type === 'array' && (field.items as { readonly type?: unknown } | undefined)?.type === 'string'
  );
}

/** True for a field that the specification defines and that may be absent. */
export function isOptional(level: Level, key: string): boolean {
  const definition: MessageDefinition = messageDefinitions[messageOf[level]];
  return definitionOf(level, key) !== undefined && definition.required?.includes(key) !== true;
}

function definitionOf(level: Level, key: string): FieldDefinition | undefined {
  const definition: MessageDefinition = messageDefinitions[messageOf[level]];
  const properties = definition.properties ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

interface MessageDefinition {
  readonly properties?: Readonly<Record<string, FieldDefinition>>;
  readonly required?: readonly string[];
}

interface FieldDefinition {
  readonly type?: unknown;
  readonly items?: unknown;
}

/** True when a value is of a field's type, or a quoted boolean or number where one of them belongs. */
export function fitsField(level: Level, key: string, value: unknown): boolean {
  const type: string = typeOfField(level, key) ?? '';
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || booleanIn(value) !== undefined;
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) || countIn(value) !== undefined;
    case 'array':
      return isArray(value) && (children[level]?.has(key) !== true || value.every(isObject));
    case 'object':
      return isObject(value);
    default:
      return false;
  }
}

/** The boolean that a string spells out. */
export function booleanIn(value: unknown): boolean | undefined {
  if (typeof value !== 'string' || !/^(?:true|false)$/i.test(value)) return undefined;
  return value.toLowerCase() === 'true';
}

/** The whole number that a string spells out. */
export function countIn(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
