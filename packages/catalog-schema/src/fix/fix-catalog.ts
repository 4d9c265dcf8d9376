import { latestApiVersion, type ApiVersion } from '@osb-kit/spec';

import type { Position } from '../engine/finding.ts';
import { isArray, isObject } from '../engine/json.ts';
import type { Place } from '../engine/place.ts';
import { findCatalog, holdsCatalog } from '../input/forms.ts';
import { Lines } from '../input/lines.ts';
import { manifestKind } from '../input/manifest.ts';
import { readInput, type InputFormat } from '../input/read.ts';
import { applyChanges, inOrder, type TextChange } from './changes.ts';
import { readJsonSource } from './json-source.ts';
import { mendObject, mendSchema, type Mend } from './mend.ts';
import { sameBut } from './same-but.ts';
import type { Source, SourceNode } from './source.ts';
import { walkSource } from './walk.ts';
import { readYamlSource } from './yaml-source.ts';

/** How a catalog is to be mended. */
export interface FixOptions {
  /** The version of the specification; the newest by default. */
  readonly apiVersion?: ApiVersion;
  /** The name of the input, as a file name; its ending decides between JSON and YAML. */
  readonly source?: string;
  readonly format?: InputFormat;
  /** Gives ids to offerings and plans that have none. Not for what is registered already. */
  readonly generateIds?: boolean;
  /** Mends nothing besides; for `generateIds` alone. */
  readonly idsOnly?: boolean;
  /** Makes an id; `crypto.randomUUID` by default. */
  readonly newId?: () => string;
}

/** One thing that was mended. */
export interface FixEdit {
  /** JSON Pointer (RFC 6901) into the document as it was. */
  readonly pointer: string;
  /** In the text as it was; of length 0 where something was added. */
  readonly position: Position;
  /** One sentence on what is different now. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** What of the text changes for it; empty where the change comes with that of another edit. */
  readonly changes: readonly TextChange[];
}

/** A text after mending. */
export interface FixResult {
  readonly text: string;
  /** In the order of the text; empty when there was nothing to mend. */
  readonly edits: readonly FixEdit[];
  /** What makes the new text out of the old one. */
  readonly changes: readonly TextChange[];
  /** Why nothing could be mended, where that is not because nothing is wrong. */
  readonly note?: string;
}

/**
 * Mends what has one right answer: misspelt keys, display metadata outside `metadata`, quoted booleans, numbers and prices,
 * text where a list belongs, nulls where a key may be absent, permissions in other spellings, a missing `$schema`, YAML 1.1
 * booleans, a byte order mark, and missing ids where that is asked for. All other characters
 * stay as they are, comments included; a text that cannot be read comes back unchanged. Never throws for what the text
 * contains, and mending twice is mending once.
 */
export function fixCatalog(text: string, options: FixOptions = {}): FixResult {
  const hasMark = text.startsWith('\ufeff');
  const body = hasMark ? text.slice(1) : text;
  const unchanged: FixResult = { text, edits: [], changes: [] };
  const source = readSource(body, options);
  if (source === undefined) return unchanged;
  if (manifestKind(source.value) !== undefined && !holdsCatalog(source.value)) {
    const note = 'A catalog inside a Kubernetes manifest is not mended. Mend the text in a file of its own.';
    return { ...unchanged, note };
  }
  const mends = mendsIn(source, options);
  const changes = inOrder(mends.flatMap((mend) => mend.changes));
  const fixed = applyChanges(body, changes);
  if (fixed === undefined || !sameBut(source.value, readSource(fixed, options)?.value, mends))
    return unchanged;
  const result = { text: fixed, edits: editsOf(body, mends), changes };
  if (!hasMark) return result;
  return options.idsOnly === true ? withMark(result) : withoutMark(result);
}

function readSource(text: string, { format = 'auto', source }: FixOptions): Source | undefined {
  const reading = readInput(text, { format, source });
  try {
    if (reading.format === 'yaml') return reading.document && readYamlSource(text);
    return reading.text === undefined ? undefined : readJsonSource(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // nested more deeply than the parser can follow
    throw error;
  }
}

function mendsIn(
  source: Source,
  { apiVersion, generateIds = false, idsOnly = false, newId }: FixOptions,
): readonly Mend[] {
  const { at } = findCatalog(source.value);
  const start = follow(source, at);
  if (start === undefined) return [];
  const spring = at.path.join('.') === 'spring.cloud.openservicebroker.catalog';
  const options = {
    version: apiVersion ?? latestApiVersion,
    newId: generateIds ? (newId ?? (() => globalThis.crypto.randomUUID())) : undefined,
    spring,
    idsOnly,
  };
  const mends: Mend[] = [];
  walkSource(source, { ...start, at, role: roleOf(start.value) }, spring, {
    object: (written, names) => mends.push(...mendObject(source, written, names, options)),
    schema: ({ node, value, at: place }) => {
      if (!spring && !idsOnly) mends.push(...mendSchema(source, node, value, place)); // Spring has its own way to write `$schema`
    },
  });
  return mends;
}

function roleOf(value: unknown): 'catalog' | 'offering' | 'offerings' {
  if (isArray(value)) return 'offerings';
  return isObject(value) && isArray(value['plans']) && !Object.hasOwn(value, 'services')
    ? 'offering'
    : 'catalog';
}

/** The node at a place; `undefined` where the way leads through an alias. */
function follow(source: Source, place: Place): { node: SourceNode; value: unknown } | undefined {
  let node: SourceNode | undefined = source.root;
  let { value } = source;
  for (const key of place.path) {
    if (node?.kind !== 'object' || !isObject(value)) return undefined;
    node = node.pairs.findLast((pair) => pair.key === key)?.node();
    value = value[key];
  }
  return node && { node, value };
}

function editsOf(text: string, mends: readonly Mend[]): readonly FixEdit[] {
  const lines = new Lines(text);
  return mends
    .map(({ at, what, start, end, after, changes }) => ({
      pointer: at.pointer,
      position: lines.position(start, end - start),
      what,
      before: text.slice(start, end),
      after,
      changes,
    }))
    .toSorted((a, b) => a.position.offset - b.position.offset);
}

/** Puts the mark back that is not to be mended. */
function withMark({ text, edits, changes }: FixResult): FixResult {
  return { text: `\ufeff${text}`, edits, changes: changes.map(behindMark) };
}

function behindMark(change: TextChange): TextChange {
  return { ...change, offset: change.offset + 1 };
}

/** Positions count from behind the mark, as those of findings do. */
function withoutMark({ text, edits, changes }: FixResult): FixResult {
  const mark: FixEdit = {
    pointer: '',
    position: { line: 1, column: 1, offset: 0, length: 0 },
    what: 'The byte order mark is gone.',
    before: '\ufeff',
    after: '',
    changes: [{ offset: 0, length: 1, content: '' }],
  };
  return { text, edits: [mark, ...edits], changes: [...mark.changes, ...changes.map(behindMark)] };
}
