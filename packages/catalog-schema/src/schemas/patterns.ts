import { RE2JS } from 're2js';

import { isObject, own, type JsonObject } from '../engine/json.ts';
import { dialectOf } from './regex-dialects.ts';
import { keysOf, subschemas } from './walk.ts';

/** A regular expression that no engine, or not every engine, accepts. */
export interface BadPattern {
  readonly kind: 'foreign' | 'invalid' | 'unportable';
  readonly pattern: string;
  /** What belongs to another dialect, and what to write instead; for a foreign one. */
  readonly dialect?: { readonly what: string; readonly remedy: string };
  readonly path: readonly (string | number)[];
}

const longest = 5000;

/** The patterns of a schema that are no regular expressions of ECMA 262, or that linear-time engines such as Go's refuse. */
export function badPatterns(root: JsonObject): readonly BadPattern[] {
  const verdicts = new Map<string, BadPattern['kind'] | undefined>();
  const bad: BadPattern[] = [];
  const examine = (pattern: string, path: () => readonly (string | number)[]): void => {
    if (!verdicts.has(pattern)) verdicts.set(pattern, judge(pattern));
    const kind = verdicts.get(pattern);
    if (kind === undefined) return;
    const dialect = kind === 'foreign' ? dialectOf(pattern) : undefined;
    bad.push({ kind, pattern, path: path(), ...(dialect !== undefined && { dialect }) });
  };
  for (const { value, path } of subschemas(root)) {
    const pattern = own(value, 'pattern');
    if (typeof pattern === 'string') examine(pattern, () => [...keysOf(path), 'pattern']);
    const byPattern = own(value, 'patternProperties');
    if (!isObject(byPattern)) continue;
    for (const key of Object.keys(byPattern)) examine(key, () => [...keysOf(path), 'patternProperties', key]);
  }
  return bad;
}

function judge(pattern: string): BadPattern['kind'] | undefined {
  if (dialectOf(pattern) !== undefined) return 'foreign';
  if (!isEcma(pattern)) return 'invalid';
  if (pattern.length > longest) return undefined;
  try {
    RE2JS.compile(RE2JS.translateRegExp(pattern));
    return undefined;
  } catch {
    return 'unportable';
  }
}

/** Compiled and never run: running a foreign pattern could take for ever. */
function isEcma(pattern: string): boolean {
  for (const flags of ['u', '']) {
    try {
      new RegExp(pattern, flags);
      return true;
    } catch {
      continue;
    }
  }
  return false;
}
