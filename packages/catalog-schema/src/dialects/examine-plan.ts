import { examineSchemas } from './examine-schemas.ts';
import { Fields } from './fields.ts';
import { InternalError } from './internal-error.ts';
import type { ExactSource, Place } from './place.ts';
import type { Unscoped } from './problem.ts';
import { inspect, interpolate } from './ruby-inspect.ts';
import { jsonLength } from './ruby-json.ts';
import { isHash, isNil, isTruthy, keysOf, member, type Hash } from './ruby-value.ts';

/** The problems of one plan; `heading` is its name as Cloud Controller prints it. */
export interface PlanExamination {
  readonly index: number;
  readonly heading: string;
  readonly problems: readonly Unscoped[];
  readonly schemas: readonly Unscoped[];
}

/**
 * A member of a plan or of its maintenance_info. Ruby's `"text"['key']` answers `'key'` when the text contains it,
 * and other scalars fail.
 */
export function rubyMember(value: unknown, key: string, place: Place): unknown {
  if (isHash(value)) return member(value, key);
  if (typeof value === 'string') return value.includes(key) ? key : undefined;
  throw new InternalError(
    place,
    `it reads "${key}" of ${Array.isArray(value) ? 'an array' : inspect(value)}`,
  );
}

/** Examines one plan that is an object. */
export function examinePlan(
  plan: unknown,
  index: number,
  place: Place,
  source: ExactSource,
): PlanExamination | undefined {
  const fields = new Fields(source);
  const read = (key: string) => rubyMember(plan, key, place);
  const free = read('free');
  fields.requiredString(place.child('id'), 'Plan id', read('id'));
  fields.requiredString(place.child('name'), 'Plan name', read('name'));
  fields.description(place.child('description'), 'Plan description', read('description'));
  fields.hashIfTruthy(place.child('metadata'), 'Plan metadata', read('metadata'));
  if (isTruthy(free)) fields.boolean(place.child('free'), 'Plan free', free);
  for (const [key, subject] of planBooleans) {
    if (isTruthy(read(key))) fields.boolean(place.child(key), subject, read(key));
  }
  fields.integerIfTruthy(
    place.child('maximum_polling_duration'),
    'Maximum polling duration',
    read('maximum_polling_duration'),
  );
  fields.hashIfTruthy(place.child('schemas'), 'Plan schemas', read('schemas'));
  if (isTruthy(read('maintenance_info'))) {
    maintenanceInfo(fields, place.child('maintenance_info'), read('maintenance_info'));
  }
  const schemas = read('schemas');
  const schemaProblems = isHash(schemas) ? examineSchemas(schemas, place.child('schemas'), source) : [];
  if (fields.problems.length === 0 && schemaProblems.length === 0) return undefined;
  return {
    index,
    heading: interpolate(source.at(place.child('name'), read('name'))),
    problems: fields.problems,
    schemas: schemaProblems,
  };
}

const planBooleans = [
  ['bindable', 'Plan bindable'],
  ['plan_updateable', 'Plan updateable'],
] as const;

const longestMaintenanceInfo = 2000;
const allowedKeys = new Set(['version', 'description']);

function maintenanceInfo(fields: Fields, place: Place, value: unknown): void {
  const subject = 'Maintenance info';
  fields.hashIfTruthy(place, subject, value);
  const version = rubyMember(value, 'version', place);
  fields.requiredString(place.child('version'), `${subject} version`, version);
  if (!isSemanticVersion(version)) {
    fields.wrongType(place.child('version'), `${subject} version`, 'a Semantic Version', version);
  }
  fields.string(
    place.child('description'),
    `${subject} description`,
    rubyMember(value, 'description', place),
  );
  const length = writtenLength(fields, place, value);
  if (length === 'too-deep')
    throw new InternalError(place, 'it cannot write so deeply nested a value as JSON');
  if (length > longestMaintenanceInfo) {
    const limit = `must serialize to ${longestMaintenanceInfo} characters or fewer in JSON`;
    fields.add('too-long', place, `${subject} ${limit}, but serializes to ${length} characters`);
  }
  if (isHash(value)) unknownKeys(fields, place, subject, value);
}

/** Only where the limit is near does it matter whether a number was written `1` or `1.0`. */
function writtenLength({ source }: Fields, place: Place, value: unknown): number | 'too-deep' {
  const length = jsonLength(value);
  return length === 'too-deep' || length < longestMaintenanceInfo / 2
    ? length
    : jsonLength(source.at(place, value));
}

function unknownKeys(fields: Fields, place: Place, subject: string, value: Hash): void {
  const others = (hash: Hash) => [...keysOf(hash)].filter((key) => !allowedKeys.has(key));
  if (others(value).length === 0) return;
  const exact = fields.source.at(place, value);
  const unknown = others(isHash(exact) ? exact : value);
  const [first] = unknown;
  if (first === undefined) return;
  fields.add('unknown-key', place.child(first), `${subject} contains invalid key(s): ${unknown.join(', ')}`);
}

const identifier = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const semanticVersion = new RegExp(
  `^(?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*)){2}(?:-${identifier}(?:\\.${identifier})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/** One line that is a version is enough for Cloud Controller, whose pattern is anchored at lines. */
function isSemanticVersion(value: unknown): boolean {
  if (isNil(value)) return false;
  return interpolate(value)
    .split('\n')
    .some((line) => semanticVersion.test(line));
}
