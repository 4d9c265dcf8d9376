import type { ExactSource, Place } from './place.ts';
import type { ProblemCode, Unscoped } from './problem.ts';
import { inspect } from './ruby-inspect.ts';
import { codePoints, isHash, isInteger, isNil, isTruthy } from './ruby-value.ts';

/** Blank for Ruby's `[[:space:]]`. */
const blank = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

const longestDescription = 10_000;

/** Collects the problems under one heading; `subject` is the name Cloud Controller gives a field. */
export class Fields {
  readonly problems: Unscoped[] = [];
  readonly source: ExactSource;

  constructor(source: ExactSource) {
    this.source = source;
  }

  add(code: ProblemCode, place: Place, text: string): void {
    this.problems.push({ code, pointer: place.pointer, text });
  }

  wrongType(place: Place, subject: string, wanted: string, value: unknown): void {
    this.add('type', place, `${subject} must be ${wanted}, but has value ${this.shown(place, value)}`);
  }

  shown(place: Place, value: unknown): string {
    return inspect(this.source.at(place, value));
  }

  requiredString(place: Place, subject: string, value: unknown): void {
    if (isNil(value) || (typeof value === 'string' && blank.test(value))) {
      this.add('required', place, `${subject} is required`);
    } else this.string(place, subject, value);
  }

  string(place: Place, subject: string, value: unknown): void {
    if (!isNil(value) && typeof value !== 'string') this.wrongType(place, subject, 'a string', value);
  }

  description(place: Place, subject: string, value: unknown): void {
    this.requiredString(place, subject, value);
    if (rubyLength(value) > longestDescription) {
      this.add('too-long', place, `${subject} may not have more than ${longestDescription} characters`);
    }
  }

  requiredBoolean(place: Place, subject: string, value: unknown): void {
    if (isNil(value)) this.add('required', place, `${subject} is required`);
    else this.boolean(place, subject, value);
  }

  boolean(place: Place, subject: string, value: unknown): void {
    if (!isNil(value) && typeof value !== 'boolean') this.wrongType(place, subject, 'a boolean', value);
  }

  /** Cloud Controller looks at a plan's booleans, hashes and integers only when they are neither null nor false. */
  hashIfTruthy(place: Place, subject: string, value: unknown): void {
    if (isTruthy(value) && !isHash(value)) this.wrongType(place, subject, 'a hash', value);
  }

  integerIfTruthy(place: Place, subject: string, value: unknown): void {
    if (!isTruthy(value)) return;
    const judged = this.source.decisive ? this.source.at(place, value) : value;
    if (!isInteger(judged)) this.wrongType(place, subject, 'an integer', value);
  }

  /** Whether it is one. */
  arrayOfStrings(place: Place, subject: string, value: unknown): value is string[] {
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return true;
    this.wrongType(place, subject, 'an array of strings', value);
    return false;
  }
}

function rubyLength(value: unknown): number {
  if (typeof value === 'string') return value.length > longestDescription ? codePoints(value) : value.length;
  if (Array.isArray(value)) return value.length;
  return isHash(value) ? (value instanceof Map ? value.size : Object.keys(value).length) : 0;
}
