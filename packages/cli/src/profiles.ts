import type { Profile } from '@osb-kit/catalog-schema';
import { usageError } from './cli-error.ts';

/** The profiles of `osb validate`; the tests hold them against those of the validator, which is loaded later. */
export const profileNames = [
  'osb',
  'cloudfoundry',
  'kubernetes',
  'korifi',
  'service-manager',
] as const satisfies readonly Profile[];

/** Every profile, in one word. */
export const allProfiles = 'all';

/** The profiles that words name: one each, several with commas between them, or all. */
export async function profilesOf(words: readonly string[]): Promise<readonly Profile[]> {
  const asked = new Set<Profile>();
  for (const word of words.flatMap((text) => text.split(','))) {
    const name = word.trim().toLowerCase();
    const named = name === allProfiles ? profileNames : profileNames.filter((known) => known === name);
    if (named.length === 0) throw usageError(await unknown(name));
    for (const profile of named) asked.add(profile);
  }
  return [...asked];
}

/** The versions of Cloud Controller's API that are known, for a help that loads nothing; a test holds them against the validator's. */
export const modelledVersions = '3.95.0 to 3.228.0; default 3.228.0, the one that is modelled';

/** The option of the validator that a version of the platform is; none is the modelled one. */
export async function platformVersionOf(
  text: string | undefined,
): Promise<{ readonly platformVersion?: string }> {
  if (text === undefined) return {};
  const { readCloudControllerVersion } = await import('@osb-kit/catalog-schema');
  const standing = readCloudControllerVersion(text);
  if (standing.kind === 'unusable') throw usageError(`--platform-version ${standing.why}`);
  return { platformVersion: standing.version };
}

async function unknown(name: string): Promise<string> {
  const { nearestName } = await import('@osb-kit/catalog-schema');
  const near = nearestName(name, profileNames);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  return `There is no profile "${name}". ${meant}Profiles: ${profileNames.join(', ')}, or ${allProfiles}; several with commas between them.`;
}
