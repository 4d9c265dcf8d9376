import type { Miniature, Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { RouteName } from '../model-types.ts';
import { async, mutant } from '../mutations.ts';

const routes: readonly RouteName[] = [
  'provision',
  'fetchInstance',
  'update',
  'deprovision',
  'bind',
  'fetchBinding',
  'unbind',
];

/** A broker that crashes each time that many requests of a route have come. */
const crashingEach = (every: number, status: number, route: RouteName, more: Miniature = {}): Miniature => ({
  ...more,
  before: (request, { scratch }) => {
    if (request.route !== route || !request.authorised) return undefined;
    const count = Number(scratch.get('count') ?? 0) + 1;
    scratch.set('count', count);
    return count % every === 0
      ? failure(status, `Error ${String(count)} at ${request.instanceId}`)
      : undefined;
  },
});

/** Brokers that crash at requests that nothing is wrong with, now and then. */
export const serverErrorMutants: readonly Mutant[] = [
  ...routes.map((route) =>
    mutant('ERR-STATUS-APPROPRIATE', `crashes at every third ${route}`, crashingEach(3, 500, route)),
  ),
  ...(['pollInstance', 'pollBinding'] as const).map((route) =>
    mutant('ERR-STATUS-APPROPRIATE', `crashes at every third ${route}`, crashingEach(3, 500, route, async)),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'is behind a gateway that tires of unbinds',
    crashingEach(3, 504, 'unbind'),
  ),
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'is not there for every third deprovision',
    crashingEach(3, 503, 'deprovision'),
  ),
];
