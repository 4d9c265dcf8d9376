import { isArray, isObject, own } from '../engine/json.ts';
import { catalogNode, offeringLabel, planLabel, type Located } from '../engine/nodes.ts';
import type { Place } from '../engine/place.ts';
import { quoted } from '../engine/shown.ts';

/** Something that Cloud Controller's database does not take although its check of the catalog lets it pass. */
export interface DatabaseProblem {
  readonly code: DatabaseProblemCode;
  readonly at: Place;
  /** What the database does, as a sentence without remedy. */
  readonly text: string;
}

export type DatabaseProblemCode =
  | 'plan-name-taken'
  | 'offering-name-ambiguous'
  | 'integer-out-of-range'
  | 'text-unstorable'
  | 'text-too-long-for-mysql'
  | 'schema-too-large-for-mysql';

/** What refuses the registration on every database, or on PostgreSQL; the others depend on the database, or on use. */
export const refusedByDatabase: ReadonlySet<DatabaseProblemCode> = new Set([
  'plan-name-taken',
  'integer-out-of-range',
  'text-unstorable',
]);

/** Range of an Integer column. */
const greatest = 2_147_483_647;
/** Characters of a VARCHAR(255), and bytes of a TEXT, on MySQL. */
const longestText = 255;
const largestSchema = 65_535;

/** Columns of offerings and plans that hold a text as it is; what is kept as JSON is escaped there. */
const columns = ['id', 'name', 'description'] as const;

/** Examines what Cloud Controller stores after its check, in the order of the document. Linear in the size of the catalog. */
export function examineForDatabase(catalog: unknown, at?: Place): readonly DatabaseProblem[] {
  const problems: DatabaseProblem[] = [];
  const { offerings } = catalogNode(catalog, at);
  const labels = new Map<string, Named>();
  for (const offering of offerings) {
    problems.push(...textsOf(offering, () => offeringLabel(offering)));
    const name = nameOf(offering);
    const other = name === undefined ? undefined : labels.get(name.folded);
    if (name !== undefined && other === undefined) labels.set(name.folded, name);
    else if (name !== undefined && other?.written !== name.written) {
      problems.push({
        code: 'offering-name-ambiguous',
        at: offering.at.child('name'),
        text: `the offerings ${quoted(other?.written ?? '')} and ${quoted(name.written)} have one name for whoever looks them up, since case does not count there, and cf create-service finds both`,
      });
    }
    const taken = new Map<string, Named>();
    for (const plan of offering.plans) {
      problems.push(
        ...textsOf(plan, () => planLabel(plan)),
        ...integerOf(plan, () => planLabel(plan)),
        ...schemasOf(plan),
      );
      const own = nameOf(plan);
      const first = own === undefined ? undefined : taken.get(own.folded);
      if (own !== undefined && first === undefined) taken.set(own.folded, own);
      else if (own !== undefined && first?.written !== own.written) {
        problems.push({
          code: 'plan-name-taken',
          at: plan.at.child('name'),
          text: `the plans ${quoted(first?.written ?? '')} and ${quoted(own.written)} of ${offeringLabel(offering)} have one name in the database, where neither case nor blanks at the ends count`,
        });
      }
    }
  }
  return problems;
}

interface Named {
  readonly written: string;
  readonly folded: string;
}

/** A name as it is written, and as the database compares it. */
function nameOf({ value }: Located): Named | undefined {
  const written = value['name'];
  return typeof written === 'string' && written.trim() !== ''
    ? { written, folded: written.trim().toLowerCase() }
    : undefined;
}

/** Labels are long to make, and mostly not needed. */
function* textsOf({ value, at }: Located, host: () => string): Iterable<DatabaseProblem> {
  for (const key of columns) {
    const text = value[key];
    if (typeof text !== 'string') continue;
    const odd = unstorableIn(text);
    if (odd !== undefined) {
      yield {
        code: 'text-unstorable',
        at: at.child(key),
        text: `"${key}" of ${host()} holds ${odd}, which PostgreSQL does not store`,
      };
    }
    if (key !== 'description' && text.length > longestText && Array.from(text).length > longestText) {
      yield {
        code: 'text-too-long-for-mysql',
        at: at.child(key),
        text: `"${key}" of ${host()} has ${Array.from(text).length} characters, and a foundation on MySQL takes ${longestText}; PostgreSQL takes it`,
      };
    }
  }
}

/** The first character of a text that PostgreSQL does not store, in words. */
export function unstorableIn(text: string): string | undefined {
  if (text.includes('\u0000')) return 'U+0000';
  const [half] = /\p{Surrogate}/u.exec(text) ?? [];
  return half === undefined
    ? undefined
    : `half of a surrogate pair (U+${half.charCodeAt(0).toString(16).toUpperCase()})`;
}

function* integerOf({ value, at }: Located, host: () => string): Iterable<DatabaseProblem> {
  const seconds = value['maximum_polling_duration'];
  const isWhole = typeof seconds === 'bigint' || (typeof seconds === 'number' && Number.isInteger(seconds));
  if (!isWhole || (seconds <= greatest && seconds >= -greatest - 1)) return;
  yield {
    code: 'integer-out-of-range',
    at: at.child('maximum_polling_duration'),
    text: `"maximum_polling_duration" of ${host()} is ${String(seconds)}, and its column holds 32 bits, at most ${greatest}`,
  };
}

function* schemasOf({ value, at }: Located): Iterable<DatabaseProblem> {
  for (const [object, method] of [
    ['service_instance', 'create'],
    ['service_instance', 'update'],
    ['service_binding', 'create'],
  ] as const) {
    const schemas = value['schemas'];
    const about = isObject(schemas) ? own(schemas, object) : undefined;
    const slot = isObject(about) ? own(about, method) : undefined;
    const parameters = isObject(slot) ? own(slot, 'parameters') : undefined;
    if (!isObject(parameters) && !isArray(parameters)) continue;
    const bytes = sizeOf(parameters);
    if (bytes <= largestSchema) continue;
    yield {
      code: 'schema-too-large-for-mysql',
      at: at.child('schemas').child(object).child(method).child('parameters'),
      text: `the schema has ${bytes} bytes in UTF-8, and a foundation on MySQL takes ${largestSchema}; Cloud Controller itself counts 64 kB of characters`,
    };
  }
}

/** Bytes of a value as JSON; 0 for one that cannot be written. */
function sizeOf(value: unknown): number {
  try {
    const text = JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'bigint' ? Number(part) : part,
    );
    return text.length * 3 <= largestSchema ? 0 : new TextEncoder().encode(text).length;
  } catch {
    return 0; // nested too deeply, which is another rule's matter
  }
}
