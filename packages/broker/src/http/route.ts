import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { Catalog } from '../catalog/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import type { Json } from '../json.ts';

/** The names in a path such as `/v2/service_instances/:instance_id`. */
export type PathParameters<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? PathParameters<Head> & PathParameters<Tail>
  : Path extends `:${infer Name}`
    ? Readonly<Record<Name, string>>
    : unknown;

/** A request, authenticated and decoded as far as all routes have in common. */
export interface RouteRequest<Path extends string> {
  /** Percent-decoded. */
  readonly params: PathParameters<Path>;
  readonly query: ReadonlyMap<string, string>;
  /** The parsed JSON body; `undefined` without one. */
  readonly body: Json | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly requestIdentity: string | undefined;
}

/** What routes act on. */
export interface RouteServices {
  readonly engine: Engine;
  readonly catalog: Catalog;
  /** When the catalog became what it is, in epoch milliseconds. */
  readonly catalogChangedAt: number;
}

/** An answer; `body` is sent as JSON, a buffer as it is. */
export interface Reply {
  readonly status: number;
  readonly body?: Json | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks the answer on its way, for injected faults; `held` does not end it. */
  readonly wire?: 'dropped' | 'truncated' | 'held';
}

/** The methods that routes have. */
export type Method = 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST';

/** A route: decodes, acts and answers. Refusals are thrown as BrokerError. */
export interface RouteDefinition<Path extends string> {
  readonly method: Method;
  readonly path: Path;
  handle(request: RouteRequest<Path>, services: RouteServices): Reply | Promise<Reply>;
}

/** A route with the names of its path forgotten, as the router keeps it. */
export type Route = RouteDefinition<string>;

/** Declares a route; its parameters are typed from its path. */
export function defineRoute<const Path extends string>(definition: RouteDefinition<Path>): Route {
  // The router hands over exactly the parameters that the path names.
  return definition;
}
