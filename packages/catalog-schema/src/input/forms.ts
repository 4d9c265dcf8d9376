import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { Place } from '../engine/place.ts';
import { readSpring } from './spring.ts';

/** A catalog that was found in a document. */
export interface FoundCatalog {
  /** In its wire form. */
  readonly value: unknown;
  readonly at: Place;
  readonly notes: readonly string[];
  /** The place in the document that a place of the wire form stands for; absent where the two are the same. */
  readonly origin?: (place: Place) => Place;
  /** What is wrong with the form itself, in one sentence with its remedy, and where. */
  readonly fault?: { readonly message: string; readonly at: Place };
}

const spring = ['spring', 'cloud', 'openservicebroker', 'catalog'];
const deepest = 5;

/**
 * Finds the catalog of a document: the document itself, a bare list of services, or a part of a broker's configuration.
 * `at` is where the document stands, if it stands in another one.
 */
export function findCatalog(document: unknown, at: Place = Place.root): FoundCatalog {
  if (isArray(document) && document.every(isObject)) {
    return arrayOfCatalogs(document, at) ?? bareList(document, at, 'The document');
  }
  if (!isObject(document) || Object.hasOwn(document, 'services')) return whole(document, at);
  const configured = followPath(document, spring, at);
  if (configured !== undefined) return readSpring(configured.value, configured.at);
  if (isOffering(document)) {
    return {
      value: { services: [document] },
      at,
      notes: ['Read as a single service offering; a broker serves it inside {"services": […]}.'],
      origin: (place) => skip(place, at, 2),
    };
  }
  return nested(document, at) ?? whole(document, at);
}

/** True when something in a document can be taken for a catalog. */
export function holdsCatalog(document: unknown): boolean {
  if (isObject(document) && Object.hasOwn(document, 'services')) return true;
  const { value, at, notes } = findCatalog(document);
  return value !== document || at !== Place.root || notes.length > 0;
}

function whole(value: unknown, at: Place): FoundCatalog {
  return { value, at, notes: [] };
}

/** An array whose elements are catalogs, and not services. */
function arrayOfCatalogs(list: readonly JsonObject[], at: Place): FoundCatalog | undefined {
  const [first] = list;
  if (first === undefined || !list.every((item) => isArray(own(item, 'services')) && !isOffering(item)))
    return undefined;
  const message =
    list.length === 1
      ? 'The document is an array around a catalog; a broker answers with the catalog itself. Take off the outer brackets.'
      : `The document is an array of ${list.length} catalogs; a broker serves one, and only the first is examined. Put each into a file of its own.`;
  return {
    value: first,
    at: at.child(0),
    notes: [],
    fault: { message, at: list.length === 1 ? at : at.child(1) },
  };
}

function bareList(list: readonly unknown[], at: Place, what: string): FoundCatalog {
  return {
    value: { services: list },
    at,
    notes: [`${what} is a bare array of services; a broker serves it as {"services": […]}.`],
    origin: (place) => skip(place, at, 1),
  };
}

/** Takes the steps out of a place that only the wire form has. */
function skip(place: Place, base: Place, steps: number): Place {
  const depth = base.path.length;
  const rest = place.path.slice(depth + steps);
  const found = base.descend(rest);
  const last = rest.at(-1);
  return place.isKey && typeof last === 'string' ? base.descend(rest.slice(0, -1)).keyOf(last) : found;
}

/** Follows keys, each of which may also be written as one dotted key, as Spring allows. */
function followPath(
  from: JsonObject,
  path: readonly string[],
  at: Place = Place.root,
): { value: JsonObject | readonly unknown[]; at: Place } | undefined {
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join('.');
    const value = own(from, key);
    const rest = path.slice(length);
    if (rest.length === 0) {
      if (isObject(value) || isArray(value)) return { value, at: at.child(key) };
    } else if (isObject(value)) {
      const found = followPath(value, rest, at.child(key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Looks, level by level, for a `catalog` or a list of services inside a configuration. */
function nested(document: JsonObject, top: Place): FoundCatalog | undefined {
  let level: { value: JsonObject; at: Place }[] = [{ value: document, at: top }];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { value, at } of level) {
      const found = inObject(value, at);
      if (found !== undefined) return found;
      for (const [key, child] of Object.entries(value)) {
        if (isObject(child)) next.push({ value: child, at: at.child(key) });
      }
    }
    level = next.slice(0, 1000);
  }
  return undefined;
}

function inObject(value: JsonObject, at: Place): FoundCatalog | undefined {
  const catalog = own(value, 'catalog');
  const place = at.child('catalog');
  if (isObject(catalog) && Object.hasOwn(catalog, 'services')) return within(catalog, place);
  if (isArray(catalog) && catalog.length > 0 && catalog.every(isObject)) {
    return bareList(catalog, place, `"${place.pointer}"`);
  }
  const services = own(value, 'services');
  return isArray(services) && services.some(isOffering) ? within(value, at) : undefined;
}

function within(value: unknown, at: Place): FoundCatalog {
  return { value, at, notes: [`Read the catalog at "${at.pointer}" of the document.`] };
}

function isOffering(value: unknown): boolean {
  return isObject(value) && isArray(own(value, 'plans'));
}
