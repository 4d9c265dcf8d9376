import type { Finding, Position, ValidationResult } from '../engine/finding.ts';
import { Lines } from '../input/lines.ts';
import { speakersOf } from './refusals.ts';

/** A stretch of a text from its first character to the one behind its last; lines and columns count from 1. */
export interface Stretch {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Stretches of the text of one result; made once for each, since it keeps the table of lines. */
export function stretchesOf(result: ValidationResult): (position: Position) => Stretch {
  const lines = new Lines(result.text ?? '');
  return ({ line, column, offset, length }) => {
    const end = lines.position(offset + length, 0);
    return { startLine: line, startColumn: column, endLine: end.line, endColumn: end.column };
  };
}

/** Line and column where there are any, else the JSON Pointer. */
export function placeOf({ position, pointer }: Pick<Finding, 'position' | 'pointer'>): string {
  return position === undefined ? pointer || '/' : `${position.line}:${position.column}`;
}

/** Rule, requirement and platform of a finding, as reports name them. */
export function idsOf(finding: Finding): readonly string[] {
  const { rule, requirement } = finding;
  return [rule, requirement, speakersOf(finding)].filter((id) => id !== undefined);
}
