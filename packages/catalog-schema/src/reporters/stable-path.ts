import { isArray, isObject, own } from '../engine/json.ts';
import { formatPointer, parsePointer } from '../engine/place.ts';

/**
 * A place by the names of its offering and plan in place of their positions, so that it stays the same when others are
 * added before it. `pointer` points into the document, whatever form that has; `catalog` is the wire form.
 */
export function stablePath(pointer: string, catalog: unknown): readonly string[] {
  const services = isObject(catalog) ? own(catalog, 'services') : undefined;
  const path: string[] = [];
  let offering: unknown;
  let plan: unknown;
  let before: string | undefined;
  for (const key of parsePointer(pointer)) {
    let part = key;
    if (/^\d+$/.test(key)) {
      if (before === 'plans' && plan === undefined) {
        offering ??= at(services, 0); // a document that is a single offering
        plan = at(isObject(offering) ? own(offering, 'plans') : undefined, Number(key));
        part = nameOf(plan) ?? key;
      } else if (offering === undefined) {
        offering = at(services, Number(key));
        part = nameOf(offering) ?? key;
      }
    }
    path.push(part);
    before = key;
  }
  return path;
}

function at(list: unknown, index: number): unknown {
  return isArray(list) ? list[index] : undefined;
}

function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return [own(value, 'name'), own(value, 'id')].find((label) => typeof label === 'string' && label !== '') as
    string | undefined; // `find` has just looked at the type
}

/** A place by the names of its offering and plan, as a JSON Pointer that stays the same when others are added before it. */
export function placeByNames(pointer: string, catalog: unknown): string {
  return formatPointer(stablePath(pointer, catalog));
}
