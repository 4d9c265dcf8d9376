import { printParseErrorCode, visit as visitJson, type ParseErrorCode } from 'jsonc-parser';
import type { Document } from 'yaml';

import { isObject } from '../engine/json.ts';
import { Place } from '../engine/place.ts';
import { decode, fromString, type Decoded } from './decode.ts';
import { findCatalog } from './forms.ts';
import { inputRules, type InputRule } from './input-rules.ts';
import { inspectJson } from './json-inspect.ts';
import { locateInJson, type Range } from './json-locate.ts';
import { countKeysAtLeast, measureValue } from './json-scan.ts';
import { locateInYaml, readYaml } from './yaml-read.ts';

/** How a text is to be read; `auto` goes by the file name and the first character. */
export type InputFormat = 'auto' | 'json' | 'yaml';

/** A defect of the document, with its stretch of the text where it has one. */
export interface InputFinding {
  readonly rule: InputRule;
  readonly message: string;
  readonly at: Place;
  readonly range?: Range;
}

/** A document that has been read, or as much of it as could be. */
export interface Reading {
  readonly text?: string;
  /** Absent when there is nothing to examine. */
  readonly document?: { readonly value: unknown };
  readonly format: 'json' | 'yaml' | 'value';
  readonly findings: readonly InputFinding[];
  readonly notes: readonly string[];
  /** Stretches of the text for places of the document; empty for a value. */
  readonly locate: (places: readonly Place[]) => readonly Range[];
}

/** Limits that keep time and memory bounded. */
export const limits = {
  jsonBytes: 32 * 2 ** 20,
  yamlBytes: 2 * 2 ** 20,
  depth: 1000,
  values: 5_000_000,
} as const;

const nowhere = (): readonly Range[] => [];

/** Reads a document: text, bytes, or a value that somebody parsed already. Never throws. */
export function readInput(
  input: unknown,
  options: { format: InputFormat; source: string | undefined },
): Reading {
  if (input instanceof Uint8Array) {
    return tooLarge(input.byteLength, limits.jsonBytes) ?? readText(decode(input), options);
  }
  if (typeof input === 'string') {
    return tooLarge(input.length, limits.jsonBytes) ?? readText(fromString(input), options);
  }
  return readValue(input);
}

function readValue(value: unknown): Reading {
  const problem = unboundedValue(value);
  if (problem === undefined) {
    return { document: { value }, format: 'value', findings: [], notes: [], locate: nowhere };
  }
  return refused('value', undefined, { rule: inputRules.depth, message: problem, at: Place.root });
}

/** Why a value cannot be walked: too deep, a cycle included, or too many values by sharing. */
function unboundedValue(value: unknown): string | undefined {
  const facts = measureValue(value, limits.depth, limits.values);
  if (facts === 'too-deep') {
    return `The document is nested more than ${limits.depth} levels deep, or contains itself. Flatten it.`;
  }
  return facts === 'too-many'
    ? 'The document has too many parts to be examined. Split the catalog.'
    : undefined;
}

function tooLarge(size: number, limit: number): Reading | undefined {
  if (size <= limit) return undefined;
  const message = `The document is ${megabytes(size)} MB large; at most ${megabytes(limit)} MB are examined. Split the catalog or move long texts out of it.`;
  return refused('json', undefined, { rule: inputRules.size, message, at: Place.root });
}

function megabytes(bytes: number): string {
  return String(Math.round((bytes / 2 ** 20) * 10) / 10);
}

function refused(format: Reading['format'], text: string | undefined, ...findings: InputFinding[]): Reading {
  return { format, findings, notes: [], locate: nowhere, ...(text !== undefined && { text }) };
}

function readText(decoded: Decoded, options: { format: InputFormat; source: string | undefined }): Reading {
  const odd = encodingFindings(decoded);
  const { text } = decoded;
  if (decoded.encoding === 'UTF-32') return refused('json', undefined, ...odd);
  const reading = guessFormat(text, options) === 'json' ? readJson(text) : readYamlText(text);
  return { ...reading, findings: [...odd, ...reading.findings] };
}

function encodingFindings({ bom, encoding }: Decoded): InputFinding[] {
  const at = Place.root;
  if (encoding !== undefined) {
    const is = encoding === 'invalid UTF-8' ? 'has bytes that are not UTF-8' : `is encoded in ${encoding}`;
    return [
      { rule: inputRules.encoding, message: `The document ${is}. Save it as UTF-8.`, at, range: start },
    ];
  }
  if (!bom) return [];
  const message =
    'The document starts with a byte order mark, at which some JSON parsers stop. Save it as UTF-8 without one.';
  return [{ rule: inputRules.bom, message, at, range: start }];
}

const start: Range = { offset: 0, length: 0 };

function guessFormat(
  text: string,
  { format, source }: { format: InputFormat; source: string | undefined },
): 'json' | 'yaml' {
  if (format !== 'auto') return format;
  if (source !== undefined && /\.ya?ml$/i.test(source)) return 'yaml';
  if (source !== undefined && /\.json$/i.test(source)) return 'json';
  return /^\s*(?:[[{"]|-?\d+\s*$|(?:true|false|null)\s*$)/.test(text) ? 'json' : 'yaml';
}

function readJson(text: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('json', text, jsonSyntax(text));
  }
  const facts = measureValue(value, limits.depth, limits.values);
  const document = { value };
  const locate = (places: readonly Place[]): readonly Range[] => locateInJson(text, places);
  if (typeof facts === 'string') {
    const message = unboundedValue(value) ?? '';
    return refused('json', text, { rule: inputRules.depth, message, at: Place.root, range: start });
  }
  const suspicious = facts.hasLargeNumber || facts.keys !== countKeysAtLeast(text);
  return { text, document, format: 'json', findings: suspicious ? oddities(text) : [], notes: [], locate };
}

function oddities(text: string): InputFinding[] {
  return inspectJson(text).map(({ kind, at, range, text: shown }) =>
    kind === 'duplicate-key'
      ? { rule: inputRules.duplicate, message: duplicateMessage(shown), at, range }
      : {
          rule: inputRules.number,
          message: `The number ${clip(shown)} is beyond what JSON parsers keep exactly (2^53). Write it as a string, or smaller.`,
          at,
          range,
        },
  );
}

function duplicateMessage(key: string): string {
  return `The key ${JSON.stringify(clip(key))} stands twice in one object; parsers differ in which one they take. Remove one of the two.`;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** The first syntax error, found by a tolerant parser; the whole text where even that one gives up. */
function jsonSyntax(text: string): InputFinding {
  let first: { code: ParseErrorCode; offset: number; length: number } | undefined;
  try {
    visitJson(
      text,
      {
        onError: (code, offset, length) => {
          first ??= { code, offset, length };
          throw new FirstError();
        },
      },
      { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
    );
  } catch (error) {
    if (!(error instanceof FirstError) && !(error instanceof RangeError)) throw error;
  }
  const what = first === undefined ? 'it cannot be parsed' : describeCode(first, text);
  const range = first === undefined ? start : { offset: first.offset, length: first.length };
  return {
    rule: inputRules.syntax,
    message: `The document is not valid JSON: ${what}.`,
    at: Place.root,
    range,
  };
}

/** Leaves the tolerant parser at its first complaint. */
class FirstError extends Error {}

function describeCode({ code, offset }: { code: ParseErrorCode; offset: number }, text: string): string {
  if (text.trim() === '') return 'it is empty';
  if (text.charCodeAt(offset) === 0) return 'it contains a NUL character; save it as UTF-8';
  const words = printParseErrorCode(code)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return explanations.get(words) ?? words;
}

const explanations = new Map<string, string>([
  ['invalid symbol', 'this is no JSON value; quote text with "double quotes"'],
  [
    'property name expected',
    'a key in "double quotes" is expected here; a comma before it may be one too many',
  ],
  ['value expected', 'a value is expected here; a comma before it may be one too many'],
  ['colon expected', 'a colon is expected here'],
  ['comma expected', 'a comma is expected here'],
  ['close brace expected', 'a closing brace "}" is expected here'],
  ['close bracket expected', 'a closing bracket "]" is expected here'],
  ['end of file expected', 'the document ends before this; remove the rest'],
  ['invalid comment token', 'JSON has no comments; remove it, or save the file as .yaml'],
  ['unexpected end of string', 'the string is not closed'],
  ['invalid escape character', 'this escape does not exist in JSON'],
  ['invalid character', 'this character must be escaped'],
]);

function readYamlText(text: string): Reading {
  const large = tooLarge(text.length, limits.yamlBytes);
  if (large !== undefined) return { ...large, format: 'yaml' };
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    const message =
      'The document is HTML or XML, and no catalog. Give the JSON that /v2/catalog answers, or a YAML file.';
    return refused('yaml', text, { rule: inputRules.syntax, message, at: Place.root, range: start });
  }
  const reading = readYaml(text);
  if (reading.kind === 'refused') {
    const message = `The document is not valid YAML: ${reading.message.replace(/\.$/, '')}.`;
    const range = { offset: reading.offset, length: 1 };
    return refused('yaml', text, { rule: inputRules.syntax, message, at: Place.root, range });
  }
  const chosen = chooseDocument(
    reading.documents.filter(({ value }) => value !== null && value !== undefined),
  );
  if (chosen === undefined) {
    const message = 'The document is empty. Give a catalog: {"services": […]}.';
    return refused('yaml', text, { rule: inputRules.found, message, at: Place.root, range: start });
  }
  const problem = unboundedValue(chosen.value);
  if (problem !== undefined) {
    return refused('yaml', text, { rule: inputRules.depth, message: problem, at: Place.root, range: start });
  }
  const findings = reading.problems.map(({ kind, text: shown, range }): InputFinding =>
    kind === 'duplicate-key'
      ? { rule: inputRules.duplicate, message: duplicateMessage(shown), at: Place.root, range }
      : {
          rule: inputRules.oldBoolean,
          message: `"${shown}" is a boolean to YAML 1.1 and a string to YAML 1.2. Write ${/^(yes|on)$/i.test(shown) ? 'true' : 'false'}.`,
          at: Place.root,
          range,
        },
  );
  const notes =
    reading.documents.length > 1
      ? [`The file holds ${reading.documents.length} YAML documents; read the one with a catalog.`]
      : [];
  return {
    text,
    document: { value: chosen.value },
    format: 'yaml',
    findings,
    notes,
    locate: (places) => places.map((place) => locateInYaml(chosen.document, place)),
  };
}

interface YamlChoice {
  readonly value: unknown;
  readonly document: Document;
}

/** Of several documents in one file the first that holds a catalog. */
function chooseDocument(documents: readonly YamlChoice[]): YamlChoice | undefined {
  return (
    documents.find(({ value }) => findCatalog(value).at !== Place.root || hasServices(value)) ?? documents[0]
  );
}

function hasServices(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, 'services');
}
