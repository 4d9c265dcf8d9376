import { isArray, isObject, own, type JsonObject } from './json.ts';
import { catalogNode, type CatalogNode } from './nodes.ts';
import type { Place } from './place.ts';
import type { Wanted } from './right-value.ts';

/** A type of Go as its JSON decoder fills it; null is taken for every one of them. */
export type GoType = Wanted | 'anything' | GoStruct;

/** The fields of a struct by their JSON names, which are matched without case. */
export interface GoStruct {
  readonly [key: string]: GoType;
}

/** The types into which a platform decodes a catalog. */
export interface GoCatalog {
  /** Of an offering, without its plans. */
  readonly offering: GoStruct;
  readonly plan: GoStruct;
  /** Whether null among offerings or plans is an empty one, or the end of the program. */
  readonly nullElements: 'empty' | 'refused';
  /** Whether objects and lists are kept as they are and looked at afterwards, so that only the last spelling counts. */
  readonly keepsRaw?: boolean;
}

/** A value that Go cannot decode: it refuses the whole catalog. */
export interface Undecodable {
  /** Where it stands in the catalog as it was written. */
  readonly at: Place;
  /** The keys from the object in question down to the value, in Go's names. */
  readonly keys: readonly string[];
  readonly wanted: Wanted;
  readonly value: unknown;
  /** What holds it: the catalog, an offering or a plan, by its number. */
  readonly offering?: number;
  readonly plan?: number;
}

/** A catalog as Go reads it. */
export interface GoReading {
  readonly catalog: CatalogNode;
  readonly undecodable: readonly Undecodable[];
  /** A place of that catalog as it was written: keys may differ in case. */
  readonly asWritten: (place: Place) => Place;
}

/** Reads a catalog as a platform written in Go does. Linear; a catalog whose keys have the right case is not copied. */
export function decodeAsGo({ value, at }: CatalogNode, types: GoCatalog): GoReading {
  const undecodable: Undecodable[] = [];
  const root = isObject(value) ? renamed(value, { services: 'anything' }) : value;
  const asWritten = written(value, at);
  const list = (
    holder: JsonObject,
    whole: JsonObject,
    key: string,
    place: Place,
    whose: Pick<Undecodable, 'offering'>,
    each: (element: JsonObject, place: Place, index: number) => JsonObject,
  ): JsonObject => {
    const found = (wrong: unknown, where: Place): void => {
      undecodable.push({
        ...whose,
        at: asWritten(where),
        keys: [key],
        wanted: 'list of objects',
        value: wrong,
      });
    };
    for (const [name, value] of overwritten(holder, whole, { [key]: 'list of objects' })) {
      if (value !== null && !isArray(value)) found(value, place.child(name));
    }
    const elements = own(holder, key);
    if (elements === undefined || elements === null) return holder;
    if (!isArray(elements)) {
      found(elements, place.child(key));
      return holder;
    }
    const read = elements.map((element, index) => {
      const here = place.child(key).child(index);
      if (isObject(element)) return each(element, here, index);
      if (element !== null || types.nullElements === 'refused') found(element, here);
      return element === null ? {} : element;
    });
    return read.every((element, index) => element === elements[index]) ? holder : { ...holder, [key]: read };
  };
  const fields = (
    object: JsonObject,
    struct: GoStruct,
    place: Place,
    whose: Pick<Undecodable, 'offering' | 'plan'>,
  ): JsonObject =>
    decoded(object, struct, types.keepsRaw === true, (keys, wanted, wrong) => {
      undecodable.push({
        ...whose,
        at: asWritten(place.descend(keys)),
        keys: keys.map(String),
        wanted,
        value: wrong,
      });
    });
  const catalog = !isObject(root)
    ? root
    : list(root, value as JsonObject, 'services', at, {}, (service, place, offering) =>
        list(
          fields(service, types.offering, place, { offering }),
          service,
          'plans',
          place,
          { offering },
          (plan, here, index) => fields(plan, types.plan, here, { offering, plan: index }),
        ),
      );
  return {
    catalog: catalogNode(catalog, at),
    undecodable,
    asWritten: catalog === value ? (place) => place : asWritten,
  };
}

type Report = (keys: readonly (string | number)[], wanted: Wanted, value: unknown) => void;

/** An object with its keys in the case of the struct, all the way down; the object itself where they are. */
function decoded(object: JsonObject, struct: GoStruct, keepsRaw: boolean, report: Report): JsonObject {
  let read = renamed(object, struct);
  for (const [key, value] of overwritten(read, object, struct)) {
    const type = struct[key];
    if (type === undefined || type === 'anything' || value === null || (keepsRaw && isEmptied(type)))
      continue;
    if (typeof type !== 'string') {
      if (isObject(value)) decoded(value, type, keepsRaw, report);
      else report([key], 'object', value);
    } else if (strangerIn(value, type) !== undefined) report([key], type, value);
  }
  for (const key in struct) {
    const type = struct[key];
    const value = own(read, key);
    if (type === undefined || type === 'anything' || value === undefined || value === null) continue;
    if (typeof type === 'string') {
      const stranger = strangerIn(value, type);
      if (stranger !== undefined) report([key, ...stranger.keys], stranger.wanted, stranger.value);
    } else if (!isObject(value)) report([key], 'object', value);
    else {
      const inner = decoded(value, type, keepsRaw, (keys, ...rest) => report([key, ...keys], ...rest));
      if (inner !== value) read = { ...read, [key]: inner };
    }
  }
  return read;
}

/** Go looks for a field by its exact name, then without case; the last key wins, and null changes no plain value. */
function renamed(object: JsonObject, struct: GoStruct): JsonObject {
  let odd = false;
  for (const key in object) odd ||= !Object.hasOwn(struct, key) && (fieldOf(key, struct) ?? key) !== key;
  if (!odd) return object;
  const read = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    const name = Object.hasOwn(struct, key) ? key : (fieldOf(key, struct) ?? key);
    if (value !== null || !read.has(name) || isEmptied(struct[name])) read.set(name, value);
  }
  return Object.fromEntries(read);
}

/** Null empties a list or map, and leaves a plain value as it is. */
function isEmptied(type: GoType | undefined): boolean {
  return type === undefined || (typeof type === 'string' && (type === 'object' || type.startsWith('list')));
}

/** The values that a later spelling of their key has replaced: Go has decoded them too. */
function overwritten(
  read: JsonObject,
  whole: JsonObject,
  struct: GoStruct,
): readonly (readonly [string, unknown])[] {
  if (read === whole) return [];
  return Object.entries(whole).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const name = fieldOf(key, struct);
    return name === undefined || !Object.hasOwn(struct, name) || own(read, name) === value
      ? []
      : [[name, value]];
  });
}

const folded = new WeakMap<GoStruct, ReadonlyMap<string, string>>();

function fieldOf(key: string, struct: GoStruct): string | undefined {
  let names = folded.get(struct);
  if (names === undefined) {
    names = new Map([...Object.keys(struct), 'services', 'plans'].map((name) => [fold(name), name]));
    folded.set(struct, names);
  }
  return names.get(fold(key));
}

/** Letters that Go holds for the same besides those of another case: the long s, and the sign of Kelvin. */
function fold(key: string): string {
  return key.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}

function written(root: unknown, rootAt: Place): (place: Place) => Place {
  const above = rootAt.path.length;
  return (place) => {
    let value = root;
    let result = rootAt;
    for (const key of place.path.slice(above)) {
      const there = isObject(value) ? keyIn(value, String(key)) : key;
      value = isArray(value) ? value[Number(key)] : isObject(value) ? own(value, String(there)) : undefined;
      result = result.child(there);
    }
    return result;
  };
}

function keyIn(object: JsonObject, name: string): string {
  const same = Object.keys(object).filter((key) => fold(key) === fold(name));
  return same.findLast((key) => object[key] !== null) ?? same.at(-1) ?? name;
}

/** The value that a plain type cannot take: the value itself, or the first element of a list. */
function strangerIn(
  value: unknown,
  type: Wanted,
): { readonly keys: readonly number[]; readonly wanted: Wanted; readonly value: unknown } | undefined {
  if (type === 'list of strings' && isArray(value)) {
    const index = value.findIndex((item) => item !== null && typeof item !== 'string');
    return index === -1 ? undefined : { keys: [index], wanted: 'string', value: value[index] };
  }
  return fits(value, type) ? undefined : { keys: [], wanted: type, value };
}

function fits(value: unknown, type: Wanted): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value) || typeof value === 'bigint';
    case 'object':
      return isObject(value);
    case 'list':
    case 'list of strings':
    case 'list of objects':
      return isArray(value);
  }
}
