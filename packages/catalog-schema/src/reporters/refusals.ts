import { modelledCloudController } from '../dialects/index.ts';
import {
  judges,
  type Finding,
  type Profile,
  type Refusal,
  type ValidationResult,
} from '../engine/finding.ts';
import { count, sourceOf } from './reporter.ts';

/** The command that shows why a profile has errors for some inputs. */
function commandFor(results: readonly ValidationResult[], profile: Profile): string {
  const version = results.find(({ platformVersion }) => platformVersion !== undefined)?.platformVersion;
  return [
    'osb validate',
    ...results.slice(0, mostNamed).map((result) => argument(sourceOf(result))),
    `--profile ${profile}`,
    ...(version === undefined ? [] : [`--platform-version ${version}`]),
  ].join(' ');
}

const mostNamed = 3;

function argument(source: string): string {
  if (source === '<stdin>') return '-';
  return /^[\w./:@%+=,-]+$/.test(source) ? source : `'${source.replaceAll("'", String.raw`'\''`)}'`;
}

/** One sentence and the command behind it: a profile that was not asked for has errors. */
export function refusalText(result: ValidationResult, { profile, errors }: Refusal): string {
  return `${verdictOf(profile, sourceOf(result), result.platformVersion)} (${count(errors, 'error')}). See why: ${commandFor([result], profile)}`;
}

function verdictOf(profile: Profile, source: string, version: string | undefined): string {
  if (profile === 'osb') return `The specification is broken by ${source}`;
  const which = profile === 'cloudfoundry' ? ` (${cloudControllerOf(version)})` : '';
  return `${judges[profile]}${which} would refuse ${source}`;
}

function cloudControllerOf(version: string = modelledCloudController.apiVersion): string {
  return `Cloud Controller ${version}`;
}

/** Whose demands counted, and of which version. */
export function profilesOf({ profiles, platformVersion }: ValidationResult): string {
  return profiles
    .map((profile) =>
      profile === 'cloudfoundry' ? `${profile} (${cloudControllerOf(platformVersion)})` : profile,
    )
    .join(' + ');
}

/** What every profile that was not asked for would refuse, one line each. */
export function refusalLines(results: readonly ValidationResult[]): readonly string[] {
  const refused = new Map<Profile, ValidationResult[]>();
  for (const result of results) {
    for (const { profile } of result.refusals ?? []) {
      refused.set(profile, [...(refused.get(profile) ?? []), result]);
    }
  }
  return [...refused].map(([profile, refusing]) => {
    const [only] = refusing;
    const refusal = only?.refusals?.find((each) => each.profile === profile);
    if (only !== undefined && refusal !== undefined && refusing.length === 1)
      return refusalText(only, refusal);
    const some = `${refusing.length} of ${results.length} catalogs`;
    return `${verdictOf(profile, some, only?.platformVersion)}. See why: ${commandFor(refusing, profile)}`;
  });
}

/** Whether reports may say that nothing was found. */
export function isSpotless({ errors, warnings, refusals = [], failure }: ValidationResult): boolean {
  return errors + warnings + refusals.length === 0 && failure === undefined;
}

/** Whose finding it is, where it is not the specification's alone; with how bad each finds it, where they differ. */
export function speakersOf(finding: Finding): string | undefined {
  const { profile, severity, ownSeverity = severity, also = [] } = finding;
  if (also.length === 0) return profile === 'osb' ? undefined : profile;
  const all = [{ profile, severity: ownSeverity }, ...also];
  const differ = all.some((each) => each.severity !== ownSeverity);
  return differ
    ? all.map((each) => `${each.profile}: ${each.severity}`).join(', ')
    : all.map((each) => each.profile).join(' + ');
}
