import { isArray, isObject, type JsonObject } from '../engine/json.ts';
import type { Place } from '../engine/place.ts';
import type { FoundCatalog } from './forms.ts';

/** What a key of Spring's configuration becomes on the wire. */
interface Shape {
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields in this object are lifted into its parent, as Spring does with `metadata.properties`. */
  readonly lift?: string;
}

interface Field {
  readonly key: string;
  readonly shape?: Shape;
  readonly convert?: (value: unknown) => unknown;
}

function shape(
  fields: Readonly<Record<string, Shape | ((value: unknown) => unknown) | true>>,
  lift?: string,
): Shape {
  const entries = Object.entries(fields).map(([key, meaning]): [string, Field] => [
    canonical(key),
    meaning === true
      ? { key }
      : typeof meaning === 'function'
        ? { key, convert: meaning }
        : { key, shape: meaning },
  ]);
  return { fields: new Map(entries), ...(lift !== undefined && { lift }) };
}

const toBoolean = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;
const toNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
const toNumbers = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNumber(item)]))
    : value;

const method = shape({ parameters: true });
const plan = shape({
  id: true,
  name: true,
  description: true,
  metadata: shape(
    { displayName: true, bullets: true, costs: shape({ amount: toNumbers, unit: true }) },
    'properties',
  ),
  bindable: toBoolean,
  free: toBoolean,
  plan_updateable: toBoolean,
  binding_rotatable: toBoolean,
  schemas: shape({
    service_instance: shape({ create: method, update: method }),
    service_binding: shape({ create: method }),
  }),
  maximum_polling_duration: toNumber,
  maintenance_info: shape({ version: true, description: true }),
});
const offering = shape({
  id: true,
  name: true,
  description: true,
  bindable: toBoolean,
  plan_updateable: toBoolean,
  instances_retrievable: toBoolean,
  bindings_retrievable: toBoolean,
  allow_context_updates: toBoolean,
  tags: true,
  requires: true,
  metadata: shape(
    {
      displayName: true,
      imageUrl: true,
      longDescription: true,
      providerDisplayName: true,
      documentationUrl: true,
      supportUrl: true,
      shareable: toBoolean,
    },
    'properties',
  ),
  dashboard_client: shape({ id: true, secret: true, redirect_uri: true }),
  plans: plan,
});
const catalog = shape({ services: offering });

/** Spring binds names relaxedly: case, hyphens and underscores do not count. */
function canonical(key: string): string {
  return key.replaceAll(/[-_]/g, '').toLowerCase();
}

/** Reads a catalog in the configuration of Spring Cloud Open Service Broker as the catalog that such a broker serves. */
export function readSpring(value: JsonObject | readonly unknown[], at: Place): FoundCatalog {
  const origins = new Map<object, Map<string, readonly string[]>>();
  const converted = convert(value, catalog, origins);
  const wire = withDefaults(isArray(converted) ? { services: converted } : converted);
  return {
    value: wire,
    at,
    notes: [
      `Read "${at.pointer}" as Spring configuration: keys in camel or kebab case count as their wire names, quoted booleans and numbers as what they say, and "bindable" is false where it is absent.`,
    ],
    origin: (place) => originOf(place, at, wire, origins),
  };
}

type Origins = Map<object, Map<string, readonly string[]>>;

function convert(value: unknown, as: Shape, origins: Origins): unknown {
  if (isArray(value)) return value.map((item) => convert(item, as, origins));
  if (!isObject(value)) return value;
  const fields = new Map<string, unknown>();
  const from = new Map<string, readonly string[]>();
  for (const [key, item] of Object.entries(value)) {
    if (key === as.lift && isObject(item)) {
      for (const [inner, lifted] of Object.entries(item)) {
        fields.set(inner, lifted);
        from.set(inner, [key, inner]);
      }
      continue;
    }
    const field = as.fields.get(canonical(key));
    const wire = field?.key ?? key;
    const inner = field?.shape === undefined ? item : convert(item, field.shape, origins);
    fields.set(wire, field?.convert === undefined ? inner : field.convert(inner));
    if (wire !== key) from.set(wire, [key]);
  }
  const converted: JsonObject = Object.fromEntries(fields);
  origins.set(converted, from);
  return converted;
}

/** Spring's `bindable` is a primitive boolean: absent means false, and that is what the broker serves. */
function withDefaults(value: unknown): unknown {
  const services = isObject(value) ? value['services'] : undefined;
  if (!isArray(services)) return value;
  for (const service of services) {
    if (isObject(service) && !Object.hasOwn(service, 'bindable')) Object.assign(service, { bindable: false });
  }
  return value;
}

function originOf(place: Place, base: Place, wire: unknown, origins: Origins): Place {
  let value = wire;
  let origin = base;
  const path = place.path.slice(base.path.length);
  path.forEach((key, index) => {
    const steps = isObject(value) ? origins.get(value)?.get(String(key)) : undefined;
    const last = steps?.at(-1) ?? key;
    const host = origin.descend(steps?.slice(0, -1) ?? []);
    origin = place.isKey && index === path.length - 1 ? host.keyOf(String(last)) : host.child(last);
    value = isObject(value) ? value[String(key)] : isArray(value) ? value[Number(key)] : undefined;
  });
  return origin;
}
