import { isSuccess } from '../engine/answer.ts';
import { bindBody } from '../engine/bodies.ts';
import { describe } from '../engine/expect.ts';
import { saysMissing } from './instance-steps.ts';
import type { BindingModel, InstanceModel } from './model.ts';
import type { Step } from './steps.ts';
import { begin, demandGone, type Walk } from './walk.ts';

/** A step on a binding; false when it does not apply to the state. */
export type BindingStep = (
  walk: Walk,
  instance: InstanceModel,
  binding: BindingModel,
  step: Step,
) => Promise<boolean>;

const isBindableNow = ({ phase, plan }: InstanceModel) =>
  plan?.bindable === true && (phase === 'there' || phase === 'creating' || phase === 'updating');

/** Creates the binding, or creates it anew after it is gone. */
export const bind: BindingStep = async (walk, instance, binding, step) => {
  const { plan } = instance;
  const isReuse = binding.phase === 'gone';
  if (plan === undefined || !isBindableNow(instance) || !(binding.phase === 'unused' || isReuse))
    return false;
  const body = bindBody(plan, walk.world);
  const answer = await walk.send(`bind ${binding.name}${isReuse ? ' again' : ''}`, 'BIND-201', () =>
    walk.client.bind(instance.id, binding.id, body),
  );
  if (isSuccess(answer)) {
    binding.body = body;
    await begin(walk, instance, binding, step, {
      answer,
      kind: 'create',
      done() {
        binding.phase = 'there';
        instance.wasBound = true;
      },
    });
    return true;
  }
  if (!isReuse && saysMissing(answer) && instance.wasBound && instance.phase === 'there') {
    walk.contradict({
      about: 'BIND-201',
      expected: '201 Created or 202 Accepted',
      actual: describe(answer),
      because: `${instance.name} exists and could be bound before`,
    });
  }
  if (isReuse && walk.reusesIds && instance.phase === 'there') {
    walk.contradict({
      about: 'BIND-201',
      expected: '201 Created or 202 Accepted',
      actual: describe(answer),
      because: `${binding.name} is gone, and the broker is said to let ids be used again`,
    });
  }
  if (isReuse)
    walk.remark(
      `The broker does not let the id of a deleted binding be used again: ${describe(answer)} (HC-21).`,
    );
  else binding.phase = 'unclear';
  return true;
};

/** What a platform does that lost the answer: it sends the bind once more. */
export const bindAgain: BindingStep = async (walk, instance, binding) => {
  const { plan } = instance;
  const { phase } = binding;
  if (plan === undefined || instance.phase !== 'there' || !(phase === 'there' || phase === 'creating'))
    return false;
  const answer = await walk.send(`repeat the bind of ${binding.name}`, 'BIND-201', () =>
    walk.client.bind(instance.id, binding.id, binding.body),
  );
  if (answer.status === 202 && phase === 'there') {
    const polled = { instanceId: instance.id, bindingId: binding.id };
    const followed = await walk.end(plan, answer, polled, 'create', 'the repeated bind');
    if (followed.end !== 'done') binding.phase = 'unclear';
  }
  return true;
};

/** Deletes the binding. */
export const unbind: BindingStep = async (walk, instance, binding, step) => {
  const { plan } = instance;
  if (plan === undefined || instance.phase !== 'there') return false;
  const { phase } = binding;
  const answer = await walk.send(`unbind ${binding.name}`, 'UNB-200', () =>
    walk.client.unbind(instance.id, binding.id, plan),
  );
  if (phase === 'unused') {
    demandGone(walk, answer, { about: 'UNB-410', because: `${binding.name} was never made` });
  } else if (phase === 'gone') {
    demandGone(walk, answer, binding.goneBecause ?? { about: 'UNB-410-SECOND', because: 'it is gone' });
  } else if (isSuccess(answer) && phase !== 'deleting') {
    const during = phase === 'creating';
    await begin(walk, instance, binding, step, {
      answer,
      kind: 'delete',
      done() {
        binding.phase = 'gone';
        binding.goneBecause = {
          about: during ? 'UNB-DURING-CREATE-HALTS' : 'UNB-410-SECOND',
          because: `${binding.name} was deleted${during ? ' while it was being created' : ''}, and the deletion succeeded`,
        };
      },
    });
  } else if (phase === 'there' && saysMissing(answer)) {
    walk.contradict({
      about: 'UNB-200',
      expected: '200 OK or 202 Accepted',
      actual: describe(answer),
      because: `${binding.name} was made, and nothing has deleted it`,
    });
  }
  return true;
};

/** Fetches the binding. */
export const fetchBinding: BindingStep = async (walk, instance, binding) => {
  if (instance.plan?.offering.bindingsRetrievable !== true || instance.phase !== 'there') return false;
  const answer = await walk.send(`fetch ${binding.name}`, 'GETB-SUPPORTED', () =>
    walk.client.fetchBinding(instance.id, binding.id),
  );
  const { phase, goneBecause } = binding;
  if (phase === 'there' && saysMissing(answer)) {
    walk.contradict({
      about: 'GETB-SUPPORTED',
      expected: '200 OK',
      actual: describe(answer),
      because: `${binding.name} was made, and nothing has deleted it`,
    });
  }
  if (answer.status === 200 && (phase === 'unused' || phase === 'gone')) {
    const halted = goneBecause?.about === 'UNB-DURING-CREATE-HALTS';
    walk.contradict({
      about: halted ? goneBecause.about : phase === 'gone' ? 'GETB-404-AFTER-UNBIND' : 'GETB-404-UNKNOWN',
      expected: '404 Not Found',
      actual: '200 OK',
      because: goneBecause?.because ?? `${binding.name} was never made`,
    });
  }
  return true;
};
