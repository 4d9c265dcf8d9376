import { isArray, own, type JsonObject } from '../engine/json.ts';
import { patternSamples } from './pattern-samples.ts';

const longestText = 5000;

/** Values without members that stand at and beyond the bounds that any of the schemas sets. */
export function leafValues(schemas: readonly JsonObject[]): unknown[] {
  return [
    ...schemas.flatMap(namedValues),
    ...schemas.flatMap(texts),
    ...schemas.flatMap(numbers),
    'a',
    1,
    true,
    false,
    0,
    -1,
    1.5,
    1000,
    '',
    'Ab-1_c.2',
    'a b',
    null,
    [],
    {},
  ];
}

function namedValues(schema: JsonObject): unknown[] {
  const lists = ['enum', 'examples'].flatMap((key) => {
    const list = own(schema, key);
    return isArray(list) ? list.slice(0, 40) : [];
  });
  const singles = ['const', 'default', 'example'].flatMap((key) =>
    Object.hasOwn(schema, key) ? [own(schema, key)] : [],
  );
  return [...singles, ...lists];
}

function texts(schema: JsonObject): string[] {
  const pattern = own(schema, 'pattern');
  const samples = typeof pattern === 'string' ? patternSamples(pattern) : [];
  const lengths = bounds(schema, ['minLength', 'maxLength'])
    .flatMap((bound) => [bound, bound - 1, bound + 1])
    .filter((length) => Number.isInteger(length) && length >= 0 && length <= longestText);
  return [
    ...samples,
    ...[...new Set(lengths)].flatMap((length) => {
      const [first] = samples;
      const plain = 'a'.repeat(length);
      return first === undefined || first === '' ? [plain] : [plain, first.repeat(length).slice(0, length)];
    }),
  ];
}

function numbers(schema: JsonObject): number[] {
  const limits = bounds(schema, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);
  const [step] = bounds(schema, ['multipleOf']);
  const near = limits.flatMap((limit) => [limit, limit + 1, limit - 1, limit + 0.5, limit - 0.5]);
  if (step === undefined || step <= 0) return near;
  const multiples = limits.flatMap((limit) => {
    const factor = Math.floor(limit / step);
    return [factor * step, (factor + 1) * step, (factor - 1) * step];
  });
  return [...near, ...multiples, step, 2 * step, 3 * step, step / 2];
}

function bounds(schema: JsonObject, keys: readonly string[]): number[] {
  return keys
    .map((key) => own(schema, key))
    .filter((bound) => typeof bound === 'number' && Number.isFinite(bound)) as number[];
}
