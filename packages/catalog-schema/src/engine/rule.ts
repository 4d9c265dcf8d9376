import type { ApiVersion, RequirementId } from '@osb-kit/spec';

import type { Profile } from './finding.ts';
import type { GoCatalog, GoReading } from './go-decode.ts';
import type { CatalogNode, OfferingNode, ParametersNode, PlanNode } from './nodes.ts';
import type { Place } from './place.ts';
import type { UnknownKeys } from './unknown-keys.ts';
import type { CloudControllerProblem, DatabaseProblem } from '../dialects/index.ts';
import type { SchemaExaminer } from '../schemas/examine.ts';

/** Messages of a rule: functions of the facts that they mention. */
export type Messages = Readonly<Record<string, (facts: never) => string>>;

/** One function per message: reports it at a place. Places among the facts become related places. */
export type Found<M extends Messages> = {
  readonly [K in keyof M]: (at: Place, ...facts: Parameters<M[K]>) => void;
};

/** What a rule may know besides the node. */
export interface Context {
  readonly version: ApiVersion;
  /** The input is what a broker sent, and not a file that a broker reads. */
  readonly wire: boolean;
  readonly strict: boolean;
  readonly schemas: SchemaExaminer;
  readonly unknownKeys: UnknownKeys;
  /** What Cloud Controller says about the catalog; examined at the first question. */
  readonly cloudController: () => readonly CloudControllerProblem[];
  /** What its database says about the catalog at a place; examined at the first question. */
  readonly databaseProblems: (catalog: unknown, at: Place) => readonly DatabaseProblem[];
  /** Whose demands count. */
  readonly profiles: readonly Profile[];
  /** The catalog as a platform written in Go reads it; read at the first question. */
  readonly asGo: (node: CatalogNode, types: GoCatalog) => GoReading;
  /** The version of Cloud Controller's API to go by. */
  readonly cloudControllerVersion: string;
}

/** The hooks of a rule; each is called once per node, in the order of the document. */
export interface Visitors {
  /** A key of the offering or plan without which the hooks on it have nothing to say, and are not called. */
  readonly needs?: string;
  readonly catalog?: (node: CatalogNode) => void;
  readonly offering?: (node: OfferingNode) => void;
  readonly plan?: (node: PlanNode) => void;
  readonly parameters?: (node: ParametersNode) => void;
}

/**
 * What a rule rests on. A requirement brings level, versions and link along. Advice is a convention and always a warning.
 * A platform's rule is an error in the profile of that platform and silent elsewhere.
 */
export type Basis =
  | { readonly kind: 'requirement'; readonly requirement: RequirementId }
  | { readonly kind: 'advice'; readonly section: string; readonly since: ApiVersion }
  | { readonly kind: 'platform'; readonly profile: Profile; readonly link: string };

/** A rule whose types of messages are forgotten, as the registry holds it. */
export interface Rule {
  readonly id: string;
  readonly basis: Basis;
  /** One sentence: what holds in a good catalog; for a requirement its statement. */
  readonly summary?: string;
  readonly messages: Messages;
  /** Messages that are never more than a warning. */
  readonly warnings: readonly string[];
  /** Messages that are warnings unless the strict reading is asked for. */
  readonly softened: readonly string[];
  /** Messages that tell something and find no fault: notes on the catalog. */
  readonly notes: readonly string[];
  readonly examples: Examples;
  /** Makes the hooks for one examination. */
  start(report: Report, context: Context): Visitors;
}

/** A catalog that the rule leaves alone and one that it does not. */
export interface Examples {
  readonly good: unknown;
  readonly bad: unknown;
  /** Further bad catalogs, so that every message has been seen. */
  readonly alsoBad?: readonly unknown[];
  /** The version at which the examples are examined; the newest unless given. */
  readonly version?: ApiVersion;
  /** The profiles for which they are; all unless given. */
  readonly profiles?: readonly Profile[];
}

/** Receives what a rule found. */
export type Report = (message: string, at: Place, facts: unknown) => void;

interface RuleSource<M extends Messages> {
  readonly id: string;
  readonly messages: M;
  readonly warnings?: readonly (keyof M & string)[];
  readonly softened?: readonly (keyof M & string)[];
  readonly notes?: readonly (keyof M & string)[];
  readonly examples: Examples;
  readonly summary?: string;
  /** A key of the offering or plan without which the hooks on it have nothing to say: they are not called then. */
  readonly needs?: string;
  /** Where `each` looks: at both kinds of node unless given. */
  readonly on?: 'offering' | 'plan';
  /** For rules that treat offerings and plans alike; a rule has this hook or those two. */
  readonly each?: (node: OfferingNode | PlanNode, found: Found<M>, context: Context) => void;
  readonly catalog?: (node: CatalogNode, found: Found<M>, context: Context) => void;
  readonly offering?: (node: OfferingNode, found: Found<M>, context: Context) => void;
  readonly plan?: (node: PlanNode, found: Found<M>, context: Context) => void;
  readonly parameters?: (node: ParametersNode, found: Found<M>, context: Context) => void;
}

type RuleBasis =
  | { readonly requirement: RequirementId }
  | { readonly advice: string; readonly since?: ApiVersion; readonly summary: string }
  | { readonly platform: Profile; readonly link: string; readonly summary: string };

/** Declares a rule: who demands it, what it says, an example of each kind, and the hooks that look. */
export function defineRule<const M extends Messages>(source: RuleSource<M> & RuleBasis): Rule {
  return {
    id: source.id,
    basis: basisOf(source),
    ...(source.summary === undefined ? {} : { summary: source.summary }),
    messages: source.messages,
    warnings: source.warnings ?? [],
    softened: source.softened ?? [],
    notes: source.notes ?? [],
    examples: source.examples,
    start(report, context) {
      const found = foundFor(source.messages, report);
      const { catalog, each, on, parameters } = source;
      const offering = on === 'plan' ? undefined : (each ?? source.offering);
      const plan = on === 'offering' ? undefined : (each ?? source.plan);
      return {
        ...(source.needs !== undefined && { needs: source.needs }),
        ...(catalog && { catalog: (node: CatalogNode) => catalog(node, found, context) }),
        ...(offering && { offering: (node: OfferingNode) => offering(node, found, context) }),
        ...(plan && { plan: (node: PlanNode) => plan(node, found, context) }),
        ...(parameters && { parameters: (node: ParametersNode) => parameters(node, found, context) }),
      };
    },
  };
}

function basisOf(source: RuleBasis): Basis {
  if ('requirement' in source) return { kind: 'requirement', requirement: source.requirement };
  if ('advice' in source) return { kind: 'advice', section: source.advice, since: source.since ?? '2.11' };
  return { kind: 'platform', profile: source.platform, link: source.link };
}

function foundFor<M extends Messages>(messages: M, report: Report): Found<M> {
  const found = Object.keys(messages).map((name) => [
    name,
    (at: Place, facts?: unknown) => report(name, at, facts),
  ]);
  return Object.fromEntries(found) as Found<M>; // the mapped type cannot be built key by key
}
