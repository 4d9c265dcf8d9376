import { Fields } from './fields.ts';
import { InternalError } from './internal-error.ts';
import { metaschemaProblems } from './metaschema.ts';
import type { ExactSource, Place } from './place.ts';
import type { Unscoped } from './problem.ts';
import { jsonLength } from './ruby-json.ts';
import { isHash, isTruthy, member, type Hash } from './ruby-value.ts';
import { restrictionProblem } from './schema-restrictions.ts';

const largestSchema = 65_536;

/** The problems of a plan's `schemas`, the deepest level first as Cloud Controller prints them. */
export function examineSchemas(schemas: Hash, place: Place, source: ExactSource): Unscoped[] {
  const own = new Fields(source);
  const nested: Unscoped[] = [];
  for (const [parent, actions] of schemaActions) {
    const value = member(schemas, parent);
    if (!isTruthy(value)) continue;
    const at = place.child(parent);
    own.hashIfTruthy(at, `Schemas ${parent}`, value);
    if (isHash(value)) nested.push(...examineActions(value, parent, actions, at, source));
  }
  return [...nested, ...own.problems];
}

const schemaActions = [
  ['service_instance', ['create', 'update']],
  ['service_binding', ['create']],
] as const;

function examineActions(
  value: Hash,
  parent: string,
  actions: readonly string[],
  place: Place,
  source: ExactSource,
): Unscoped[] {
  const own = new Fields(source);
  const nested: Unscoped[] = [];
  for (const action of actions) {
    const holder = member(value, action);
    const at = place.child(action);
    own.hashIfTruthy(at, `Schemas ${parent}.${action}`, holder);
    if (!isHash(holder)) continue;
    const parameters = member(holder, 'parameters');
    const fields = new Fields(source);
    const path = `${parent}.${action}.parameters`;
    fields.hashIfTruthy(at.child('parameters'), `Schemas ${path}`, parameters);
    if (isHash(parameters)) examineSchema(parameters, path, at.child('parameters'), fields);
    nested.push(...fields.problems);
  }
  return [...nested, ...own.problems];
}

function examineSchema(schema: Hash, path: string, place: Place, fields: Fields): void {
  const exact = fields.source.decisive ? fields.source.at(place, schema) : schema;
  const said = schemaProblems(isHash(exact) ? exact : schema, place, fields.source);
  if (said.length === 0) return;
  // Only the text knows 1.0 from 1 and the order of keys, so what is said is said of the text.
  const written = fields.source.at(place, schema);
  for (const problem of schemaProblems(isHash(written) ? written : schema, place, fields.source)) {
    fields.problems.push({ ...problem, text: `Schema ${path} is not valid. ${problem.text}` });
  }
}

function schemaProblems(schema: Hash, place: Place, { draft06 }: ExactSource): Unscoped[] {
  const { pointer } = place;
  const length = jsonLength(schema);
  if (length === 'too-deep')
    throw new InternalError(place, 'it cannot write so deeply nested a schema as JSON');
  if (length > largestSchema)
    return [{ code: 'schema-too-large', pointer, text: 'Must not be larger than 64KB' }];
  if (!isTruthy(member(schema, '$schema'))) {
    return [
      {
        code: 'schema-undeclared',
        pointer: `${pointer}/$schema`,
        text: 'Schema must have $schema key but was not present',
      },
    ];
  }
  const violations = metaschemaProblems(schema);
  if (violations.length > 0) {
    return violations.map(({ message, at }) => ({
      code: 'schema-nonconforming',
      pointer: pointer + at,
      text: `Must conform to JSON Schema Draft 04 (experimental support for later versions): ${message}`,
    }));
  }
  const restriction = restrictionProblem(schema, place, draft06);
  return restriction === undefined ? [] : [{ ...restriction, pointer: pointer + restriction.pointer }];
}
