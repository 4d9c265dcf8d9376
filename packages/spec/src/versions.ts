/** The minor versions of the Open Service Broker API that osb-kit knows, oldest first. */
export const apiVersions = ['2.11', '2.12', '2.13', '2.14', '2.15', '2.16', '2.17'] as const;

/** A minor version of the Open Service Broker API, as it is sent in `X-Broker-API-Version`. */
export type ApiVersion = (typeof apiVersions)[number];

/** The newest version, and the default wherever a version can be chosen. */
export const latestApiVersion: ApiVersion = '2.17';

/** True when the text is one of the known versions. */
export function isApiVersion(text: string): text is ApiVersion {
  return (apiVersions as readonly string[]).includes(text);
}

/** True when `version` is `since` or newer. */
export function atLeast(version: ApiVersion, since: ApiVersion): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(since);
}
