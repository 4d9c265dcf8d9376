import { isObject, own, type JsonObject } from './json.ts';
import { knownKeysAt, type Level } from './keys.ts';
import type { CatalogNode, OfferingNode, PlanNode } from './nodes.ts';
import type { Place } from './place.ts';

/** A key that the specification does not define, where it stands. */
export interface UnknownKey {
  readonly level: Level;
  readonly key: string;
  readonly host: JsonObject;
  readonly at: Place;
}

/** Objects below an offering or plan whose keys are defined, with their paths. */
const inOffering: readonly (readonly [Level, readonly string[]])[] = [
  ['offeringMetadata', ['metadata']],
  ['dashboardClient', ['dashboard_client']],
];
const inPlan: readonly (readonly [Level, readonly string[]])[] = [
  ['planMetadata', ['metadata']],
  ['maintenanceInfo', ['maintenance_info']],
];
const inSchemas: readonly (readonly [Level, readonly string[]])[] = [
  ['schemas', ['schemas']],
  ['instanceSchema', ['schemas', 'service_instance']],
  ['method', ['schemas', 'service_instance', 'create']],
  ['method', ['schemas', 'service_instance', 'update']],
  ['bindingSchema', ['schemas', 'service_binding']],
  ['method', ['schemas', 'service_binding', 'create']],
];

type Visit = (found: UnknownKey) => void;

/** Calls back for each undefined key of the document itself. */
function unknownKeysOfCatalog({ value, at }: CatalogNode, visit: Visit): void {
  if (isObject(value)) keysOf('catalog', value, [], at, visit);
}

/** Calls back for each undefined key of an offering and of the objects in it, plans left out. */
function unknownKeysOfOffering({ value, at }: OfferingNode, visit: Visit): void {
  keysOf('offering', value, [], at, visit);
  for (const [level, path] of inOffering) below(level, value, path, at, visit);
}

/** Calls back for each undefined key of a plan and of the objects in it. */
function unknownKeysOfPlan({ value, at }: PlanNode, visit: Visit): void {
  keysOf('plan', value, [], at, visit);
  for (const [level, path] of inPlan) below(level, value, path, at, visit);
  if (value['schemas'] === undefined) return;
  for (const [level, path] of inSchemas) below(level, value, path, at, visit);
}

function below(level: Level, root: JsonObject, path: readonly string[], at: Place, visit: Visit): void {
  let value: unknown = root;
  for (const key of path) {
    value = isObject(value) ? own(value, key) : undefined;
    if (value === undefined) return;
  }
  if (isObject(value)) keysOf(level, value, path, at, visit);
}

function keysOf(level: Level, host: JsonObject, path: readonly string[], at: Place, visit: Visit): void {
  const known = knownKeysAt(level);
  for (const key in host) {
    if (!known.has(key)) visit({ level, key, host, at: at.descend(path) });
  }
}

/** Remembers the undefined keys of the node that was asked for last, since several rules ask one after the other. */
export class UnknownKeys {
  #node: unknown;
  #found: readonly UnknownKey[] = [];

  ofCatalog(node: CatalogNode): readonly UnknownKey[] {
    return this.#of(node, unknownKeysOfCatalog);
  }

  ofOffering(node: OfferingNode): readonly UnknownKey[] {
    return this.#of(node, unknownKeysOfOffering);
  }

  ofPlan(node: PlanNode): readonly UnknownKey[] {
    return this.#of(node, unknownKeysOfPlan);
  }

  #of<N>(node: N, collect: (node: N, visit: Visit) => void): readonly UnknownKey[] {
    if (this.#node === node) return this.#found;
    let found: UnknownKey[] | undefined;
    collect(node, (unknown) => (found ??= []).push(unknown));
    this.#node = node;
    return (this.#found = found ?? none);
  }
}

const none: readonly UnknownKey[] = [];
