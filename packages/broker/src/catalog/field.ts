/** A field of a definition, as messages name it. */
export interface Field {
  /** Whose field it is: `the plan "small" of the offering "db"`. */
  readonly of: string;
  /** From there: `schemas.provision`; empty for the whole. */
  readonly path: string;
}

/** Throws where a value is not what its field needs. */
export type Check = (value: unknown, field: Field) => void;

/** A field inside another. */
export function inside({ of, path }: Field, key: string | number): Field {
  if (path === '') return { of, path: String(key) };
  return { of, path: typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}` };
}

/** A value is missing or of the wrong type. */
export function wrongType(field: Field, value: unknown, remedy: string): never {
  if (value === undefined && field.path !== '') {
    throw new TypeError(`${sentence(field.of)} has no "${field.path}". ${remedy}`);
  }
  throw new TypeError(`${subject(field)} is ${shown(value)}. ${remedy}`);
}

/** A value has the right type, and cannot be used. `problem` continues the sentence that the field begins. */
export function wrongValue(field: Field, problem: string, options: { cause?: unknown } = {}): never {
  throw new RangeError(`${subject(field)} ${problem}`, options);
}

/** A value as a message quotes it. What is long or may be secret is named by its type. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function subject({ of, path }: Field): string {
  return path === '' ? sentence(of) : `"${path}" of ${of}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
