import { isArray, isObject, own, type JsonObject } from '../engine/json.ts';
import { canonicalKey, knownKeys, type Level } from '../engine/keys.ts';
import type { Place } from '../engine/place.ts';
import { children } from './fields.ts';
import { namesIn, type Names, type Written } from './names.ts';
import type { Source, SourceNode, SourceObject } from './source.ts';

/** A parameters schema as it is written. */
export interface WrittenSchema {
  readonly node: SourceObject;
  readonly value: JsonObject;
  readonly at: Place;
}

/** Receives the objects of a catalog, each before the objects in it. */
export interface Visitor {
  readonly object: (written: Written, names: Names) => void;
  readonly schema: (written: WrittenSchema) => void;
}

interface Start {
  readonly node: SourceNode;
  readonly value: unknown;
  readonly at: Place;
  readonly role: Role;
}

/** What a node is to the catalog. Metadata and the inside of parameters schemas have no role, and are not entered. */
type Role = Level | 'offerings' | 'plans' | 'parameters';

const listed: ReadonlyMap<Role, Level> = new Map([
  ['offerings', 'offering'],
  ['plans', 'plan'],
]);

/**
 * Walks a catalog in its source. What is written once and used in several places is entered only where all of them have
 * the same role: else to mend the one would be to change the other.
 */
export function walkSource(source: Source, start: Start, spring: boolean, visitor: Visitor): void {
  const uses = new Map<object, Role>();
  const survey: Visitor = { object: () => undefined, schema: () => undefined };
  new Walk(source, spring, survey, (id, role) => uses.set(id, role)).enter(start);
  new Walk(source, spring, visitor, undefined, uses).enter(start);
}

class Walk {
  readonly #source: Source;
  readonly #spring: boolean;
  readonly #visitor: Visitor;
  readonly #onAlias: ((id: object, role: Role) => void) | undefined;
  readonly #uses: ReadonlyMap<object, Role> | undefined;

  constructor(
    source: Source,
    spring: boolean,
    visitor: Visitor,
    onAlias: ((id: object, role: Role) => void) | undefined,
    uses?: ReadonlyMap<object, Role>,
  ) {
    this.#source = source;
    this.#spring = spring;
    this.#visitor = visitor;
    this.#onAlias = onAlias;
    this.#uses = uses;
  }

  enter({ node, value, at, role }: Start): void {
    if (node.kind === 'alias') this.#onAlias?.(node.id, role);
    const aliases = this.#source.aliasesOf(node.id);
    if (this.#uses !== undefined && aliases.some((alias) => this.#uses?.get(alias) !== role)) return;
    const element = listed.get(role);
    if (element !== undefined) {
      if (node.kind !== 'array' || !isArray(value)) return;
      node.items.forEach((item, index) =>
        this.enter({ node: item(), value: value[index], at: at.child(index), role: element }),
      );
    } else if (node.kind === 'object' && isObject(value)) {
      if (role === 'parameters') this.#visitor.schema({ node, value, at });
      else this.#object({ level: role as Level, node, value, at, shared: aliases.length > 0 }); // the lists are done above
    }
  }

  #object(written: Written): void {
    const { level, node, value, at } = written;
    const names = this.#spring ? springNames(level, node) : namesIn(written);
    this.#visitor.object(written, names);
    const last = new Map(node.pairs.map((pair) => [names.get(pair) ?? pair.key, pair]));
    for (const [key, pair] of last) {
      const role = roleBelow(level, key);
      if (role === undefined) continue; // of two equal keys parsers take the last
      this.enter({ node: pair.node(), value: own(value, pair.key), at: at.child(pair.key), role });
    }
  }
}

function roleBelow(level: Level, key: string): Role | undefined {
  if (level === 'catalog' && key === 'services') return 'offerings';
  if (level === 'offering' && key === 'plans') return 'plans';
  if (level === 'method' && key === 'parameters') return 'parameters';
  return children[level]?.get(key);
}

/** Spring reads keys without regard to case, hyphens and underscores. */
function springNames(level: Level, node: SourceObject): Names {
  const known: readonly string[] = knownKeys[level];
  return new Map(
    node.pairs.map((pair) => {
      const meant = known.find((key) => canonicalKey(key) === canonicalKey(pair.key));
      return [pair, meant ?? pair.key];
    }),
  );
}
