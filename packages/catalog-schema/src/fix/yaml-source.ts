import { isAlias, isMap, isScalar, isSeq, visit, type Document, type Pair } from 'yaml';

import { findCatalog } from '../input/forms.ts';
import { readYaml } from '../input/yaml-read.ts';
import { isObject } from '../engine/json.ts';
import { Place } from '../engine/place.ts';
import { lineBreakOf } from './layout.ts';
import type { Source, SourceNode, SourcePair } from './source.ts';

/** Reads the YAML document that holds the catalog; `undefined` when the text is no YAML. */
export function readYamlSource(text: string): Source | undefined {
  const reading = readYaml(text);
  if (reading.kind === 'refused') return undefined;
  const documents = reading.documents.filter(({ value }) => value !== null && value !== undefined);
  const chosen =
    documents.find(
      ({ value }) =>
        findCatalog(value).at !== Place.root || (isObject(value) && Object.hasOwn(value, 'services')),
    ) ?? documents[0];
  if (chosen === undefined) return undefined;
  const root = sourceNode(chosen.document.contents);
  const aliases = aliasesIn(chosen.document);
  const aliasesOf = (id: object) => aliases.get(id) ?? [];
  const lineBreak = lineBreakOf(text);
  return { text, format: 'yaml', lineBreak, value: chosen.value, root, aliasesOf };
}

function aliasesIn(document: Document): ReadonlyMap<object, readonly object[]> {
  const aliases = new Map<object, object[]>();
  visit(document, {
    Alias(_, alias) {
      const target = alias.resolve(document);
      if (target === undefined) return;
      const known = aliases.get(target);
      if (known === undefined) aliases.set(target, [alias]);
      else known.push(alias);
    },
  });
  return aliases;
}

function sourceNode(node: unknown): SourceNode {
  if (isMap(node)) {
    const pairs = node.items.flatMap(sourcePair);
    return { kind: 'object', flow: node.flow === true, pairs, ...stretchOf(node) };
  }
  if (isSeq(node)) {
    return { kind: 'array', items: node.items.map((item) => () => sourceNode(item)), ...stretchOf(node) };
  }
  if (isScalar(node)) {
    const plain = node.anchor === undefined && node.tag === undefined;
    const oldBoolean = typeof node.value === 'boolean' && /^(?:yes|no|on|off)$/i.test(node.source ?? '');
    return { kind: 'scalar', value: node.value, plain, oldBoolean, ...stretchOf(node) };
  }
  return { kind: 'alias', ...(isAlias(node) ? stretchOf(node) : { start: 0, end: 0, id: {} }) };
}

function sourcePair({ key, value }: Pair): SourcePair[] {
  if (!isScalar(key)) return [];
  const { start: keyStart, end: keyEnd } = stretchOf(key);
  const name = String(key.value);
  const plain = key.anchor === undefined && key.tag === undefined && name !== '<<';
  const { end } = stretchOf(isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : key);
  return [{ key: name, keyStart, keyEnd, end, plain, node: () => sourceNode(value) }];
}

function stretchOf(node: object & { range?: readonly number[] | null }): {
  start: number;
  end: number;
  id: object;
} {
  const [start = 0, end = 0] = node.range ?? [];
  return { start, end, id: node };
}
