/** The Cloud Controller whose checks are modelled, and measured byte for byte. */
export const modelledCloudController = {
  /** As `cf api` prints it. */
  apiVersion: '3.228.0',
  commit: '3bbba9069894b1b74652c7b88fdfd4171136c8c4',
  released: 'August 2026',
} as const;

/** The first version that checks as the modelled one does, but for what {@link takesDraft06} knows. */
export const oldestCloudController = '3.95.0';

/** A file of the modelled Cloud Controller. */
export function cloudControllerSource(path: string): string {
  return `https://github.com/cloudfoundry/cloud_controller_ng/blob/${modelledCloudController.commit}/${path}`;
}

/** Where draft-06 was not known under its name: a release of the JSON Schema library had another one for it. */
const withoutDraft06 = { from: [3, 110], before: [3, 116] } as const;

/** When draft-06 schemas are refused, in words. */
export const draft06Refused = '3.110.0 to 3.115.0 (CAPI 1.121.0 to 1.127.0)';

/** Whether a version takes schemas that declare draft-06. */
export function takesDraft06(apiVersion: string): boolean {
  const version = numbersOf(apiVersion);
  return compare(version, withoutDraft06.from) < 0 || compare(version, withoutDraft06.before) >= 0;
}

/** How a version that a user names stands to the modelled one. */
export type VersionStanding =
  | { readonly kind: 'known'; readonly version: string }
  | { readonly kind: 'newer'; readonly version: string }
  | { readonly kind: 'unusable'; readonly why: string };

/** Reads a version of Cloud Controller's API, as in `3.115.0` or `3.115`. */
export function readCloudControllerVersion(text: string): VersionStanding {
  const [, version] = /^v?(\d+\.\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (version === undefined) {
    return { kind: 'unusable', why: `"${text}" is no version. ${howToAsk}` };
  }
  const numbers = numbersOf(version);
  if (numbers[0] !== 3) {
    const what = numbers[0] === 1 ? 'a release of CAPI, not a version of the API' : 'no version of the API 3';
    return { kind: 'unusable', why: `"${text}" is ${what}. ${howToAsk}` };
  }
  if (compare(numbers, numbersOf(oldestCloudController)) < 0) {
    return {
      kind: 'unusable',
      why: `Cloud Controller ${version} is older than what is known: ${oldestCloudController} (December 2020) and later. ${howToAsk}`,
    };
  }
  const whole = version.split('.').length === 2 ? `${version}.0` : version;
  const isNewer = compare(numbers, numbersOf(modelledCloudController.apiVersion)) > 0;
  return { kind: isNewer ? 'newer' : 'known', version: whole };
}

const howToAsk = `Give the API version that "cf api" prints, as in ${modelledCloudController.apiVersion}.`;

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < 3; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
