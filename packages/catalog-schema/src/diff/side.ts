import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { Place } from '../engine/place.ts';

/** An object of a catalog and where it stands. */
export interface Located {
  readonly value: JsonObject;
  readonly at: Place;
}

/** The same object in the old and in the new catalog. */
export interface Both {
  readonly old: Located;
  readonly new: Located;
}

/** The objects of a list; what is not an object is left to the validator. */
function objectsIn({ value, at }: Located, key: string): Located[] {
  const list = own(value, key);
  if (!isArray(list)) return [];
  const place = at.child(key);
  return list.flatMap((item, index) => (isObject(item) ? [{ value: item, at: place.child(index) }] : []));
}

/** The catalog as a whole. */
export function located(catalog: unknown): Located {
  return { value: isObject(catalog) ? catalog : {}, at: Place.root };
}

/** A text member; undefined when it is missing or something else. */
export function textOf({ value }: Located, key: string): string | undefined {
  const text = own(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** A name to show: the name, else the id, else a dash. */
export function nameOf(located: Located): string {
  return textOf(located, 'name') ?? textOf(located, 'id') ?? '-';
}

/** The objects that have an id, by it; the first of those that share one. The validator tells of the others. */
export function byId(parent: Located, key: string): Map<string, Located> {
  const found = new Map<string, Located>();
  for (const item of objectsIn(parent, key)) {
    const id = textOf(item, 'id');
    if (id !== undefined && !found.has(id)) found.set(id, item);
  }
  return found;
}

/** The pointers of a member in both catalogs, each only where the member is there. */
export function pointersOf(both: Both, key: string): { oldPointer?: string; newPointer?: string } {
  return {
    ...(Object.hasOwn(both.old.value, key) && { oldPointer: both.old.at.child(key).pointer }),
    ...(Object.hasOwn(both.new.value, key) && { newPointer: both.new.at.child(key).pointer }),
  };
}

/** Whether two JSON values are equal, whatever the order of members. */
export function same(a: unknown, b: unknown): boolean {
  const pending: [unknown, unknown][] = [[a, b]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [left, right] = pair;
    if (Object.is(left, right) || left === right) continue;
    if (isArray(left) && isArray(right) && left.length === right.length) {
      left.forEach((item, index) => pending.push([item, right[index]]));
    } else if (isObject(left) && isObject(right)) {
      const keys = Object.keys(left);
      if (keys.length !== Object.keys(right).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(right, key)) return false;
        pending.push([left[key], right[key]]);
      }
    } else return false;
  }
  return true;
}

/** Plans of which it is already told what becomes of them, by their pointers in each catalog. */
export interface Adopted {
  readonly old: Set<string>;
  readonly new: Set<string>;
}
