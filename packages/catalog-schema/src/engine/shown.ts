import { isArray, isObject } from './json.ts';

const longest = 60;

/** A value as a message quotes it: JSON on one line, cut to some 60 characters, whatever its depth or size. */
export function shown(value: unknown): string {
  const text = brief(value, 2);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A piece of text in quotes, cut to some 60 characters, control characters escaped. */
export function quoted(text: string): string {
  return shown(text);
}

function brief(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value);
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    if (depth === 0) return '[…]';
    return `[${cut(value, (item) => brief(item, depth - 1))}]`;
  }
  if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0) return '{}';
    if (depth === 0) return '{…}';
    return `{${cut(keys, (key) => `${quote(key)}: ${brief(value[key], depth - 1)}`)}}`;
  }
  if (value === undefined) return 'null';
  return typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null ||
    typeof value === 'bigint'
    ? String(value)
    : typeof value;
}

function cut<T>(items: readonly T[], show: (item: T) => string): string {
  const first = items.slice(0, 5).map(show);
  return items.length > 5 ? `${first.join(', ')}, …` : first.join(', ');
}

function quote(text: string): string {
  const json = JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
  return json.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, escape);
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
