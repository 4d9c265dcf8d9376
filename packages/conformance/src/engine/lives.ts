import pLimit, { type LimitFunction } from 'p-limit';
import type { Plan } from './catalog-model.ts';
import type { BrokerClient } from './client.ts';
import type { ExchangeReference } from './exchange.ts';
import type { Life, Milestone } from './life.ts';
import { liveOnce } from './live.ts';
import type { World } from './world.ts';

/** Lives that are lived side by side: an instance each. */
const livesAtOnce = 8;

/** The ordinary lives of a run, one for each plan, lived when somebody first asks. */
export function createLives(
  world: () => World,
  clientFor: (references: ExchangeReference[]) => BrokerClient,
): World['life'] {
  const lives = new Map<string, (until: Milestone) => Promise<Life>>();
  const turn = pLimit(livesAtOnce);
  return (plan, until = 'ended') => {
    const known = lives.get(plan.id) ?? begin(plan, world(), clientFor, turn);
    lives.set(plan.id, known);
    return known(until);
  };
}

function begin(
  plan: Plan,
  world: World,
  clientFor: (references: ExchangeReference[]) => BrokerClient,
  turn: LimitFunction,
): (until: Milestone) => Promise<Life> {
  const references: ExchangeReference[] = [];
  const reached = new Map<Milestone, Life>();
  let waiting: (() => void)[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  const life = turn(() =>
    liveOnce(world, plan, clientFor(references), references, (milestone, soFar) => {
      reached.set(milestone, soFar);
      wake();
    }),
  );
  let ended = false;
  const end = () => {
    ended = true;
    wake();
  };
  life.then(end, end);
  return async (until) => {
    while (!ended) {
      const found = reached.get(until);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return reached.get(until) ?? life;
  };
}
