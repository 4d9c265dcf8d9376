import { BrokerError } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** The body as a JSON object, or a refusal. */
export function bodyObject(body: Json | undefined): JsonObject {
  if (isJsonObject(body)) return body;
  throw new BrokerError('MalformedRequest', 'The body must be a JSON object.');
}

/** A non-empty string that must be there. */
export function requiredText(body: JsonObject, field: string): string {
  const value = optionalText(body, field);
  if (value === undefined) throw new BrokerError('MalformedRequest', `The body lacks the field "${field}".`);
  return value;
}

/** A non-empty string; absent and null are `undefined`. */
export function optionalText(body: JsonObject, field: string, place = ''): string | undefined {
  const value = own(body, field);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new BrokerError('MalformedRequest', `The field "${place}${field}" must be a non-empty string.`);
}

/** A JSON object; absent and null are `undefined`. */
export function optionalObject(body: JsonObject, field: string, place = ''): JsonObject | undefined {
  const value = own(body, field);
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return value;
  throw new BrokerError('MalformedRequest', `The field "${place}${field}" must be a JSON object.`);
}

/** `maintenance_info.version`; any other field of the object is ignored (spec.md#provisioning). */
export function maintenanceVersion(body: JsonObject): string | undefined {
  const info = optionalObject(body, 'maintenance_info');
  if (info === undefined) return undefined;
  const version = optionalText(info, 'version', 'maintenance_info.');
  if (version !== undefined) return version;
  throw new BrokerError('MalformedRequest', 'The field "maintenance_info" lacks "version".');
}

/** A query field that must be there and not be empty. */
export function requiredQuery(query: ReadonlyMap<string, string>, field: string): string {
  const value = query.get(field);
  if (value !== undefined && value !== '') return value;
  throw new BrokerError('MalformedRequest', `The query lacks the field "${field}".`);
}

/** True for `accepts_incomplete=true` and nothing else (spec.md#asynchronous-operations). */
export function acceptsIncomplete(query: ReadonlyMap<string, string>): boolean {
  return query.get('accepts_incomplete') === 'true';
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
