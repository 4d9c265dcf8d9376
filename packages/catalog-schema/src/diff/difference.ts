/** What an update of a registered broker means for those who use it, the worst first. */
export const impacts = ['breaking', 'risky', 'safe'] as const;

/**
 * `breaking`: the platform refuses the update, or something that works stops working. `risky`: it depends on how the
 * services are used. `safe`: nobody has to do anything.
 */
export type Impact = (typeof impacts)[number];

/** Every kind of difference that is told. */
export const differenceKinds = [
  'catalog-refused',
  'service-added',
  'service-removed',
  'service-renamed',
  'service-id-changed',
  'service-name-taken',
  'plan-added',
  'plan-removed',
  'plan-renamed',
  'plan-id-changed',
  'plan-name-taken',
  'plan-moved',
  'bindable-changed',
  'plan-updateable-changed',
  'retrievable-changed',
  'context-updates-changed',
  'rotatable-changed',
  'requires-changed',
  'tags-changed',
  'dashboard-client-changed',
  'sharing-changed',
  'free-changed',
  'polling-duration-changed',
  'maintenance-info-changed',
  'maintenance-info-backwards',
  'schema-added',
  'schema-removed',
  'schema-narrowed',
  'schema-widened',
  'schema-changed',
  'description-changed',
  'metadata-changed',
  'member-changed',
] as const;

export type DifferenceKind = (typeof differenceKinds)[number];

/** One difference between the catalog that a broker is registered with and the one that is to follow. */
export interface CatalogDifference {
  readonly kind: DifferenceKind;
  readonly impact: Impact;
  /** The name of the service, as it is now or, for what is gone, as it was; absent for the catalog as a whole. */
  readonly service?: string;
  readonly plan?: string;
  /** JSON Pointer into the old catalog; absent for what is new. */
  readonly oldPointer?: string;
  /** JSON Pointer into the new catalog; absent for what is gone. */
  readonly newPointer?: string;
  /** What differs, what the platform will do, and the remedy where there is one. */
  readonly message: string;
  /** Parameters that the old schema accepts and the new one refuses. */
  readonly example?: { readonly value: unknown };
}

/** A difference as it is found, before it is known of which service or plan. */
export type Found = Omit<CatalogDifference, 'service' | 'plan'>;

/** A value in a message: JSON, cut where it is long. */
export function quoted(value: unknown, longest = 80): string {
  const text = typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
