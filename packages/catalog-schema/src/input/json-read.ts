import { printParseErrorCode, visit as visitJson, type ParseErrorCode } from 'jsonc-parser';

import { Place } from '../engine/place.ts';
import { embeddedIn, secondCatalog, withoutCatalog, type ReadText } from './embedded.ts';
import { holdsCatalog } from './forms.ts';
import { inputRules } from './input-rules.ts';
import { inspectJson } from './json-inspect.ts';
import { locateInJson, type Range } from './json-locate.ts';
import { countKeysAtLeast, measureValue } from './json-scan.ts';
import { manifestKind } from './manifest.ts';
import {
  clip,
  duplicateMessage,
  limits,
  refused,
  start,
  unboundedValue,
  type InputFinding,
  type Reading,
} from './reading.ts';
import { templateBehind } from './templates.ts';

/** Reads JSON; `readHeld` is for the texts of Kubernetes manifests, absent where they are not to be looked into. */
export function readJson(text: string, readHeld: ReadText | undefined): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const syntax = jsonSyntax(text);
    return refused('json', text, templateBehind(text, syntax.range?.offset ?? 0) ?? syntax);
  }
  const facts = measureValue(value, limits.depth, limits.values);
  const document = { value };
  const locate = (places: readonly Place[]): readonly Range[] => locateInJson(text, places);
  if (typeof facts === 'string') {
    const message = unboundedValue(value) ?? '';
    return refused('json', text, { rule: inputRules.depth, message, at: Place.root, range: start });
  }
  const suspicious = facts.hasLargeNumber || facts.keys !== countKeysAtLeast(text);
  const findings = suspicious ? oddities(text) : [];
  const embedded = readHeld && embeddedInJson(text, value, readHeld);
  if (embedded !== undefined) return { ...embedded, findings: [...findings, ...embedded.findings] };
  return { text, document, format: 'json', findings, notes: [], locate };
}

/** The catalog that a Kubernetes manifest holds as a text; `undefined` for any other document. */
function embeddedInJson(text: string, value: unknown, readHeld: ReadText): Reading | undefined {
  if (manifestKind(value) === undefined || holdsCatalog(value)) return undefined;
  const writing = (path: readonly (string | number)[]) => {
    const place = Place.root.descend(path);
    const [range, key] = locateInJson(text, [place, place.parent?.keyOf(String(place.key)) ?? place]);
    return range && key && { as: 'json' as const, start: range.offset + 1, range, key };
  };
  const [first, second] = embeddedIn({ text, value, writing }, readHeld);
  if (first === undefined) return withoutCatalog('json', text, value);
  const others = second === undefined ? [] : [secondCatalog(second)];
  return { ...first, format: 'json', findings: [...first.findings, ...others] };
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
  ['invalid comment token', 'JSON has no comments; remove it'],
  ['unexpected end of string', 'the string is not closed'],
  ['invalid escape character', 'this escape does not exist in JSON'],
  ['invalid character', 'this character must be escaped'],
]);
