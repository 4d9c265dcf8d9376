import type { RequirementId } from '@osb-kit/spec';

import { isArray, isObject, own, typeOf, type JsonObject } from './json.ts';
import {
  offeringLabel,
  planLabel,
  sentence,
  type Located,
  type OfferingNode,
  type PlanNode,
} from './nodes.ts';
import type { Place } from './place.ts';
import type { Messages, Report, Rule } from './rule.ts';
import { withOffering, withPlan } from './samples.ts';
import { shown } from './shown.ts';

/** The types that the tables of the specification know. */
export type FieldType = 'string' | 'boolean' | 'integer' | 'object' | 'array of strings' | 'array of objects';

/** One field of the catalog: a row of the specification's tables. */
export interface Field {
  readonly rule: string;
  readonly requirement: RequirementId;
  readonly on: 'offering' | 'plan';
  /** Objects between the offering or plan and the field, as `['metadata']`. */
  readonly inside?: readonly string[];
  readonly key: string;
  readonly type: FieldType;
  /** `always`: the host must have it. `never`: it may be absent, and null is a warning. */
  readonly required: boolean;
  /** A value of the right type, for the example and the remedy. */
  readonly good: unknown;
  /** A value of the wrong type, for the example. */
  readonly bad: unknown;
  /** Never show the value. */
  readonly secret?: boolean;
}

/** What every message of a field rule may mention. */
interface Facts {
  readonly host: string;
  readonly is: string;
  readonly remedy?: string;
  readonly number?: number;
}

/** A rule on presence and type of one field. */
export function fieldRule(field: Field): Rule {
  return {
    id: field.rule,
    basis: { kind: 'requirement', requirement: field.requirement },
    messages: messagesFor(field),
    warnings: field.required ? [] : ['null'],
    softened: [],
    notes: [],
    examples: {
      good: catalogWith(field, field.good),
      bad: catalogWith(field, field.bad),
      alsoBad: otherBadValues(field).map((value) => catalogWith(field, value)),
    },
    start(report) {
      const { key, required, inside } = field;
      const fits = checks[field.type];
      const isList = field.type.startsWith('array of');
      const visit = (node: OfferingNode | PlanNode): void => {
        const host = inside === undefined ? node.value : hostOf(inside, node);
        if (host === undefined) return;
        const value = host[key];
        if (value === undefined ? required : isList || !fits(value)) examine(field, node, value, report);
      };
      const needs = field.inside?.[0] ?? (field.required ? undefined : field.key);
      return {
        ...(needs !== undefined && { needs }),
        ...(field.on === 'plan' ? { plan: visit } : { offering: visit }),
      };
    },
  };
}

function messagesFor({ key, type, required, ...field }: Field): Messages {
  const example = exampleOf({ key, ...field });
  const wrong = {
    type: ({ host, is, remedy = '' }: Facts) =>
      `"${key}" of ${host} must be ${article(type)}, but is ${is}. ${remedy}`,
    ...(type.startsWith('array of') && {
      element: ({ host, is, number = 0 }: Facts) =>
        `Element ${number} of "${key}" of ${host} must be ${elementType(type)}, but is ${is}. Correct or remove it.`,
    }),
  };
  if (!required) {
    return {
      ...wrong,
      null: ({ host }: Facts) =>
        `"${key}" of ${host} is null. Leave the key out: platforms differ in how they read null.`,
    };
  }
  return {
    ...wrong,
    missing: ({ host }: Facts) =>
      `${sentence(host)} has no "${key}", which is required. Add it, as in ${example}.`,
    null: ({ host }: Facts) =>
      `"${key}" of ${host} is null, which counts as missing. Give it ${article(type)}, as in ${example}.`,
  };
}

function examine(field: Field, node: OfferingNode | PlanNode, value: unknown, report: Report): void {
  if (value === undefined) {
    report('missing', hostPlace(field, node), { ...facts(field, node, value), lacks: field.key });
    return;
  }
  if (isArray(value) && field.type.startsWith('array of')) {
    examineElements(field, node, value, report);
    return;
  }
  const at = hostPlace(field, node).child(field.key);
  const known = facts(field, node, value);
  if (value === null) report('null', at, known);
  else report('type', at, { ...known, remedy: remedyFor(field, value) });
}

function examineElements(
  field: Field,
  node: OfferingNode | PlanNode,
  elements: readonly unknown[],
  report: Report,
): void {
  const right = field.type === 'array of strings' ? isString : isObject;
  if (elements.every(right)) return;
  elements.forEach((element, index) => {
    if (right(element)) return;
    const at = hostPlace(field, node).child(field.key).child(index);
    report('element', at, { ...facts(field, node, element), number: index + 1 });
  });
}

/** The object that holds the field; `undefined` when something on the way is no object, which has a rule of its own. */
function hostOf(inside: readonly string[], node: Located): JsonObject | undefined {
  let host = node.value;
  for (const key of inside) {
    const next = own(host, key);
    if (!isObject(next)) return undefined;
    host = next;
  }
  return host;
}

function hostPlace(field: Field, node: Located): Place {
  return node.at.descend(field.inside ?? []);
}

function facts(field: Field, node: OfferingNode | PlanNode, value: unknown): Facts {
  const label = 'offering' in node ? planLabel(node) : offeringLabel(node);
  const inside = field.inside?.join('.');
  const host = inside === undefined ? label : `"${inside}" of ${label}`;
  return { host, is: field.secret === true ? typeOf(value) : shown(value) };
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

const checks: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  string: isString,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  object: isObject,
  'array of strings': isArray,
  'array of objects': isArray,
};

function article(type: FieldType): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function elementType(type: FieldType): string {
  return type === 'array of strings' ? 'a string' : 'an object';
}

function exampleOf({ key, good, secret = false }: Pick<Field, 'key' | 'good' | 'secret'>): string {
  if (secret) return `"${key}": "…"`;
  return key === 'id' ? '"id": "<a fresh GUID>"' : `"${key}": ${shown(good)}`; // a shown id would be copied
}

function remedyFor(field: Field, value: unknown): string {
  if (field.type === 'boolean' && (value === 'true' || value === 'false')) {
    return `Write ${value} without quotes.`;
  }
  if (field.type.startsWith('array') && field.type.endsWith('strings') && typeof value === 'string') {
    return `Put the text into brackets: "${field.key}": [${shown(value)}].`;
  }
  return `Write it as in ${exampleOf(field)}.`;
}

/** One value for each way to be wrong. */
function otherBadValues({ type, required }: Field): readonly unknown[] {
  const elements = type.startsWith('array of') ? [[1]] : [];
  return [null, 0.5, ...elements, ...(required ? [undefined] : [])];
}

function catalogWith(field: Field, value: unknown): JsonObject {
  const path = [...(field.inside ?? []), field.key];
  const first = path[0] ?? field.key;
  const nested = path
    .slice(1)
    .reduceRight<unknown>((inner, key) => ({ ...siblingsOf(field), [key]: inner }), value);
  return field.on === 'plan' ? withPlan({ [first]: nested }) : withOffering({ [first]: nested });
}

function siblingsOf(field: Field): JsonObject {
  return field.inside?.at(-1) === 'maintenance_info' ? { version: '1.0.0' } : {};
}
