import { BrokerError } from '../errors.ts';
import type { Listener } from './front.ts';
import { errorReply, send } from './respond.ts';

/** What a broker serves; a {@link Broker} is one. */
export interface Mountable {
  readonly handle: Listener;
  readonly operations: Listener;
  readonly dashboard: Listener;
}

/**
 * One listener for several brokers in a process, or for one broker that each platform reaches at a path of its own: the
 * API, `/live`, `/ready`, `/metrics` and the dashboard of each are below its prefix, as `/cloudfoundry/v2/catalog`. The
 * longest prefix that fits counts; `''` is the root. What fits none is left to `next`, or answered 404. Throws a
 * RangeError for a prefix that is not `''` or `/` and segments.
 */
export function atPrefixes(brokers: Readonly<Record<string, Mountable>>): Listener {
  const mounts = Object.entries(brokers).toSorted(([a], [b]) => b.length - a.length);
  for (const [prefix] of mounts) {
    if (/^(\/[A-Za-z0-9._~-]+)*$/.test(prefix)) continue;
    throw new RangeError(
      `"${prefix}" is no prefix of a path. Write it as in "/cloudfoundry", without a slash at its end.`,
    );
  }
  return (request, response, next) => {
    const target = request.url ?? '/';
    const nothing = () => {
      send(response, errorReply(new BrokerError('NotFound', 'There is nothing at this path.'), 'other'));
    };
    const [prefix, broker] = mounts.find(([path]) => fits(target, path)) ?? [];
    if (prefix === undefined || broker === undefined) {
      if (next === undefined) nothing();
      else next();
      return;
    }
    const restore = () => {
      request.url = target;
      if (next === undefined) nothing();
      else next();
    };
    const rest = target.slice(prefix.length);
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
    broker.handle(request, response, () => {
      broker.operations(request, response, () => {
        broker.dashboard(request, response, restore);
      });
    });
  };
}

function fits(target: string, prefix: string): boolean {
  if (!target.startsWith(prefix)) return false;
  return ['', '/', '?'].includes(target.charAt(prefix.length));
}
