import type { ApiVersion } from '@osb-kit/spec';
import type { Miniature } from '../miniature.ts';

/** A legal way to behave, and the hard case that says so. */
export interface LegalVariant {
  /** Reads on after "a broker that". */
  readonly name: string;
  readonly miniature: Miniature;
  /** The first version at which it is legal. */
  readonly since: ApiVersion;
  /** The last version at which it is legal. */
  readonly until: ApiVersion;
}

/** Declares a legal variant, of all versions unless it says otherwise. */
export const variant = (
  name: string,
  miniature: Miniature,
  since: ApiVersion = '2.11',
  until: ApiVersion = '2.17',
): LegalVariant => ({ name, miniature, since, until });
