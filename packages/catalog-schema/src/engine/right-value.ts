import { isArray, isObject } from './json.ts';
import { shown } from './shown.ts';

/** Types that a platform wants of a value. */
export type Wanted =
  'boolean' | 'integer' | 'string' | 'object' | 'list' | 'list of strings' | 'list of objects';

/** What to write instead of a value of the wrong type, as a sentence. */
export function rightValue(wanted: Wanted, value: unknown): string {
  switch (wanted) {
    case 'boolean':
      return isWord(value, 'true', 'false')
        ? `Write ${value.trim().toLowerCase()} without quotes.`
        : 'Write true or false, without quotes.';
    case 'integer':
      return typeof value === 'string' && /^\s*\d+\s*$/.test(value)
        ? `Write ${value.trim()} without quotes.`
        : 'Write a whole number, as in 600.';
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
        ? `Put it into quotes: "${String(value)}".`
        : 'Write a text in quotes.';
    case 'object':
      return isArray(value) && value.length === 1 && isObject(value[0])
        ? 'Take the object out of the brackets: {…} instead of [{…}].'
        : 'Write an object, {…}, or leave the key out.';
    case 'list':
    case 'list of strings':
      return typeof value === 'string'
        ? `Put the text into brackets: [${shown(value)}].`
        : 'Write a list of texts, as in ["a", "b"], or leave the key out.';
    case 'list of objects':
      return isObject(value)
        ? 'Put the object into brackets: [{…}].'
        : 'Write a list of objects, as in [{…}, {…}].';
  }
}

function isWord(value: unknown, ...words: readonly string[]): value is string {
  return typeof value === 'string' && words.includes(value.trim().toLowerCase());
}
