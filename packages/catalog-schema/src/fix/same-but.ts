import { isArray, isObject } from '../engine/json.ts';
import type { Place } from '../engine/place.ts';

/** What a mend does to the value of the document: a key of the object at `host` is renamed, set, removed, or moved into `metadata`. */
export type Meaning =
  | { readonly kind: 'rename'; readonly host: Place; readonly key: string; readonly right: string }
  | { readonly kind: 'set'; readonly host: Place; readonly key: string; readonly value: unknown }
  | { readonly kind: 'move'; readonly host: Place; readonly key: string }
  | { readonly kind: 'remove'; readonly host: Place; readonly key: string };

type Mutable = Record<string, unknown>;

/** True when a document became exactly what some mends make of it: the safeguard against a layout that was misread. */
export function sameBut(
  before: unknown,
  after: unknown,
  mends: readonly { readonly meanings: readonly Meaning[] }[],
): boolean {
  const wanted = copy(before, new Map());
  const steps = mends.flatMap(({ meanings }) =>
    meanings.map((meaning) => ({ meaning, host: at(wanted, meaning.host) })),
  );
  for (const { meaning, host } of steps) {
    if (host === undefined) return false;
    perform(meaning, host);
  }
  return same(wanted, after);
}

function perform(meaning: Meaning, host: Mutable): void {
  const { key } = meaning;
  switch (meaning.kind) {
    case 'rename':
      define(host, meaning.right, host[key]);
      Reflect.deleteProperty(host, key);
      return;
    case 'set':
      define(host, key, meaning.value);
      return;
    case 'remove':
      Reflect.deleteProperty(host, key);
      return;
    case 'move': {
      if (!Object.hasOwn(host, 'metadata')) define(host, 'metadata', {});
      const metadata = host['metadata'];
      if (isMutable(metadata)) define(metadata, key, host[key]);
      Reflect.deleteProperty(host, key);
    }
  }
}

/** Copies a value so that what is shared in it stays shared. */
function copy(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const seen = known.get(value);
  if (seen !== undefined) return seen;
  if (isArray(value)) {
    const list: unknown[] = [];
    known.set(value, list);
    for (const item of value) list.push(copy(item, known));
    return list;
  }
  const object: Mutable = {};
  known.set(value, object);
  for (const [key, item] of Object.entries(value)) define(object, key, copy(item, known));
  return object;
}

/** Sets a property of whatever name, `__proto__` included. */
function define(object: Mutable, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function at(value: unknown, place: Place): Mutable | undefined {
  let found = value;
  for (const key of place.path) {
    found = isArray(found) ? found[Number(key)] : isObject(found) ? found[key] : undefined;
  }
  return isMutable(found) ? found : undefined;
}

function isMutable(value: unknown): value is Mutable {
  return isObject(value);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}
