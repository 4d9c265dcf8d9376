import { isAlias, isMap, isScalar, isSeq, type Document, type Scalar } from 'yaml';

import { Place } from '../engine/place.ts';
import { embeddedIn, secondCatalog, withoutCatalog, type ReadText, type Writing } from './embedded.ts';
import { holdsCatalog } from './forms.ts';
import { inputRules } from './input-rules.ts';
import type { Range } from './json-locate.ts';
import { manifestKind } from './manifest.ts';
import type { WrittenAs } from './offsets.ts';
import {
  duplicateMessage,
  limits,
  refused,
  start,
  tooLarge,
  unboundedValue,
  type InputFinding,
  type Reading,
} from './reading.ts';
import { templateBehind, templateInYaml } from './templates.ts';
import { locateInYaml, rangeOfNode, readYaml, type YamlDocument, type YamlProblem } from './yaml-read.ts';

/** Reads YAML; `readHeld` is for the texts of Kubernetes manifests, absent where they are not to be looked into. */
export function readYamlText(text: string, readHeld: ReadText | undefined): Reading {
  const large = tooLarge(text.length, limits.yamlBytes);
  if (large !== undefined) return { ...large, format: 'yaml' };
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    const message =
      'The document is HTML or XML, and no catalog. Give the JSON that /v2/catalog answers, or a YAML file.';
    return refused('yaml', text, { rule: inputRules.syntax, message, at: Place.root, range: start });
  }
  const reading = readYaml(text);
  if (reading.kind === 'refused') {
    const template = templateBehind(text, reading.offset);
    if (template !== undefined) return refused('yaml', text, template);
    const message = `The document is not valid YAML: ${reading.message.replace(/\.$/, '')}.`;
    const range = { offset: reading.offset, length: 1 };
    return refused('yaml', text, { rule: inputRules.syntax, message, at: Place.root, range });
  }
  const template = templateInYaml(
    text,
    reading.documents.map(({ document }) => document),
  );
  if (template !== undefined) return refused('yaml', text, template);
  return choose(text, reading.documents, reading.problems.map(problemFinding), readHeld);
}

function problemFinding({ kind, text, range }: YamlProblem): InputFinding {
  const rule = kind === 'duplicate-key' ? inputRules.duplicate : inputRules.oldBoolean;
  const message =
    kind === 'duplicate-key'
      ? duplicateMessage(text)
      : `"${text}" is a boolean to YAML 1.1 and a string to YAML 1.2. Write ${/^(yes|on)$/i.test(text) ? 'true' : 'false'}.`;
  return { rule, message, at: Place.root, range };
}

/** Of the documents of a text the first that holds a catalog; a second one is told. */
function choose(
  text: string,
  all: readonly YamlDocument[],
  findings: readonly InputFinding[],
  readHeld: ReadText | undefined,
): Reading {
  const documents = all.filter(({ value }) => value !== null && value !== undefined);
  const readings = documents.map((document): readonly Reading[] => readingsOf(text, document, readHeld));
  const holding = readings.flat().filter(({ document }) => document !== undefined);
  const [first = readings.flat()[0], second] = holding;
  const [document] = documents;
  if (document === undefined) {
    const message = 'The document is empty. Give a catalog: {"services": […]}.';
    return refused('yaml', text, { rule: inputRules.found, message, at: Place.root, range: start });
  }
  const isManifest =
    readHeld !== undefined && documents.every(({ value }) => manifestKind(value) !== undefined);
  const reading =
    first ?? (isManifest ? withoutCatalog('yaml', text, document.value) : readingOf(text, document));
  const notes =
    all.length > 1 && reading.document !== undefined
      ? [`The file holds ${all.length} YAML documents; read the one with a catalog.`]
      : [];
  const others = second === undefined ? [] : [secondCatalog(second)];
  return {
    ...reading,
    findings: [...findings, ...reading.findings, ...others],
    notes: [...notes, ...reading.notes],
  };
}

/** The catalogs of a document: itself, or what its texts hold. */
function readingsOf(
  text: string,
  document: YamlDocument,
  readHeld: ReadText | undefined,
): readonly Reading[] {
  if (unboundedValue(document.value) === undefined) {
    if (holdsCatalog(document.value)) return [readingOf(text, document)];
    if (readHeld !== undefined) {
      const holder = {
        text,
        value: document.value,
        writing: (path: readonly (string | number)[]) => writingAt(text, document.document, path),
      };
      return embeddedIn(holder, readHeld).map((reading) => ({ ...reading, format: 'yaml' as const }));
    }
  }
  return [];
}

function readingOf(text: string, { value, document }: YamlDocument): Reading {
  const problem = unboundedValue(value);
  if (problem !== undefined) {
    return refused('yaml', text, { rule: inputRules.depth, message: problem, at: Place.root, range: start });
  }
  return {
    ...{ text, document: { value }, format: 'yaml', findings: [], notes: [] },
    locate: (places) => places.map((place) => locateInYaml(document, place)),
  };
}

/** Where a text stands in a document, and in which style. */
function writingAt(
  text: string,
  document: Document,
  path: readonly (string | number)[],
): Writing | undefined {
  let node: unknown = document.contents;
  let key: Range = start;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.findLast((each) => isScalar(each.key) && String(each.key.value) === String(step))
      : undefined;
    if (isScalar(pair?.key)) key = rangeOfNode(pair.key);
    node = isSeq(node) ? node.items[Number(step)] : pair?.value;
  }
  if (!isScalar(node)) return undefined;
  const range = rangeOfNode(node);
  const as = styles.get(node.type ?? 'PLAIN') ?? 'plain';
  return { as, start: firstCharacter(text, range.offset, as), range, key };
}

const styles: ReadonlyMap<Scalar.Type, WrittenAs> = new Map<Scalar.Type, WrittenAs>([
  ['BLOCK_LITERAL', 'block'],
  ['BLOCK_FOLDED', 'block'],
  ['QUOTE_DOUBLE', 'double'],
  ['QUOTE_SINGLE', 'single'],
  ['PLAIN', 'plain'],
]);

function firstCharacter(text: string, offset: number, as: WrittenAs): number {
  if (as === 'block') return text.indexOf('\n', offset) + 1;
  return as === 'plain' ? offset : offset + 1;
}
