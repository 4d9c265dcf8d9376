import { isObject, own, type JsonObject } from '../engine/json.ts';
import { formats, withoutAnnotations } from './annotations.ts';
import { quoted, type Found } from './difference.ts';
import { compareByValues, type Comparison } from './narrowing.ts';
import { same, type Both, type Located } from './side.ts';

/** Where parameter schemas stand in a plan, and what they are for. */
const schemaPlaces = [
  [['schemas', 'service_instance', 'create', 'parameters'], 'creating an instance'],
  [['schemas', 'service_instance', 'update', 'parameters'], 'updating an instance'],
  [['schemas', 'service_binding', 'create', 'parameters'], 'binding'],
] as const;

/** Compares the parameter schemas of plans; each distinct pair once, however many plans share it. */
export class SchemaComparer {
  readonly #known = new Map<string, Comparison>();
  #left: number;

  constructor(pairs: number) {
    this.#left = pairs;
  }

  compare(both: Both, where: string): Found[] {
    return schemaPlaces.flatMap(([path, purpose]) => {
      const before = schemaAt(both.old, path);
      const now = schemaAt(both.new, path);
      const pointers = {
        ...(before !== undefined && { oldPointer: both.old.at.descend(path).pointer }),
        ...(now !== undefined && { newPointer: both.new.at.descend(path).pointer }),
      };
      const what = `${where}: the schema of the parameters for ${purpose}`;
      if (before === undefined && now === undefined) return [];
      if (now === undefined) {
        const message = `${what} is gone. Parameters are no longer described, and none is refused for it.`;
        return [{ kind: 'schema-removed', impact: 'safe', ...pointers, message }];
      }
      if (before === undefined) return [this.#added(now, what, pointers)];
      if (same(before, now)) return [];
      if (isComparable(before) && isComparable(now)) return this.#changed(before, now, what, pointers);
      const message = `${what} changes, and is too large or too deep to be compared. Compare it yourself.`;
      return [{ kind: 'schema-changed', impact: 'risky', ...pointers, message }];
    });
  }

  #added(schema: JsonObject, what: string, pointers: Pointers): Found {
    const comparison = isComparable(schema) ? this.#judge({}, schema) : undefined;
    const start = `${what} is new. Parameters that were not checked before are refused where the platform checks them`;
    const advice = 'Make sure that it accepts what is in use.';
    if (comparison?.kind !== 'narrowed') {
      return { kind: 'schema-added', impact: 'risky', ...pointers, message: `${start}. ${advice}` };
    }
    const [first] = comparison.narrowings;
    const message = `${start}, such as ${quoted(first?.example)}. ${advice}`;
    return {
      kind: 'schema-added',
      impact: 'risky',
      ...pointers,
      message,
      example: { value: first?.example },
    };
  }

  #changed(before: JsonObject, now: JsonObject, what: string, pointers: Pointers): Found[] {
    const changed = { kind: 'schema-changed', ...pointers } as const;
    if (same(withoutAnnotations(before), withoutAnnotations(now))) {
      return [
        { ...changed, impact: 'safe', message: `${what} changes in words only; it accepts the same values.` },
      ];
    }
    const found = this.#shown(before, now, what, pointers);
    const known = new Set(formats(before));
    const added = formats(now).filter((format) => !known.has(format));
    if (added.length === 0) return found;
    const message = `${what} sets another "format" at ${quoted(added, 120)}. Platforms that check formats may refuse values in use. Make sure that those keep to it.`;
    const undecided = ({ kind, impact }: Found) => kind === 'schema-changed' && impact === 'risky';
    return [...found.filter((one) => !undecided(one)), { ...changed, impact: 'risky', message }];
  }

  #shown(before: JsonObject, now: JsonObject, what: string, pointers: Pointers): Found[] {
    const changed = { kind: 'schema-changed', impact: 'risky', ...pointers } as const;
    const comparison = this.#judge(before, now);
    switch (comparison?.kind) {
      case undefined:
        return [
          {
            ...changed,
            message: `${what} changes, and too many schemas do to try them all. Compare it yourself.`,
          },
        ];
      case 'unusable':
        return [
          {
            ...changed,
            message: `${what} changes, and the ${comparison.which} one cannot be compiled, so they cannot be compared. Run "osb validate" on it.`,
          },
        ];
      case 'undecided':
        return [
          {
            ...changed,
            message: `${what} changes, and none of ${comparison.tried} values tried is accepted by one and refused by the other. Compare it yourself.`,
          },
        ];
      case 'widened': {
        const message = `${what} accepts more, such as ${quoted(comparison.example)}; none of ${comparison.tried} values tried is refused now and was accepted.`;
        return [{ kind: 'schema-widened', impact: 'safe', ...pointers, message }];
      }
      case 'narrowed':
        return comparison.narrowings.map(({ at, reason, example }) => ({
          kind: 'schema-narrowed',
          impact: 'breaking',
          ...pointers,
          newPointer: `${pointers.newPointer ?? ''}${at}`,
          message:
            `${what} refuses ${quoted(example, 160)} now, which it accepted: "${reason}". Requests that send such ` +
            'parameters fail. Keep accepting them, or offer the new parameters in a new plan.',
          example: { value: example },
        }));
    }
  }

  #judge(before: JsonObject, now: JsonObject): Comparison | undefined {
    const key = `${JSON.stringify(before)}\n${JSON.stringify(now)}`;
    const known = this.#known.get(key);
    if (known !== undefined || this.#left <= 0) return known;
    this.#left--;
    const comparison = compareByValues(before, now);
    this.#known.set(key, comparison);
    return comparison;
  }
}

const deepest = 200;
const mostValues = 20_000;

/** Schemas beyond these bounds are beyond what a platform takes, too. */
function isComparable(schema: JsonObject): boolean {
  const pending: [value: unknown, depth: number][] = [[schema, 0]];
  let values = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, depth] = next;
    if (++values > mostValues || depth > deepest) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) pending.push([inner, depth + 1]);
  }
  return true;
}

type Pointers = Pick<Found, 'oldPointer' | 'newPointer'>;

function schemaAt(plan: Located, path: readonly string[]): JsonObject | undefined {
  let value: unknown = plan.value;
  for (const key of path) value = isObject(value) ? own(value, key) : undefined;
  return isObject(value) ? value : undefined;
}
