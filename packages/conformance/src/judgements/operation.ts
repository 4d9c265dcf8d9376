import { atLeast, type ApiVersion } from '@osb-kit/spec';
import { brief } from '../engine/json.ts';
import { lengthOf, type Place } from './fields.ts';
import type { Weight } from '../engine/signals.ts';

/** How the table of an operation reads about `operation`: there are five tables and four rules (HC-25). */
export interface OperationRule {
  readonly version: ApiVersion;
  /** What null is. */
  readonly onNull: Weight | 'legal';
  /** What the empty string is from 2.15 on; before, every table forbids it. */
  readonly onEmpty: Weight;
}

/** The `operation` of a 202 is a string, as far as it is there. */
export function judgeOperationType({ expect, answer, about }: Place, rule: OperationRule): void {
  const operation = answer.object?.['operation'];
  if (operation === undefined || (operation === null && rule.onNull === 'legal')) return;
  const claim = {
    about,
    answer,
    expected: `"operation" to be a string${rule.onNull === 'legal' ? ' or null' : ''}, or no such field`,
    actual: `"operation": ${brief(operation)}`,
    because: 'the broker answered 202 and the platform sends "operation" back with each poll',
  };
  const nullWeight = operation === null && rule.onNull !== 'legal' ? { weight: rule.onNull } : {};
  if (!expect.that(typeof operation === 'string', { ...claim, ...nullWeight })) return;
  const onEmpty = atLeast(rule.version, '2.15') ? { weight: rule.onEmpty } : {};
  expect.that(operation !== '', {
    ...claim,
    expected: 'a non-empty "operation", or no such field',
    ...onEmpty,
  });
}

/** The `operation` of a 202 has at most 10,000 characters. */
export function judgeOperationLength({ expect, answer, about }: Place): void {
  const operation = answer.object?.['operation'];
  if (typeof operation !== 'string') return;
  expect.that(lengthOf(operation) <= 10_000, {
    about,
    answer,
    expected: 'at most 10,000 characters',
    actual: `${String(lengthOf(operation))} characters`,
    because: 'platforms need not store a longer "operation"',
  });
}
