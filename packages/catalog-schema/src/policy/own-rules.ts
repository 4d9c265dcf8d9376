import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { labelOf, sentence, type CatalogNode, type OfferingNode, type PlanNode } from '../engine/nodes.ts';
import { parsePointer, type Place } from '../engine/place.ts';
import type { Profile } from '../engine/finding.ts';
import type { RawFinding } from '../engine/run.ts';
import { quoted, shown } from '../engine/shown.ts';
import { linearPattern } from '../schemas/linear-pattern.ts';
import type { OwnRule } from './policy.ts';

/** A value at the end of a path, or the object that should have it. */
interface Met {
  readonly value: unknown;
  readonly at: Place;
  /** True when the value is missing, and `at` is what lacks it. */
  readonly missing: boolean;
}

/** What the rules of a team find in a catalog, in the order of the rules. */
export function ownFindings(
  rules: readonly OwnRule[],
  catalog: CatalogNode,
  { profile, link }: { readonly profile: Profile; readonly link: string },
): readonly RawFinding[] {
  return rules.flatMap((rule) => {
    const keys = parsePointer(rule.path);
    return valuesAt(catalog.value, catalog.at, keys).flatMap((met): RawFinding[] => {
      const broken = brokenBy(rule, met);
      if (broken === undefined) return [];
      const label = labelAt(catalog, met.at);
      const message = [rule.message?.trim(), `${sentence(label)} ${broken(String(keys.at(-1)))}`];
      return [
        {
          ...{ rule: rule.id, profile, severity: rule.severity, link: rule.link ?? link, related: [] },
          message: message.filter((part) => part !== undefined && part !== '').join(' '),
          at: met.at,
        },
      ];
    });
  });
}

/** The values that a path leads to; where keys behind its last `*` are missing, what lacks them. */
function valuesAt(root: unknown, at: Place, keys: readonly string[]): readonly Met[] {
  let met: Met[] = [{ value: root, at, missing: false }];
  const lastStar = keys.lastIndexOf('*');
  keys.forEach((key, index) => {
    met = met.flatMap((from): readonly Met[] => {
      if (from.missing) return [from];
      if (key === '*') return childrenOf(from);
      const value = isArray(from.value)
        ? from.value[Number(key)]
        : isObject(from.value)
          ? own(from.value, key)
          : undefined;
      if (value !== undefined) return [{ value, at: from.at.child(key), missing: false }];
      return index > lastStar ? [{ value: undefined, at: from.at, missing: true }] : [];
    });
  });
  return met;
}

function childrenOf({ value, at }: Met): readonly Met[] {
  if (isArray(value))
    return value.map((item, index) => ({ value: item, at: at.child(index), missing: false }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item]) => ({ value: item, at: at.child(key), missing: false }));
}

/** The end of a sentence that says how a value breaks the rule; `undefined` for one that keeps it. */
function brokenBy(rule: OwnRule, { value, missing }: Met): ((key: string) => string) | undefined {
  const isEmpty = missing || value === null || value === '';
  if (rule.required === true && isEmpty)
    return (key) => (missing ? `has no ${quoted(key)}.` : `has an empty ${quoted(key)}.`);
  if (missing) return undefined;
  if (rule.forbidden === true) return (key) => `has ${quoted(key)}, and must not have it.`;
  const is = (key: string) => `has ${quoted(key)} as ${shown(value)}`;
  const { pattern, min, max } = rule;
  if (pattern !== undefined && (typeof value !== 'string' || !linearPattern(pattern).test(value)))
    return (key) => `${is(key)}, which does not match ${quoted(pattern)}.`;
  const allowed = rule.enum;
  if (allowed?.some((one) => same(one, value)) === false)
    return (key) =>
      `${is(key)}, and not as ${allowed.slice(0, 10).map(shown).join(', ')}${allowed.length > 10 ? ', …' : ''}.`;
  const size = sizeOf(value);
  const unit = typeof value === 'string' ? ' characters' : isArray(value) ? ' elements' : '';
  if (max !== undefined && (size === undefined || size > max))
    return (key) => `${is(key)}, which is more than ${max}${unit}.`;
  return min !== undefined && (size === undefined || size < min)
    ? (key) => `${is(key)}, which is less than ${min}${unit}.`
    : undefined;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' || isArray(value) ? value.length : undefined;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  const has = (object: JsonObject, key: string) => Object.hasOwn(object, key);
  return keys.length === Object.keys(b).length && keys.every((key) => has(b, key) && same(a[key], b[key]));
}

/** The offering or plan in which a place is, as messages call it. */
function labelAt(catalog: CatalogNode, place: Place): string {
  const node = nodeAt(catalog, place);
  return node === undefined ? 'the catalog' : labelOf(node);
}

/** The innermost plan or offering in which a place of the catalog is. */
export function nodeAt(catalog: CatalogNode, place: Place): OfferingNode | PlanNode | undefined {
  const [services, first, plans, second] = place.path.slice(catalog.at.path.length);
  if (services !== 'services') return undefined;
  const offering = atIndex(catalog.offerings, first);
  if (plans !== 'plans' || offering === undefined) return offering;
  return atIndex(offering.plans, second) ?? offering;
}

/** Nodes are found by their index; where something that is no object stands among them, a few places before it. */
function atIndex<Node extends { readonly index: number }>(
  nodes: readonly Node[],
  index: string | number | undefined,
): Node | undefined {
  let at = Number(index);
  while (at > 0 && (nodes[at]?.index ?? Infinity) > Number(index)) at--;
  return nodes[at]?.index === Number(index) ? nodes[at] : undefined;
}
