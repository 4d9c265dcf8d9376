import type { ApiVersion } from '@osb-kit/spec';
import type { Miniature } from '../miniature.ts';

/** A legal way to behave, and the hard case that says so. */
export interface LegalVariant {
  /** Reads on after "a broker that". */
  readonly name: string;
  readonly miniature: Miniature;
  /** The first version at which it is legal. */
  readonly since: ApiVersion;
}

/** Declares a legal variant. */
export const variant = (name: string, miniature: Miniature, since: ApiVersion = '2.11'): LegalVariant => ({
  name,
  miniature,
  since,
});
