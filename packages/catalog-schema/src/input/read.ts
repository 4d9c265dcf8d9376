import { Place } from '../engine/place.ts';
import { decode, fromString, type Decoded } from './decode.ts';
import { inputRules } from './input-rules.ts';
import { readJson } from './json-read.ts';
import {
  limits,
  nowhere,
  refused,
  start,
  tooLarge,
  unboundedValue,
  type InputFinding,
  type InputFormat,
  type Reading,
} from './reading.ts';
import { readYamlText } from './yaml-document.ts';

export { limits, type InputFinding, type InputFormat, type Reading, type Stretch } from './reading.ts';

/** How a document is to be read. */
export interface ReadOptions {
  readonly format: InputFormat;
  readonly source: string | undefined;
  /** Whether the texts of Kubernetes manifests are looked into. */
  readonly held?: boolean;
}

/** Reads a document: text, bytes, or a value that somebody parsed already. Never throws. */
export function readInput(input: unknown, options: ReadOptions): Reading {
  if (input instanceof Uint8Array) {
    return tooLarge(input.byteLength, limits.jsonBytes) ?? readText(decode(input), options);
  }
  if (typeof input === 'string') {
    return tooLarge(input.length, limits.jsonBytes) ?? readText(fromString(input), options);
  }
  return readValue(input);
}

function readText(decoded: Decoded, options: ReadOptions): Reading {
  const odd = encodingFindings(decoded);
  const { text } = decoded;
  if (decoded.encoding === 'UTF-32') return refused('json', undefined, ...odd);
  const readHeld =
    options.held === true
      ? (held: string, name: string) => readText(fromString(held), { format: 'auto', source: name })
      : undefined;
  const reading =
    guessFormat(text, options) === 'json' ? readJson(text, readHeld) : readYamlText(text, readHeld);
  return { ...reading, findings: [...odd, ...reading.findings] };
}

function encodingFindings({ bom, encoding, invalid }: Decoded): InputFinding[] {
  const at = Place.root;
  if (invalid !== undefined) {
    const { offset, byte, at: index, latin1 } = invalid;
    const meant = latin1 === undefined ? '' : `, as "${latin1}" is written in Latin-1`;
    const message = `The document has bytes that are not UTF-8, first 0x${byte.toString(16)} at byte ${index + 1}${meant}. Save it as UTF-8.`;
    return [{ rule: inputRules.encoding, message, at, range: { offset, length: 1 } }];
  }
  if (encoding !== undefined) {
    const message = `The document is encoded in ${encoding}. Save it as UTF-8.`;
    return [{ rule: inputRules.encoding, message, at, range: start }];
  }
  if (!bom) return [];
  const message =
    'The document starts with a byte order mark, at which some JSON parsers stop. Save it as UTF-8 without one.';
  return [{ rule: inputRules.bom, message, at, range: start }];
}

function guessFormat(text: string, { format, source }: ReadOptions): 'json' | 'yaml' {
  if (format !== 'auto') return format;
  if (source !== undefined && /\.ya?ml$/i.test(source)) return 'yaml';
  if (source !== undefined && /\.json$/i.test(source)) return 'json';
  return /^\s*(?:[[{"]|-?\d+\s*$|(?:true|false|null)\s*$)/.test(text) ? 'json' : 'yaml';
}

function readValue(value: unknown): Reading {
  const problem = unboundedValue(value);
  if (problem === undefined) {
    return { document: { value }, format: 'value', findings: [], notes: [], locate: nowhere };
  }
  return refused('value', undefined, { rule: inputRules.depth, message: problem, at: Place.root });
}
