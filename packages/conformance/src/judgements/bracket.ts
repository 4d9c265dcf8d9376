import type { Answer } from '../engine/answer.ts';
import type { Tools } from '../engine/check.ts';
import { operationOf, pollPatiently, stateOf } from '../engine/polling.ts';
import { Inconclusive } from '../engine/signals.ts';
import type { Action } from './actions.ts';

/** How often a probe is tried when the operation ends before it can be observed. */
const attempts = 5;

/**
 * Sends a probe while an asynchronous operation is in progress, and proves that it was: last_operation says so
 * immediately before and immediately after (HC-19). Otherwise tries again with a fresh start, and in the end is
 * inconclusive. A broker that works synchronously makes the check not applicable.
 */
export async function duringOperation<Probe>(
  tools: Tools,
  start: () => Promise<Action>,
  probe: (action: Action, started: Answer) => Promise<Probe>,
  /** True when the probe itself ended the operation, so that nothing can be in progress after it. */
  endsIt: (seen: Probe) => boolean = () => false,
): Promise<{
  readonly action: Action;
  readonly started: Answer;
  readonly seen: Probe;
  finish(): Promise<void>;
}> {
  const { arrange, broker, expect, world } = tools;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const action = await start();
    const started = await action.send({ role: 'setup' });
    expect.applies(started.status >= 400 || started.status === 202, 'The broker does this synchronously.');
    expect.reached(
      started.status === 202,
      `The broker answers ${String(started.status)} to the request that should begin.`,
    );
    const goesOn = async () =>
      stateOf(
        await pollPatiently(
          broker.as('poll'),
          action.plan,
          action.polled,
          operationOf(started),
          world.polling,
        ),
      ) === 'in progress';
    const finish = async () => {
      await arrange.follow(action.plan, started, action.polled, action.kind);
    };
    if (await goesOn()) {
      const seen = await probe(action, started);
      if (endsIt(seen) || (await goesOn())) return { action, started, seen, finish };
    }
    await finish();
  }
  throw new Inconclusive(
    'The operation is over before the probe can be sent: configure parameters or a plan that is slow.',
  );
}
