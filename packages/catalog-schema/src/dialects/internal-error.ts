import type { Place } from './place.ts';

/** Cloud Controller's own code raises here, and the operator reads "An unknown error occurred.". */
export class InternalError extends Error {
  override readonly name = 'InternalError';
  readonly place: Place;
  readonly because: string;

  constructor(place: Place, because: string) {
    super(because);
    this.place = place;
    this.because = because;
  }
}
