import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Expect } from '../engine/expect.ts';
import { brief, isObject } from '../engine/json.ts';
import type { Weight } from '../engine/signals.ts';

/** Where a field is judged. */
export interface Place {
  readonly expect: Expect;
  readonly answer: Answer;
  readonly about: RequirementId;
}

/** The JSON types that fields have. */
export type FieldType = 'string' | 'boolean' | 'object' | 'array';

/**
 * An optional field that is present has its type. Absence is legal; null is a warning (HC-43) unless `onNull` says
 * otherwise. Returns true when the field is there and of its type.
 */
export function optionalField(
  place: Place,
  holder: unknown,
  name: string,
  type: FieldType,
  onNull: Weight | 'legal' = 'warning',
): boolean {
  if (!isObject(holder) || !Object.hasOwn(holder, name)) return false;
  const value = holder[name];
  if (value === null && onNull === 'legal') return false;
  place.expect.that(isOfType(value, type), {
    about: place.about,
    answer: place.answer,
    expected: `"${name}" to be ${article(type)}${onNull === 'legal' ? ' or null' : ', or no such field'}`,
    actual: `"${name}": ${brief(value)}`,
    because: `the field has the type ${type} where it is present`,
    ...(value === null && onNull !== 'legal' ? { weight: onNull } : {}),
  });
  return isOfType(value, type);
}

/** A required field is present and of its type. */
export function requiredField(place: Place, holder: unknown, name: string, type: FieldType): boolean {
  const value = isObject(holder) ? holder[name] : undefined;
  return place.expect.that(isOfType(value, type), {
    about: place.about,
    answer: place.answer,
    expected: `"${name}" to be ${article(type)}`,
    actual: value === undefined ? `no "${name}"` : `"${name}": ${brief(value)}`,
    because: `"${name}" is required`,
  });
}

/** True when the value has the type. */
export function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}

/** True for an absolute URI. */
export function isAbsoluteUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text);
}

/** Number of characters, not of UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

function article(type: FieldType): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
