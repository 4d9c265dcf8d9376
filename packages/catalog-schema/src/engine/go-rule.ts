import type { Profile } from './finding.ts';
import { decodeAsGo, type GoCatalog, type Undecodable } from './go-decode.ts';
import { isObject, typeOf } from './json.ts';
import { offeringLabel, planLabel, type CatalogNode, type OfferingNode, type PlanNode } from './nodes.ts';
import { Place } from './place.ts';
import { rightValue, type Wanted } from './right-value.ts';
import { defineRule, type Examples, type Found, type Messages, type Rule } from './rule.ts';
import { shown } from './shown.ts';

/** A rule of a platform that is written in Go: its hooks get the catalog as Go reads it. */
export interface GoRuleSource<M extends Messages> {
  readonly id: string;
  readonly platform: Profile;
  readonly types: GoCatalog;
  readonly link: string;
  readonly summary: string;
  readonly messages: M;
  readonly warnings?: readonly (keyof M & string)[];
  readonly notes?: readonly (keyof M & string)[];
  readonly examples: Examples;
  readonly catalog?: (node: CatalogNode, found: Found<M>) => void;
  readonly offering?: (node: OfferingNode, found: Found<M>) => void;
  readonly plan?: (node: PlanNode, found: Found<M>) => void;
}

/** Declares a rule whose hooks see keys in the case of the platform's types; places are those of the catalog as written. */
export function goRule<const M extends Messages>({ types, ...source }: GoRuleSource<M>): Rule {
  const { id, platform, link, summary, messages, warnings, notes, examples } = source;
  return defineRule({
    ...{ id, platform, link, summary, messages, examples },
    ...(warnings !== undefined && { warnings }),
    ...(notes !== undefined && { notes }),
    catalog(node, written, { asGo }) {
      const { catalog, asWritten } = asGo(node, types);
      const found = translated(written, asWritten);
      source.catalog?.(catalog, found);
      for (const offering of catalog.offerings) {
        source.offering?.(offering, found);
        if (source.plan !== undefined) for (const plan of offering.plans) source.plan(plan, found);
      }
    },
  });
}

type Report = (at: Place, facts?: unknown) => void;

function translated<M extends Messages>(found: Found<M>, asWritten: (place: Place) => Place): Found<M> {
  // Each of its members is a function of a place and of facts that the messages have checked.
  const reports = Object.entries(found as Readonly<Record<string, Report>>).map(([name, report]) => [
    name,
    (at: Place, facts?: unknown) => {
      report(asWritten(at), isObject(facts) ? translatedFacts(facts, asWritten) : facts);
    },
  ]);
  return Object.fromEntries(reports) as Found<M>; // the mapped type cannot be built key by key
}

function translatedFacts(
  facts: Readonly<Record<string, unknown>>,
  asWritten: (place: Place) => Place,
): unknown {
  return Object.fromEntries(
    Object.entries(facts).map(([key, fact]) => [key, fact instanceof Place ? asWritten(fact) : fact]),
  );
}

interface DecodableSource {
  readonly id: string;
  readonly platform: Profile;
  readonly types: GoCatalog;
  readonly link: string;
  /** What reads the catalog, at the start of a sentence. */
  readonly reader: string;
  readonly examples: Examples;
}

/** The rule that a platform can decode a catalog at all. */
export function decodableRule({ reader, types, ...source }: DecodableSource): Rule {
  return defineRule({
    ...source,
    summary: `${reader} decodes a catalog into fixed types, without regard to the case of keys, and one wrong type refuses the whole catalog.`,
    messages: {
      type: ({
        key,
        host,
        wanted,
        is,
        advice,
      }: {
        key: string;
        host: string;
        wanted: Wanted;
        is: string;
        advice: string;
      }) =>
        `${reader} cannot read the catalog: "${key}" of ${host} is ${is} and must be ${article(wanted)}. ${advice}`,
      element: ({ host, is }: { host: string; is: string }) =>
        `${reader} cannot read the catalog: ${host} is ${is} and must be an object. Correct or remove it.`,
      services: ({ is }: { is: string }) =>
        `${reader} cannot read the catalog: it must be an object with a list of services, but is ${is}. Write {"services": […]}.`,
    },
    catalog(node, found, { asGo }) {
      if (!isObject(node.value)) {
        found.services(node.at, { is: typeOf(node.value) });
        return;
      }
      const { catalog, undecodable } = asGo(node, types);
      for (const problem of undecodable) {
        const { at, keys, wanted, value } = problem;
        const [key = ''] = keys;
        const is = key === 'dashboard_client' ? typeOf(value) : shown(value);
        if (wanted !== 'list of objects') {
          const facts = { key: keys.join('.'), host: hostOf(problem, catalog), wanted, is };
          const shownValue = key === 'dashboard_client' ? undefined : value; // one of them is a secret
          found.type(at, { ...facts, advice: rightValue(wanted, shownValue) });
        } else if (typeof at.key === 'number') {
          found.element(at, { host: `an element of "${key}"`, is });
        } else if (key === 'services') found.services(at, { is });
        else {
          const facts = { key, host: hostOf(problem, catalog), wanted, is };
          found.type(at, { ...facts, advice: rightValue(wanted, value) });
        }
      }
    },
  });
}

function article(wanted: Wanted): string {
  return /^[aeiou]/.test(wanted) ? `an ${wanted}` : `a ${wanted}`;
}

function hostOf({ offering, plan }: Undecodable, { offerings }: CatalogNode): string {
  const node = numbered(offerings, offering);
  const planNode = node && numbered(node.plans, plan);
  if (planNode !== undefined) return planLabel(planNode);
  return node === undefined ? 'the catalog' : offeringLabel(node);
}

/** The node of a number; mostly its position, since what is no object is left out. */
function numbered<N extends { readonly index: number }>(nodes: readonly N[], number?: number): N | undefined {
  if (number === undefined) return undefined;
  const there = nodes[number];
  return there?.index === number ? there : nodes.find(({ index }) => index === number);
}

/** Remembers what one examination has read, since the rules of a platform ask one after the other. */
export class GoReadings {
  readonly #known = new Map<GoCatalog, ReturnType<typeof decodeAsGo>>();

  /** The catalog as Go reads it into these types. */
  readonly read = (node: CatalogNode, types: GoCatalog): ReturnType<typeof decodeAsGo> => {
    const known = this.#known.get(types) ?? decodeAsGo(node, types);
    this.#known.set(types, known);
    return known;
  };
}
