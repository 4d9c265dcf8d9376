import { takesDraft06 } from './cloud-controller-version.ts';
import { parseExactJson } from './exact-json.ts';
import { isHash, member } from './ruby-value.ts';

/** A place in the catalog; its pointer is only written when something is found there. */
export class Place {
  readonly parent: Place | undefined;
  readonly key: string | number;

  constructor(parent?: Place, key: string | number = '') {
    this.parent = parent;
    this.key = key;
  }

  child(key: string | number): Place {
    return new Place(this, key);
  }

  /** The keys from the root of the catalog. */
  get path(): (string | number)[] {
    const keys: (string | number)[] = [];
    const collect = ({ parent, key }: Place): Place | undefined => {
      if (parent !== undefined) keys.push(key);
      return parent;
    };
    for (let place = collect(this); place !== undefined;) place = collect(place);
    return keys.reverse();
  }

  /** JSON pointer (RFC 6901). */
  get pointer(): string {
    return this.path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }
}

/** Where a wrong decimal such as `3.0` would change the verdict, not only the text. */
const decisiveDecimal =
  /"(?:maximum_polling_duration|(?:min|max)(?:Length|Items|Properties))"\s*:\s*-?\d+[.eE]|\\u00/;

/** The JSON text a catalog was read from; it is read a second time only when a number has to be shown or judged. */
export class ExactSource {
  readonly #text: string | undefined;
  readonly #base: readonly string[];
  #root: { readonly value: unknown } | undefined;
  /** Whether the text holds a decimal where Cloud Controller wants an integer. */
  readonly decisive: boolean;
  /** Whether the Cloud Controller that examines it knows draft-06. */
  readonly draft06: boolean;

  constructor(text: string | undefined, base: readonly string[] = [], apiVersion?: string) {
    this.#text = text;
    this.#base = base;
    this.draft06 = apiVersion === undefined || takesDraft06(apiVersion);
    this.decisive = text !== undefined && decisiveDecimal.test(text);
  }

  /** The value at the place as it was written, or the given one when there is no text or it does not fit. */
  at(place: Place, value: unknown): unknown {
    if (this.#text === undefined || !holdsNumberOrKeys(value)) return value;
    this.#root ??= { value: parseExactJson(this.#text) };
    let current = this.#root.value;
    for (const key of [...this.#base, ...place.path]) {
      if (Array.isArray(current)) current = (current as unknown[])[Number(key)];
      else if (isHash(current)) current = member(current, String(key));
      else return value;
    }
    return current ?? value;
  }
}

function holdsNumberOrKeys(value: unknown): boolean {
  return (
    typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'object' && value !== null)
  );
}
