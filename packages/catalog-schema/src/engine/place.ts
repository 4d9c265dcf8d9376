/**
 * A place in a catalog. Cheap to make: its JSON Pointer is built only when somebody reads it, so that a rule can carry
 * places through a large catalog and pay for the few that it reports.
 */
export class Place {
  /** The document itself. */
  static readonly root = new Place(undefined, '', false);

  readonly parent: Place | undefined;
  readonly key: string | number;
  /** True when the key is meant, and not the value that stands under it. */
  readonly isKey: boolean;

  private constructor(parent: Place | undefined, key: string | number, isKey: boolean) {
    this.parent = parent;
    this.key = key;
    this.isKey = isKey;
  }

  /** The value under a key or index. */
  child(key: string | number): Place {
    return new Place(this, key, false);
  }

  /** The key itself: what to underline when a name is wrong. */
  keyOf(key: string): Place {
    return new Place(this, key, true);
  }

  /** The value at the end of a path. */
  descend(path: readonly (string | number)[]): Place {
    return path.reduce<Place>((place, key) => place.child(key), this);
  }

  /** Keys and indexes from the document down to here. */
  get path(): readonly (string | number)[] {
    const path: (string | number)[] = [];
    if (this.parent !== undefined) path.push(this.key);
    for (let place = this.parent; place?.parent !== undefined; place = place.parent) path.push(place.key);
    return path.reverse();
  }

  /** The JSON Pointer (RFC 6901); empty for the document. */
  get pointer(): string {
    return formatPointer(this.path);
  }
}

/** A path as JSON Pointer (RFC 6901). */
export function formatPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys of a JSON Pointer (RFC 6901). */
export function parsePointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
