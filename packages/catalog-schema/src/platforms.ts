import { latestApiVersion, type ApiVersion } from '@osb-kit/spec';

import { judges, profiles, type Profile } from './engine/finding.ts';
import { validateCatalog } from './validate.ts';

/** What a platform does with a catalog. */
export interface PlatformAnswer {
  readonly profile: Exclude<Profile, 'osb'>;
  /** What reports call the platform. */
  readonly platform: string;
  /** The first thing for which it refuses the catalog; absent where it takes it. */
  readonly refusal?: string;
}

/** What each platform does with a catalog, whatever the specification says of it. */
export function platformAnswers(
  catalog: unknown,
  apiVersion: ApiVersion = latestApiVersion,
): readonly PlatformAnswer[] {
  return profiles.flatMap((profile): readonly PlatformAnswer[] => {
    if (profile === 'osb') return [];
    const { findings } = validateCatalog(catalog, { apiVersion, profiles: [profile] });
    const refusal = findings.find(({ severity }) => severity === 'error')?.message;
    return [{ profile, platform: judges[profile], ...(refusal !== undefined && { refusal }) }];
  });
}
