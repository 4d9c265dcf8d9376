import { isArray, isObject, own } from '../engine/json.ts';
import type { Profile } from '../engine/finding.ts';
import type { Place } from '../engine/place.ts';
import { variableIn } from './templates.ts';

/** What was found at values that are known, and a note on the others. */
export interface Settled<Found> {
  readonly kept: readonly Found[];
  readonly notes: readonly string[];
  /** Offerings or plans that are not there yet: there is nothing to examine. */
  readonly faults: readonly { readonly message: string; readonly at: Place }[];
}

/** True for texts in which a value may stand for another one. */
export function mayHoldVariables(text: string | undefined): boolean {
  return text !== undefined && /\(\([\w.:/-]|\$\{|\{\{|<%/.test(text);
}

/**
 * Leaves out what was found at values that something fills in later, as `((id))`: they are not what a broker will serve.
 * Texts inside parameters schemas are left alone, where such signs are regular expressions, and so is what a platform says
 * of the text as it stands.
 */
export function settled<Found extends { readonly at: Place; readonly profile: Profile }>(
  findings: readonly Found[],
  catalog: unknown,
  base: Place,
): Settled<Found> {
  const faults: { message: string; at: Place }[] = [];
  let first: { readonly text: string; readonly advice: string; readonly at: Place } | undefined;
  const kept = findings.filter(({ at, profile }) => {
    const { path } = at;
    if (profile !== 'osb' || at.isKey || path.includes('parameters')) return true;
    const value = valueAt(catalog, path.slice(base.path.length));
    const variable = typeof value === 'string' ? variableIn(value) : undefined;
    if (variable === undefined) return true;
    first ??= { ...variable, at };
    if (path.at(-1) === 'services' || path.at(-1) === 'plans') {
      const message = `"${String(path.at(-1))}" is filled in later, as ${variable.text} says, and cannot be examined. ${variable.advice}`;
      faults.push({ message, at });
    }
    return false;
  });
  if (first === undefined) return { kept, notes: [], faults: [] };
  const count = findings.length - kept.length - faults.length;
  if (count === 0) return { kept, notes: [], faults };
  const isSpring = base.path.includes('openservicebroker');
  const advice = isSpring
    ? 'Validate what the broker serves, by its URL, to have them examined.'
    : first.advice;
  const found = count === 1 ? '1 finding' : `${count} findings`;
  return {
    kept,
    faults,
    notes: [
      `Left out ${found} at values that are filled in later, as ${first.text} at "${first.at.pointer}": what they become is not known here. ${advice}`,
    ],
  };
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      isArray(value) ? value[Number(key)] : isObject(value) ? own(value, String(key)) : undefined,
    root,
  );
}
