import { latestApiVersion, type ApiVersion } from '@osb-kit/spec';

import type { CloudControllerOptions } from './dialects/index.ts';
import {
  isProfile,
  type Finding,
  type Profile,
  type SuppressedFinding,
  type ValidationResult,
} from './engine/finding.ts';
import { catalogNode } from './engine/nodes.ts';
import { Place } from './engine/place.ts';
import { runRules, type RawFinding, type RuleFindings } from './engine/run.ts';
import { findCatalog, type FoundCatalog } from './input/forms.ts';
import { inputRules } from './input/input-rules.ts';
import { Lines } from './input/lines.ts';
import { mayHoldVariables, settled } from './input/placeholders.ts';
import { readInput, type InputFinding, type InputFormat, type Reading, type Stretch } from './input/read.ts';
import { knownRuleIds, rules } from './registry.ts';

/** A rule to switch off, and why. Only warnings can be switched off. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
}

/** How a catalog is to be examined. */
export interface ValidateOptions {
  /** The version of the specification; the newest by default. */
  readonly apiVersion?: ApiVersion;
  /** Whose demands count; the specification's by default. */
  readonly profiles?: readonly Profile[];
  /** The name of the input in reports, as a file name; its ending decides between JSON and YAML. */
  readonly source?: string;
  readonly format?: InputFormat;
  /**
   * `file` also understands a bare array of services and a catalog inside a broker's configuration;
   * `wire` takes the document for the body that a broker sends. Default: `file`.
   */
  readonly form?: 'file' | 'wire';
  /** Takes the rows of profile.md, and what is lenient by default, at the level of the letter. */
  readonly strict?: boolean;
  readonly suppress?: readonly Suppression[];
}

interface LocatedFinding {
  readonly finding: RawFinding;
  readonly range?: Stretch;
}

/**
 * Examines a catalog. A string or bytes are read as JSON or YAML and findings carry line and column; any other value is
 * the catalog itself. Never throws for what the input contains, makes no I/O, and gives the same result for the same input.
 */
export function validateCatalog(input: unknown, options: ValidateOptions = {}): ValidationResult {
  const apiVersion = options.apiVersion ?? latestApiVersion;
  const asked = [...new Set(options.profiles)].filter(isProfile);
  const profiles: readonly Profile[] = asked.length === 0 ? ['osb'] : asked; // nothing asked is never nothing looked at
  const form = options.form ?? 'file';
  const { format = 'auto', source } = options;
  const reading = readInput(input, { format, source, held: form === 'file' });
  const found = reading.document && catalogIn(reading.document, form);
  const context = {
    version: apiVersion,
    strict: options.strict ?? false,
    wire: found?.at === Place.root && found.notes.length === 0,
    profiles,
    ...(found !== undefined && isExact(reading) && { exact: exactSource(reading.text, found) }),
  };
  const ruled = found === undefined ? nothing : runRules(rules, catalogNode(found.value, found.at), context);
  const sure =
    found !== undefined && form === 'file' && mayHoldVariables(reading.text)
      ? settled(ruled.listed, found.value, found.at)
      : { kept: ruled.listed, notes: [], faults: [] };
  const raw: LocatedFinding[] = [
    ...[...reading.findings, ...faults(found)].map((finding) => inputFinding(finding, profiles[0] ?? 'osb')),
    ...sure.faults
      .map((fault) => inputFinding({ rule: inputRules.rendered, ...fault }, profiles[0] ?? 'osb'))
      .map(({ finding }) => ({ finding: atOrigin(finding, found) })),
    ...sure.kept.map((finding) => ({ finding: atOrigin(finding, found) })),
  ];
  const findings = inOrder(positioned(raw, reading));
  const { kept, suppressed, notes } = suppress(findings, options.suppress ?? []);
  const listedErrors = kept.filter(({ severity }) => severity === 'error').length;
  const errors = listedErrors + ruled.more.error;
  return {
    ...(options.source !== undefined && { source: options.source }),
    apiVersion,
    profiles,
    valid: errors === 0,
    errors,
    warnings: kept.length - listedErrors + ruled.more.warning,
    findings: kept,
    suppressed,
    notes: [
      ...reading.notes,
      ...(found?.notes ?? []),
      ...ruled.notes,
      ...sure.notes,
      ...notes,
      ...moreNotes(ruled),
    ],
    ...(found !== undefined && { catalog: found.value }),
    ...(reading.text !== undefined && { text: reading.text }),
  };
}

/** The result for an input that could not be examined, so that no report leaves it out; `failure` says why, with the remedy. */
export function unexamined(source: string, failure: string, options: ValidateOptions = {}): ValidationResult {
  const { apiVersion = latestApiVersion, profiles = ['osb'] } = options;
  return {
    ...{ source, apiVersion, profiles, failure },
    ...{ valid: false, errors: 0, warnings: 0, findings: [], suppressed: [], notes: [] },
  };
}

const nothing: RuleFindings = { listed: [], notes: [], more: { error: 0, warning: 0 }, uncompiledSchemas: 0 };

/** What was left out, so that silence is never taken for soundness. */
function moreNotes({ listed, more, uncompiledSchemas }: RuleFindings): readonly string[] {
  const left = more.error + more.warning;
  const unlisted = `Only the first ${listed.length} findings are listed; ${left} more are counted.`;
  const uncompiled = `${uncompiledSchemas} parameter schemas were too many to be compiled; they are held against their metaschema only.`;
  return [...(left === 0 ? [] : [unlisted]), ...(uncompiledSchemas === 0 ? [] : [uncompiled])];
}

/** The text behind the catalog, where the catalog is a part of it as it stands. */
function exactSource(text: string | undefined, found: FoundCatalog): CloudControllerOptions {
  return text === undefined || found.origin !== undefined
    ? {}
    : { text, textPath: found.at.path.map(String) };
}

/** True for JSON that is the catalog or has it as a part; a text inside it has escapes. */
function isExact({ format, document }: Reading): boolean {
  return format === 'json' && document?.at === undefined;
}

function catalogIn({ value, at }: NonNullable<Reading['document']>, form: 'file' | 'wire'): FoundCatalog {
  return form === 'file' ? findCatalog(value, at) : { value, at: Place.root, notes: [] };
}

function faults(found: FoundCatalog | undefined): readonly InputFinding[] {
  return found?.fault === undefined ? [] : [{ rule: inputRules.found, ...found.fault }];
}

function inputFinding({ rule, message, at, range }: InputFinding, profile: Profile): LocatedFinding {
  const { id, severity, link } = rule;
  return {
    finding: { rule: id, profile, severity, message, at, link, related: [] },
    ...(range && { range }),
  };
}

function atOrigin(finding: RawFinding, found: FoundCatalog | undefined): RawFinding {
  if (found?.origin === undefined) return finding;
  return { ...finding, at: found.origin(finding.at), related: finding.related.map(found.origin) };
}

/** Looks up all places in one pass over the text. */
function positioned(raw: readonly LocatedFinding[], reading: Reading): Finding[] {
  const { text } = reading;
  const places = raw.flatMap(({ finding }) => [finding.at, ...finding.related]);
  const ranges = places.length === 0 ? [] : reading.locate(places);
  const lines = new Lines(text ?? '');
  const position = (range: Stretch | undefined) =>
    range === undefined || text === undefined ? {} : { position: lines.position(range.offset, range.length) };
  let next = 0;
  return raw.map(({ finding: { at, related, message, ...rest }, range: given }): Finding => {
    const own = ranges[next++];
    const range = given ?? own;
    const others = related.map((place) => ({ pointer: place.pointer, ...position(ranges[next++]) }));
    return {
      ...rest,
      message: range?.inside === undefined ? message : `${message} It is in ${range.inside}.`,
      pointer: at.pointer,
      ...position(range),
      ...(others.length > 0 && { related: others }),
    };
  });
}

/** By place in the text; where there is none, as the rules came by. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (a.position?.offset ?? 0) - (b.position?.offset ?? 0));
}

function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): { kept: readonly Finding[]; suppressed: readonly SuppressedFinding[]; notes: readonly string[] } {
  if (suppressions.length === 0) return { kept: findings, suppressed: [], notes: [] };
  const reasons = new Map(suppressions.map(({ rule, reason }) => [rule, reason]));
  const isOff = ({ rule, severity }: Finding): boolean => severity === 'warning' && reasons.has(rule);
  const notes = [...reasons.keys()].flatMap((rule) => {
    if (!knownRuleIds.has(rule)) return [`"${rule}" is to be switched off, but no rule has this name.`];
    const refused = findings.some((finding) => finding.rule === rule && finding.severity === 'error');
    return refused ? [`"${rule}" stays on where it is an error; only warnings can be switched off.`] : [];
  });
  return {
    kept: findings.filter((finding) => !isOff(finding)),
    suppressed: findings
      .filter(isOff)
      .map((finding) => ({ ...finding, reason: reasons.get(finding.rule) ?? '' })),
    notes,
  };
}
