import { isObject, type JsonObject } from '../engine/json.ts';
import { schemaLabel } from '../engine/nodes.ts';
import { defineRule, type Rule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import type { DoubtKind } from '../schemas/doubts.ts';

const section = 'spec.md#input-parameters-schema-object';
const $schema = 'http://json-schema.org/draft-04/schema#';

function withProperty(size: JsonObject, more: JsonObject = {}): JsonObject {
  const parameters = { $schema, type: 'object', properties: { size }, ...more };
  return withPlan({ schemas: { service_instance: { create: { parameters } } } });
}

interface Doubtful {
  readonly id: string;
  readonly kinds: readonly DoubtKind[];
  readonly summary: string;
  readonly bad: readonly [JsonObject, ...JsonObject[]];
  readonly good: JsonObject;
  /** Some of it is only told. */
  readonly hints?: boolean;
}

const rows: readonly Doubtful[] = [
  {
    id: 'parameters-schema-keywords-spelt-right',
    kinds: ['keyword'],
    summary: 'Keywords of a parameters schema are spelt as JSON Schema spells them.',
    good: withProperty({ type: 'integer', minimum: 1, 'x-unit': 'GB' }),
    bad: [withProperty({ type: 'integer' }, { additionalproperties: false })],
  },
  {
    id: 'parameters-schema-keywords-of-draft',
    kinds: ['ignored'],
    summary: 'A parameters schema keeps to the keywords of the draft that it declares: others are ignored.',
    good: withProperty({ enum: ['small'] }),
    bad: [withProperty({ const: 'small' })],
  },
  {
    id: 'parameters-schema-keywords-effective',
    kinds: ['idle'],
    summary: 'Keywords of a parameters schema say something about values of its type.',
    good: withProperty({ type: 'string', maxLength: 10 }),
    bad: [withProperty({ type: 'integer', maxLength: 10 })],
  },
  {
    id: 'parameters-schema-bounds-ordered',
    kinds: ['bounds'],
    summary: 'The bounds of a parameter leave a value between them.',
    good: withProperty({ type: 'integer', minimum: 1, maximum: 1 }),
    bad: [withProperty({ type: 'integer', minimum: 10, maximum: 1 })],
  },
  {
    id: 'parameters-schema-required-defined',
    kinds: ['required'],
    summary: 'Required parameters are among those that are defined.',
    good: withProperty({ type: 'integer' }, { required: ['size'], additionalProperties: false }),
    bad: [withProperty({ type: 'integer' }, { required: ['sise'], additionalProperties: false })],
  },
  {
    id: 'parameters-schema-values-valid',
    kinds: ['default', 'enum-value'],
    summary: 'The default of a parameter, and each value of its enumeration, is allowed by its own schema.',
    good: withProperty({ type: 'integer', default: 3, enum: [1, 3] }),
    bad: [withProperty({ type: 'integer', default: '3' }), withProperty({ type: 'integer', enum: ['1', 2] })],
  },
  {
    id: 'parameters-schema-enum-distinct',
    kinds: ['enum-twice'],
    summary: 'An enumeration lists each value once.',
    good: withProperty({ enum: ['a', 'A'] }),
    bad: [withProperty({ enum: ['a', 'a'] }, { $schema: 'http://json-schema.org/draft-07/schema#' })],
  },
  {
    id: 'parameters-schema-formats-known',
    kinds: ['format'],
    summary: 'The formats of parameters are those that JSON Schema or OpenAPI define.',
    good: withProperty({ type: 'string', format: 'date-time' }),
    bad: [
      withProperty({ type: 'string', format: 'datetime' }),
      withProperty({ type: 'string', format: 'semver' }),
    ],
    hints: true,
  },
];

function told({ schema, what }: { schema: string; what: string }): string {
  return `In ${schema}: ${what}`;
}

function senseRule({ id, kinds, summary, good, bad, hints = false }: Doubtful): Rule {
  const [first, ...others] = bad;
  return defineRule({
    ...{ id, advice: section, since: '2.13', summary },
    messages: { doubt: told, ...(hints && { hint: told }) },
    notes: ['hint'],
    examples: { good, bad: first, alsoBad: others },
    parameters(node, found, { schemas }) {
      if (!isObject(node.value)) return;
      for (const { kind, path, isKey, isHint, what } of schemas.examine(node.value).doubts) {
        if (!kinds.includes(kind)) continue;
        const holder = node.at.descend(path.slice(0, -1));
        const key = path.at(-1) ?? '';
        const at = isKey === true ? holder.keyOf(String(key)) : holder.child(key);
        found[isHint === true ? 'hint' : 'doubt']?.(at, { schema: schemaLabel(node), what });
      }
    },
  });
}

/** What a schema of parameters is allowed to say and cannot mean; each a warning. */
export const parametersSchemaSense: readonly Rule[] = rows.map(senseRule);
