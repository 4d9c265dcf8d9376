import { isJsonObject } from '../json.ts';
import { type Check, type Field, inside, shown, wrongType, wrongValue } from './field.ts';
import { nearest } from './nearest.ts';

/** The fields that an object may have, each with its check. */
export type Fields = Readonly<Record<string, Check>>;

/** A check that passes over what is not set. */
export const optional =
  (check: Check): Check =>
  (value, field) => {
    if (value !== undefined) check(value, field);
  };

/** A string that is not empty. */
export const text =
  (remedy: string): Check =>
  (value, field) => {
    if (typeof value !== 'string') wrongType(field, value, remedy);
    if (value === '') wrongValue(field, `is empty. ${remedy}`);
  };

/** Blanks, control characters, quotes, and what shells take for something else. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const untypable = /[\s\u0000-\u001f\u007f"'`$&|;<>()[\]{}*?!\\]/u;

/**
 * A name that users can type as it stands. Other characters than letters, digits, dots and hyphens are only advised
 * against (spec.md#service-offering-object), so that those which can be typed pass.
 */
export const name: Check = (value, field) => {
  const remedy = 'Write letters, digits, dots and hyphens; metadata.displayName takes any text.';
  text(remedy)(value, field);
  const found = typeof value === 'string' ? untypable.exec(value)?.[0] : undefined;
  if (found !== undefined) {
    wrongValue(
      field,
      `is ${shown(value)}, which cannot be typed as it is because of ${shown(found)}. ${remedy}`,
    );
  }
};

export const flag: Check = (value, field) => {
  if (typeof value !== 'boolean') wrongType(field, value, 'Write true or false.');
};

/** A handler or a step. */
export const handler: Check = (value, field) => {
  if (typeof value !== 'function') wrongType(field, value, 'Write a function.');
};

/** An array of which each element passes a check. */
export const arrayOf =
  (check: Check, what: string): Check =>
  (value, field) => {
    if (!Array.isArray(value)) wrongType(field, value, `Write an array of ${what}.`);
    for (const [index, element] of value.entries()) check(element, inside(field, index));
  };

/** A string out of a closed set. */
export const oneOf =
  (known: readonly string[]): Check =>
  (value, field) => {
    const remedy = `Write one of ${quotedList(known)}.`;
    if (typeof value !== 'string') wrongType(field, value, remedy);
    if (!known.includes(value)) wrongValue(field, `is ${shown(value)}, which is not known. ${remedy}`);
  };

/** An object whose values, whatever their keys, pass a check. */
export const recordOf =
  (check: Check, what: string): Check =>
  (value, field) => {
    if (!isJsonObject(value)) wrongType(field, value, `Write an object of ${what}.`);
    for (const [key, each] of Object.entries(value)) check(each, inside(field, key));
  };

/** An object with these fields and no others. */
export const objectOf =
  (fields: Fields, extension: 'closed' | 'open' = 'closed'): Check =>
  (value, field) => {
    if (!isJsonObject(value)) {
      wrongType(field, value, `Write an object with ${quotedList(Object.keys(fields))}.`);
    }
    if (extension === 'closed') refuseUnknown(value, fields, field);
    for (const [key, check] of Object.entries(fields)) check(value[key], inside(field, key));
  };

function refuseUnknown(value: Readonly<Record<string, unknown>>, fields: Fields, field: Field): void {
  const known = Object.keys(fields);
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined || Object.hasOwn(fields, key)) continue;
    const meant = nearest(key, known);
    const remedy = meant === undefined ? `The known ones are ${quotedList(known)}.` : `Write "${meant}".`;
    wrongValue(inside(field, key), `is not a known field. ${remedy}`);
  }
}

function quotedList(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(', ');
}
