import { defineCheck } from '../../engine/check.ts';
import { faultOfAll } from '../../engine/lost-exchanges.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** An answer that breaks off or does not come is told once, whatever became of the checks that needed it. */
export const completeAnswers = defineCheck({
  id: 'errors/complete-answers',
  title: 'Every request of the whole run gets a complete answer.',
  requirements: ['ERR-STATUS-APPROPRIATE'],
  given: wholeBroker,
  last: true,
  run({ world }) {
    const fault = faultOfAll(world.lost.causes());
    // A fault of the network is never a verdict about the broker.
    if (fault !== undefined) throw fault;
  },
});
