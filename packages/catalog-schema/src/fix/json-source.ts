import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';

import { lineBreakOf } from './layout.ts';
import type { Source, SourceNode, SourcePair } from './source.ts';

/** Reads JSON, comments and trailing commas included; `undefined` when there is any other error. */
export function readJsonSource(text: string): Source | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (root === undefined || errors.length > 0) return undefined;
  const lineBreak = lineBreakOf(text);
  return {
    text,
    format: 'json',
    lineBreak,
    value: valueOf(text, root),
    root: sourceNode(root),
    aliasesOf: () => [],
  };
}

/** The tolerant parser takes a key `__proto__` for more than a key. */
function valueOf(text: string, root: Node): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return getNodeValue(root) as unknown;
  }
}

function sourceNode(node: Node): SourceNode {
  const stretch = { start: node.offset, end: node.offset + node.length, id: node };
  const children = node.children ?? [];
  if (node.type === 'object')
    return { ...stretch, kind: 'object', flow: true, pairs: children.flatMap(sourcePair) };
  if (node.type === 'array')
    return { ...stretch, kind: 'array', items: children.map((child) => () => sourceNode(child)) };
  return { ...stretch, kind: 'scalar', value: node.value as unknown, plain: true, oldBoolean: false };
}

function sourcePair({ children }: Node): SourcePair[] {
  const [key, value] = children ?? [];
  if (key === undefined || value === undefined) return [];
  return [
    {
      key: String(key.value),
      keyStart: key.offset,
      keyEnd: key.offset + key.length,
      end: value.offset + value.length,
      plain: true,
      node: () => sourceNode(value),
    },
  ];
}
