import {
  atLeast,
  requirement,
  sectionLink,
  severityOf,
  type ApiVersion,
  type RequirementId,
  type Severity,
} from '@osb-kit/spec';

import { profiles as everyProfile, type Profile, type Refusal } from './finding.ts';
import { GoReadings } from './go-rule.ts';
import { faultOf } from './one-fault.ts';
import {
  examineAsCloudController,
  examineForDatabase,
  modelledCloudController,
  type CloudControllerOptions,
  type CloudControllerProblem,
  type DatabaseProblem,
} from '../dialects/index.ts';
import { SchemaExaminer } from '../schemas/examine.ts';
import { parametersOf, type CatalogNode, type Located, type OfferingNode, type PlanNode } from './nodes.ts';
import { Place } from './place.ts';
import type { Context, Rule, Visitors } from './rule.ts';
import { UnknownKeys } from './unknown-keys.ts';

/** A finding before its place has been looked up in the text. */
export interface RawFinding {
  readonly rule: string;
  readonly requirement?: RequirementId;
  readonly profile: Profile;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Place;
  readonly link: string;
  readonly related: readonly Place[];
  /** What it is about, where several profiles may speak of it. */
  readonly fault?: string;
}

/** What decides whether a rule speaks, and how loudly. */
export interface Circumstances {
  readonly version: ApiVersion;
  readonly strict: boolean;
  readonly profiles: readonly Profile[];
}

/** How a rule stands at a version: silent, or with a severity and a link. */
interface Standing {
  readonly profile: Profile;
  readonly severity: Severity;
  readonly link: string;
  readonly requirement?: RequirementId;
}

/** How many findings are listed; a catalog with more has one cause, and listing millions would take all memory. */
export const mostFindings = 20_000;

/** How many notes are kept. */
const mostNotes = 100;

/** What the rules found. */
export interface RuleFindings {
  readonly listed: readonly RawFinding[];
  /** Found, but beyond {@link mostFindings}. */
  readonly more: Readonly<Record<Severity, number>>;
  /** What is no fault and worth knowing, each once. */
  readonly notes: readonly string[];
  /** Distinct parameter schemas that were too many to be compiled. */
  readonly uncompiledSchemas: number;
  /** The profiles of the outlook that have errors, in its order. */
  readonly refusals: readonly Refusal[];
}

/** What an examination goes by. */
export interface Asked extends Circumstances {
  readonly wire: boolean;
  readonly exact?: CloudControllerOptions;
  /** Further profiles whose errors are counted and not listed. */
  readonly outlook?: readonly Profile[];
}

class Collector {
  readonly listed: RawFinding[] = [];
  readonly more: Record<Severity, number> = { error: 0, warning: 0 };
  readonly notes = new Set<string>();

  get isFull(): boolean {
    return this.listed.length >= mostFindings;
  }
}

/** Applies the rules that hold for the version and the profiles; linear in the number of plans. */
export function runRules(rules: readonly Rule[], catalog: CatalogNode, asked: Asked): RuleFindings {
  const findings = new Collector();
  const { version, strict, wire, profiles } = asked;
  let problems: readonly CloudControllerProblem[] | undefined;
  const cloudController = () => (problems ??= examineAsCloudController(catalog.value, asked.exact));
  let stored: readonly DatabaseProblem[] | undefined;
  const databaseProblems = (value: unknown, at: Place) => (stored ??= examineForDatabase(value, at));
  const schemas = new SchemaExaminer();
  const context = {
    version,
    strict,
    wire,
    schemas,
    unknownKeys: new UnknownKeys(),
    cloudController,
    databaseProblems,
    asGo: new GoReadings().read,
    profiles,
    cloudControllerVersion: asked.exact?.apiVersion ?? modelledCloudController.apiVersion,
  };
  const visitors = rules.flatMap((rule) => {
    const standing = standingOf(rule, asked);
    return standing === undefined ? [] : [visitorsOf(rule, standing, context, findings)];
  });
  const errors = new Map<Profile, number>();
  for (const profile of asked.outlook ?? []) visitors.push(...countersOf(rules, profile, context, errors));
  walk(catalog, visitors);
  const { listed, more, notes } = findings;
  const refusals = (asked.outlook ?? []).flatMap((profile) => {
    const count = errors.get(profile);
    return count === undefined ? [] : [{ profile, errors: count }];
  });
  return { listed, more, notes: [...notes], uncompiledSchemas: schemas.uncompiled, refusals };
}

/** The hooks of the rules of one profile that may find errors: they are counted, and no message is made. */
function countersOf(
  rules: readonly Rule[],
  profile: Profile,
  context: Context,
  errors: Map<Profile, number>,
): readonly Visitors[] {
  const { version, strict } = context;
  return rules.flatMap((rule) => {
    if (rule.basis.kind !== 'platform' && profile !== 'osb') return []; // at most a warning there
    const standing = standingOf(rule, { version, strict, profiles: [profile] });
    if (standing?.severity !== 'error') return [];
    const visitors = rule.start((name) => {
      if (isSoft(rule, name, strict)) return;
      errors.set(profile, (errors.get(profile) ?? 0) + 1);
    }, context);
    return [visitors];
  });
}

function isSoft({ warnings, softened, notes }: Rule, message: string, strict: boolean): boolean {
  return warnings.includes(message) || notes.includes(message) || (softened.includes(message) && !strict);
}

function standingOf(rule: Rule, { version, strict, profiles }: Circumstances): Standing | undefined {
  const { basis } = rule;
  switch (basis.kind) {
    case 'requirement': {
      const row = requirement(basis.requirement);
      const optional = row.section.startsWith('profile.md');
      const profile = profileFor(optional ? ['osb', 'cloudfoundry'] : ['osb'], profiles);
      const level = severityOf(row, version);
      if (profile === undefined || level === undefined) return undefined;
      const severity = optional && !(strict && profile === 'osb') ? 'warning' : level;
      return { profile, severity, link: sectionLink(row.section, version), requirement: basis.requirement };
    }
    case 'advice': {
      const profile = profileFor(everyProfile, profiles);
      if (profile === undefined || !atLeast(version, basis.since)) return undefined;
      return { profile, severity: 'warning', link: sectionLink(basis.section, version) };
    }
    case 'platform':
      return profiles.includes(basis.profile)
        ? { profile: basis.profile, severity: 'error', link: basis.link }
        : undefined;
  }
}

function profileFor(speaking: readonly Profile[], asked: readonly Profile[]): Profile | undefined {
  return speaking.find((profile) => asked.includes(profile));
}

function visitorsOf(rule: Rule, standing: Standing, context: Context, findings: Collector): Visitors {
  const messages = new Map<string, (facts: never) => string>(Object.entries(rule.messages));
  const isAlone = context.profiles.length === 1;
  return rule.start((name, at, facts) => {
    const message = messages.get(name);
    if (message === undefined) return;
    if (rule.notes.includes(name)) {
      if (findings.notes.size < mostNotes) findings.notes.add(message(facts as never));
      return;
    }
    const severity = isSoft(rule, name, context.strict) ? 'warning' : standing.severity;
    if (findings.isFull) {
      findings.more[severity]++;
      return;
    }
    const fault = isAlone ? undefined : faultOf(name, at, facts);
    findings.listed.push({
      ...standing,
      rule: rule.id,
      severity,
      message: message(facts as never), // `found` has checked the facts against the message
      at,
      related: placesIn(facts),
      ...(fault !== undefined && { fault }),
    });
  }, context);
}

function placesIn(facts: unknown): readonly Place[] {
  if (typeof facts !== 'object' || facts === null) return [];
  return Object.values(facts).filter((fact) => fact instanceof Place);
}

type Hook<N> = (node: N) => void;

/** The hooks for one kind of node: those to call always, and those to call where a key is present. */
class Hooks<N extends Located> {
  readonly #always: Hook<N>[] = [];
  readonly #byKey = new Map<string, Hook<N>[]>();

  add(hook: Hook<N> | undefined, needs: string | undefined): void {
    if (hook === undefined) return;
    if (needs === undefined) this.#always.push(hook);
    else this.#byKey.set(needs, [...(this.#byKey.get(needs) ?? []), hook]);
  }

  call(node: N): void {
    for (const hook of this.#always) hook(node);
    for (const key in node.value) {
      const hooks = this.#byKey.get(key);
      if (hooks !== undefined) for (const hook of hooks) hook(node);
    }
  }
}

function walk(catalog: CatalogNode, visitors: readonly Visitors[]): void {
  const onOffering = new Hooks<OfferingNode>();
  const onPlan = new Hooks<PlanNode>();
  for (const { needs, offering, plan } of visitors) {
    onOffering.add(offering, needs);
    onPlan.add(plan, needs);
  }
  const onParameters = visitors.flatMap(({ parameters }) => (parameters === undefined ? [] : [parameters]));
  for (const visitor of visitors) visitor.catalog?.(catalog);
  for (const offering of catalog.offerings) {
    onOffering.call(offering);
    for (const plan of offering.plans) {
      onPlan.call(plan);
      if (plan.value['schemas'] === undefined) continue;
      for (const node of parametersOf(plan)) for (const hook of onParameters) hook(node);
    }
  }
}

/** The severity a rule has at a version in the profile `osb`; `undefined` where it is silent. For documentation. */
export function severityOfRule(rule: Rule, version: ApiVersion): Severity | undefined {
  const asked: readonly Profile[] = rule.basis.kind === 'platform' ? [rule.basis.profile] : ['osb'];
  return standingOf(rule, { version, strict: false, profiles: asked })?.severity;
}

/** True when a rule can find something at the version and in the profiles. */
export function isActive(rule: Rule, circumstances: Circumstances): boolean {
  return standingOf(rule, circumstances) !== undefined;
}
