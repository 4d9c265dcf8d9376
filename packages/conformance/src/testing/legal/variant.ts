import type { Miniature } from '../miniature.ts';

/** A legal way to behave, and the hard case that says so. */
export interface LegalVariant {
  /** Reads on after "a broker that". */
  readonly name: string;
  readonly miniature: Miniature;
}

/** Declares a legal variant. */
export const variant = (name: string, miniature: Miniature): LegalVariant => ({ name, miniature });
