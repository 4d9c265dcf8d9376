import { latestApiVersion, type ApiVersion } from '@osb-kit/spec';

import {
  modelledCloudController,
  readCloudControllerVersion,
  type CloudControllerOptions,
} from './dialects/index.ts';
import { isProfile, type Profile, type SuppressedFinding, type ValidationResult } from './engine/finding.ts';
import { catalogNode } from './engine/nodes.ts';
import { united } from './engine/one-fault.ts';
import { Place } from './engine/place.ts';
import { isActive, runRules, type Circumstances, type RawFinding, type RuleFindings } from './engine/run.ts';
import { findCatalog, type FoundCatalog } from './input/forms.ts';
import { inputRules } from './input/input-rules.ts';
import { mayHoldVariables, settled } from './input/placeholders.ts';
import { readInput, type InputFinding, type InputFormat, type Reading } from './input/read.ts';
import { atOrigin, inOrder, inputFinding, positioned, type LocatedFinding } from './located.ts';
import type { KnownRules } from './policy/comments.ts';
import type { Policy } from './policy/policy.ts';
import {
  documentUnderPolicy,
  suppress,
  underPolicy,
  withoutCommented,
  type Suppression,
} from './policy/switching.ts';
import { documentRules, knownRuleIds, rules } from './registry.ts';

export type { Suppression } from './policy/switching.ts';

/** How a catalog is to be examined. */
export interface ValidateOptions {
  /** The version of the specification; the newest by default. */
  readonly apiVersion?: ApiVersion;
  /** Whose demands count; the specification's by default. */
  readonly profiles?: readonly Profile[];
  /** Further profiles that are asked whether they have errors: the result then says which would refuse. */
  readonly outlook?: readonly Profile[];
  /** The version of Cloud Controller's API that the profile `cloudfoundry` goes by, as in `3.115.0`; the modelled one by default. */
  readonly platformVersion?: string;
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
  /** What a team wants besides: severities and rules of its own. */
  readonly policy?: Policy;
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
  const { format = 'auto', source, policy } = options;
  const reading = readInput(input, { format, source, held: form === 'file' });
  const found = reading.document && catalogIn(reading.document, form);
  const context = {
    version: apiVersion,
    strict: options.strict ?? false,
    wire: found?.at === Place.root && found.notes.length === 0,
    profiles,
    outlook: (options.outlook ?? []).filter((profile) => !profiles.includes(profile)),
    exact: {
      ...(found !== undefined && isExact(reading) && exactSource(reading.text, found)),
      ...(options.platformVersion !== undefined && { apiVersion: options.platformVersion }),
    },
  };
  const node = found && catalogNode(found.value, found.at);
  const ruled = node === undefined ? nothing : runRules(rules, node, context);
  const sure =
    found !== undefined && form === 'file' && mayHoldVariables(reading.text)
      ? settled(ruled.listed, found.value, found.at)
      : { kept: ruled.listed, notes: [], faults: [] };
  const ofTeam = underPolicy(sure.kept, node, policy, context);
  const ofDocument = documentUnderPolicy(
    [
      ...[...reading.findings, ...faults(found)].map((finding) => inputFinding(finding, context)),
      ...sure.faults
        .map((fault) => inputFinding({ rule: inputRules.rendered, ...fault }, context))
        .map(({ finding }) => ({ finding: atOrigin(finding, found) })),
    ],
    policy,
  );
  const located = (finding: RawFinding): LocatedFinding => ({ finding: atOrigin(finding, found) });
  const raw = positioned([...ofDocument.kept, ...ofTeam.kept.map(located)], reading);
  const off = positioned([...ofDocument.off, ...ofTeam.off.map(located)], reading);
  const spoken = withoutCommented(raw, reading, context, () => known(context, policy));
  const sifted = suppress(inOrder(spoken.kept), options.suppress ?? [], idsWith(policy));
  const { suppressed, notes } = sifted;
  const kept = united(sifted.kept, profiles);
  const reason = `Off in ${policy?.origin ?? 'the policy'}.`;
  const listedErrors = kept.filter(({ severity }) => severity === 'error').length;
  const errors = listedErrors + ruled.more.error;
  return {
    ...(options.source !== undefined && { source: options.source }),
    apiVersion,
    profiles,
    ...(options.platformVersion !== undefined && { platformVersion: options.platformVersion }),
    valid: errors === 0,
    errors,
    warnings: kept.length - listedErrors + ruled.more.warning,
    findings: kept,
    suppressed: [...suppressed, ...spoken.off, ...off.map((finding) => ({ ...finding, reason }))].map(plain),
    notes: [
      ...reading.notes,
      ...versionNotes(options.platformVersion, profiles),
      ...(found?.notes ?? []),
      ...ruled.notes,
      ...sure.notes,
      ...ofTeam.notes,
      ...notes,
      ...moreNotes(ruled),
    ],
    ...(options.outlook !== undefined && { refusals: ruled.refusals }),
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

const nothing: RuleFindings = {
  listed: [],
  notes: [],
  more: { error: 0, warning: 0 },
  uncompiledSchemas: 0,
  refusals: [],
};

/** What was left out, so that silence is never taken for soundness. */
function moreNotes({ listed, more, uncompiledSchemas }: RuleFindings): readonly string[] {
  const left = more.error + more.warning;
  const unlisted = `Only the first ${listed.length} findings are listed; ${left} more are counted.`;
  const uncompiled = `${uncompiledSchemas} parameter schemas were too many, or too deep, to be compiled; they are held against their metaschema only.`;
  return [...(left === 0 ? [] : [unlisted]), ...(uncompiledSchemas === 0 ? [] : [uncompiled])];
}

/** Where the asked version is not one that was measured. */
function versionNotes(version: string | undefined, profiles: readonly Profile[]): readonly string[] {
  if (version === undefined || !profiles.includes('cloudfoundry')) return [];
  const modelled = modelledCloudController.apiVersion;
  return readCloudControllerVersion(version).kind === 'newer'
    ? [`Cloud Controller ${version} is newer than the modelled ${modelled}, by which the catalog is judged.`]
    : [];
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

/** The rules that a comment may name, and those that can find something in this examination. */
function known(circumstances: Circumstances, policy: Policy | undefined): KnownRules {
  const active = rules.filter((rule) => isActive(rule, circumstances)).map(({ id }) => id);
  return { ids: idsWith(policy), active: new Set([...active, ...ownIds(policy)]) };
}

/** The rules that can find something in an examination of this kind. */
export function activeRuleIds({
  apiVersion,
  profiles,
  strict,
  policy,
}: ValidateOptions): ReadonlySet<string> {
  const circumstances = {
    version: apiVersion ?? latestApiVersion,
    profiles: profiles ?? ['osb'],
    strict: strict ?? false,
  };
  return new Set([...documentRules.map(({ id }) => id), ...known(circumstances, policy).active]);
}

function idsWith(policy: Policy | undefined): ReadonlySet<string> {
  return new Set([...knownRuleIds, ...ownIds(policy)]);
}

function ownIds(policy: Policy | undefined): readonly string[] {
  return policy?.own.map(({ id }) => id) ?? [];
}

/** A finding without what only the comparison of profiles needs. */
function plain(finding: SuppressedFinding & { readonly fault?: string }): SuppressedFinding {
  const { fault: _fault, ...rest } = finding;
  return rest;
}
