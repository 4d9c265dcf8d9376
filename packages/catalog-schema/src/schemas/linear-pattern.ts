import { RE2JS } from 're2js';

/** A compiled pattern, as ajv wants it: its text is what tells it from others. */
export interface LinearPattern {
  test(text: string): boolean;
  toString(): string;
}

const known = new Map<string, LinearPattern>();
const mostKnown = 200;

/** Compiles a pattern of a schema to run in linear time, whatever it is; throws where that is not possible. */
export function linearPattern(pattern: string): LinearPattern {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  const made = { test: (text: string) => compiled.matcher(text).find(), toString: () => `/${pattern}/` };
  if (known.size >= mostKnown) known.clear();
  known.set(pattern, made);
  return made;
}
