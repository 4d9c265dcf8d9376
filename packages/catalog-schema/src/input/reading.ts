import { Place } from '../engine/place.ts';
import { inputRules, type InputRule } from './input-rules.ts';
import type { Range } from './json-locate.ts';
import { measureValue } from './json-scan.ts';

/** How a text is to be read; `auto` goes by the file name and the first character. */
export type InputFormat = 'auto' | 'json' | 'yaml';

/** A defect of the document, with its stretch of the text where it has one. */
export interface InputFinding {
  readonly rule: InputRule;
  readonly message: string;
  readonly at: Place;
  readonly range?: Stretch;
}

/** A document that has been read, or as much of it as could be. */
export interface Reading {
  readonly text?: string;
  /** Absent when there is nothing to examine. */
  readonly document?: {
    readonly value: unknown;
    /** The text inside the document that holds the value, as a file of a ConfigMap; the document itself unless given. */
    readonly at?: Place;
  };
  readonly format: 'json' | 'yaml' | 'value';
  readonly findings: readonly InputFinding[];
  readonly notes: readonly string[];
  /** Stretches of the text for places of the document; empty for a value. */
  readonly locate: (places: readonly Place[]) => readonly Stretch[];
}

/** A stretch of the text; `inside` says where in it, when it stands for an encoded text. */
export interface Stretch extends Range {
  readonly inside?: string;
}

/** Limits that keep time and memory bounded. */
export const limits = {
  jsonBytes: 32 * 2 ** 20,
  yamlBytes: 2 * 2 ** 20,
  depth: 1000,
  values: 5_000_000,
} as const;

/** No place of a value has a stretch of text. */
export const nowhere = (): readonly Range[] => [];

/** Why a value cannot be walked: too deep, a cycle included, or too many values by sharing. */
export function unboundedValue(value: unknown): string | undefined {
  const facts = measureValue(value, limits.depth, limits.values);
  if (facts === 'too-deep') {
    return `The document is nested more than ${limits.depth} levels deep, or contains itself. Flatten it.`;
  }
  return facts === 'too-many'
    ? 'The document has too many parts to be examined. Split the catalog.'
    : undefined;
}

/** The refusal of a document that is larger than a limit. */
export function tooLarge(size: number, limit: number): Reading | undefined {
  if (size <= limit) return undefined;
  const message = `The document is ${megabytes(size)} MB large; at most ${megabytes(limit)} MB are examined. Split the catalog or move long texts out of it.`;
  return refused('json', undefined, { rule: inputRules.size, message, at: Place.root });
}

function megabytes(bytes: number): string {
  return String(Math.round((bytes / 2 ** 20) * 10) / 10);
}

/** A document in which there is nothing to examine. */
export function refused(
  format: Reading['format'],
  text: string | undefined,
  ...findings: InputFinding[]
): Reading {
  return { format, findings, notes: [], locate: nowhere, ...(text !== undefined && { text }) };
}

/** The beginning of a text. */
export const start: Range = { offset: 0, length: 0 };

/** What is said of a key that stands twice. */
export function duplicateMessage(key: string): string {
  return `The key ${JSON.stringify(clip(key))} stands twice in one object; parsers differ in which one they take. Remove one of the two.`;
}

/** A piece of a text, cut to what a message can hold. */
export function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
