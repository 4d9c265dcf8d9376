import type { ApiVersion, RequirementId, Severity } from '@osb-kit/spec';

/** Whose demands a catalog is held against: the specification, or what one platform refuses. */
export const profiles = ['osb', 'cloudfoundry', 'kubernetes', 'korifi', 'service-manager'] as const;
export type Profile = (typeof profiles)[number];

/** What reports call the one who judges by a profile. */
export const judges = {
  osb: 'the specification',
  cloudfoundry: 'Cloud Foundry',
  kubernetes: "Kubernetes' service-catalog",
  korifi: 'Korifi',
  'service-manager': 'Service Manager',
} as const satisfies Record<Profile, string>;

/** True when the text is one of the profiles. */
export function isProfile(text: string): text is Profile {
  return (profiles as readonly string[]).includes(text);
}

/** Where something stands in a text. Line and column count from 1, columns, offset and length in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

/** Another place that a finding is about, as the first use of a name that is taken twice. */
export interface Related {
  readonly pointer: string;
  readonly position?: Position;
}

/** One defect of a catalog. */
export interface Finding {
  /** The rule that saw it: see the registry. */
  readonly rule: string;
  /** The requirement that is broken; absent for advice and for what only a platform demands. */
  readonly requirement?: RequirementId;
  readonly profile: Profile;
  readonly severity: Severity;
  /** What is wrong, where, and the remedy. */
  readonly message: string;
  /** JSON Pointer (RFC 6901) into the document as it was given. */
  readonly pointer: string;
  /** Only where the input was text. */
  readonly position?: Position;
  /** The section of the specification, or of the platform's documentation, that says so. */
  readonly link: string;
  readonly related?: readonly Related[];
  /** What other profiles say of the same fault; the severity of the finding is then the worst of all. */
  readonly also?: readonly AlsoSaid[];
  /** How bad the finding's own profile finds it, where another one finds it worse. */
  readonly ownSeverity?: Severity;
}

/** The words of another profile for a fault that a finding tells. */
export interface AlsoSaid {
  readonly profile: Profile;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly link: string;
}

/** A platform whose demands were not asked for, and that would refuse the catalog. */
export interface Refusal {
  readonly profile: Profile;
  /** How many errors the catalog has for it. */
  readonly errors: number;
}

/** A finding that was switched off, with the reason that was given. */
export interface SuppressedFinding extends Finding {
  readonly reason: string;
}

/** What `validateCatalog` found out. */
export interface ValidationResult {
  /** The name under which the input was given, as a file name. */
  readonly source?: string;
  readonly apiVersion: ApiVersion;
  readonly profiles: readonly Profile[];
  /** The version of Cloud Controller's API that was asked for; the modelled one where it is absent. */
  readonly platformVersion?: string;
  /** True when it was examined and no finding is an error. */
  readonly valid: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** In the order of the document. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** How the input was understood, as in "read as Spring configuration"; each one sentence. */
  readonly notes: readonly string[];
  /** The profiles that were not asked for and have errors; only where they were examined too. */
  readonly refusals?: readonly Refusal[];
  /** Why the input could not be examined at all, as a file that does not exist: one or two sentences with the remedy. */
  readonly failure?: string;
  /** The catalog in its wire form; absent when the input holds none. */
  readonly catalog?: unknown;
  /** The text that was examined, for code frames; absent when a value was given. */
  readonly text?: string;
}
