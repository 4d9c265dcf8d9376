import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';

import type { Place } from '../engine/place.ts';
import type { Range } from './json-locate.ts';

/** A YAML document that was read, or why it could not be. */
export type YamlReading =
  | {
      readonly kind: 'read';
      readonly documents: readonly YamlDocument[];
      readonly problems: readonly YamlProblem[];
    }
  | { readonly kind: 'refused'; readonly message: string; readonly offset: number };

export interface YamlDocument {
  readonly value: unknown;
  readonly document: Document;
}

/** Something that the value no longer shows. */
export interface YamlProblem {
  readonly kind: 'duplicate-key' | 'old-boolean';
  readonly text: string;
  readonly range: Range;
}

/** The boolean fields of a catalog, in every spelling that configurations use. */
const booleanKeys =
  /^(bindable|free|shareable|(plan|instances|bindings|binding)[-_]?(updateable|updatable|retrievable|rotatable)|allow[-_]?context[-_]?updates)$/i;

/** Reads YAML 1.2 with merge keys. `yes` and `no` on boolean fields are read as YAML 1.1 parsers read them, and reported. */
export function readYaml(text: string): YamlReading {
  try {
    const parsed = parseAllDocuments(text, { merge: true, logLevel: 'silent', uniqueKeys: false });
    const documents = Array.isArray(parsed) ? (parsed as Document[]) : []; // an empty stream is an object of its own kind
    const problems: YamlProblem[] = [];
    const read: YamlDocument[] = [];
    for (const document of documents) {
      const [error] = document.errors;
      if (error !== undefined)
        return { kind: 'refused', message: firstLine(error.message), offset: error.pos[0] };
      problems.push(...examine(document));
      read.push({ document, value: document.toJS({ maxAliasCount: 100 }) as unknown });
    }
    return { kind: 'read', documents: read, problems };
  } catch (error) {
    return { kind: 'refused', message: reason(error), offset: 0 };
  }
}

function examine(document: Document): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key) || isMergeKey(key.value)) continue;
        const text = String(key.value);
        if (seen.has(text)) problems.push({ kind: 'duplicate-key', text, range: rangeOfNode(key) });
        seen.add(text);
      }
    },
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || value.type !== 'PLAIN') return;
      if (typeof value.value !== 'string' || !booleanKeys.test(String(key.value))) return;
      const text = value.value;
      if (!/^(yes|no|on|off)$/i.test(text)) return;
      value.value = /^(yes|on)$/i.test(text);
      problems.push({ kind: 'old-boolean', text, range: rangeOfNode(value) });
    },
  });
  return problems;
}

/** The range of a place; that of its nearest ancestor where the document does not have it. */
export function locateInYaml(document: Document, place: Place): Range {
  let node: Node | null = document.contents;
  let range: Range = node === null ? { offset: 0, length: 0 } : rangeOfNode(node);
  for (const key of place.path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const pair: Pair | undefined = isMap(node) ? findPair(document, node.items, String(key)) : undefined;
    const next: unknown = isSeq(node) ? node.items[Number(key)] : pair?.value;
    if (pair !== undefined && isScalar(pair.key) && (next === null || place.isKey))
      range = rangeOfNode(pair.key);
    if (!isNode(next)) break;
    node = next;
    range = rangeOfNode(node);
    if (place.isKey && place.key === key && isScalar(pair?.key)) range = rangeOfNode(pair.key);
  }
  return range;
}

function findPair(document: Document, items: readonly Pair[], key: string): Pair | undefined {
  const found = items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (found !== undefined) return found;
  for (const pair of items) {
    if (!isScalar(pair.key) || !isMergeKey(pair.key.value)) continue;
    const merged: unknown = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
    const sources: readonly unknown[] = isSeq(merged) ? merged.items : [merged];
    for (const source of sources) {
      const map = isAlias(source) ? source.resolve(document) : source;
      const inherited = isMap(map) ? findPair(document, map.items, key) : undefined;
      if (inherited !== undefined) return inherited;
    }
  }
  return undefined;
}

/** The parser turns a merge key into a symbol, lest it be taken for a key of that name. */
function isMergeKey(key: unknown): boolean {
  return key === '<<' || (typeof key === 'symbol' && key.description === '<<');
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

/** The stretch of a node. */
export function rangeOfNode(node: Node): Range {
  const [start, end] = node.range ?? [0, 0];
  return { offset: start, length: Math.max(0, end - start) };
}

function firstLine(message: string): string {
  if (message.includes('call stack')) return 'it is nested too deeply';
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  if (error instanceof ReferenceError) return firstLine(error.message);
  return error instanceof Error ? firstLine(error.message) : 'it cannot be read';
}
