import { type Check, type Field, inside, wrongType, wrongValue } from './field.ts';

/** An object that JSON can carry, so that the catalog can be sent; fields without a value are left out of it. */
export const jsonObject: Check = (value, field) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrongType(field, value, 'Write an object.');
  }
  refuseOthers(value, field, new Set());
};

/** Goes through a value as `JSON.stringify` does. */
function refuseOthers(value: unknown, field: Field, around: ReadonlySet<unknown>): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    wrongValue(field, `is ${String(value)}, which JSON cannot carry. Write a finite number or null.`);
  }
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    wrongType(field, value, 'JSON cannot carry it: write a string, a number, or leave it out.');
  }
  if (typeof value !== 'object' || value === null || hasOwnJson(value)) return;
  if (around.has(value)) wrongValue(field, 'contains itself, which JSON cannot carry. Write it as a tree.');
  const outer = new Set(around).add(value);
  const entries: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value);
  for (const [key, each] of entries) refuseOthers(each, inside(field, key), outer);
}

/** A date, for example, says itself what it is in JSON. */
function hasOwnJson(value: object): boolean {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
