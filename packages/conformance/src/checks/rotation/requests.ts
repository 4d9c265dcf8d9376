import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { rotatablePlan } from '../../preconditions/plans.ts';
import { recordRotation } from '../../preconditions/rotated.ts';

/** Two tables describe the body of a rotation: both ways are to work (HC-39). */
export const minimalBody = defineCheck({
  id: 'rotation/minimal-body',
  title: 'A rotation works with and without service_id and plan_id.',
  requirements: ['ROT-BODY-MINIMAL'],
  given: rotatablePlan,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    // Both forms at the same time: on a slow broker each takes a while.
    const complete = world.recorded(recordRotation, plan);
    complete.catch(() => undefined);
    const instance = await arrange.instance(plan);
    const predecessor = await arrange.binding(instance);
    const id = arrange.freshId();
    const answer = await broker.bind(instance.id, id, { predecessor_binding_id: predecessor.id });
    const polled = { instanceId: instance.id, bindingId: id };
    await arrange.follow(plan, answer, polled, 'create');
    if (isSuccess(answer)) {
      // The body names no plan, so that only this check knows with which ids to clean up.
      const removal = await broker.unbind(instance.id, id, plan, { role: 'cleanup' });
      await arrange.follow(plan, removal, polled, 'delete');
      if (removal.status === 202) await broker.unbind(instance.id, id, plan, { role: 'cleanup' });
    }
    const isAccepted = expect((await complete).rotate).status(
      '2xx',
      'the body has service_id, plan_id and predecessor_binding_id',
    );
    if (isAccepted) expect(answer).status('2xx', 'predecessor_binding_id is all that a rotation needs');
  },
});

/** A rotation needs a binding to rotate. */
export const unknownPredecessor = defineCheck({
  id: 'rotation/unknown-predecessor',
  title: 'A rotation of a binding that the instance does not have is refused.',
  requirements: ['ROT-REJECT-UNKNOWN-PREDECESSOR'],
  given: rotatablePlan,
  async run({ given: { plan }, broker, arrange, expect }) {
    const instance = await arrange.instance(plan);
    const binding = await arrange.binding(instance);
    const ids = { service_id: plan.offering.id, plan_id: plan.id };
    const rotate = async (instanceId: string, predecessor: string) => {
      const id = arrange.freshId();
      const answer = await broker.bind(instanceId, id, { ...ids, predecessor_binding_id: predecessor });
      await arrange.follow(plan, answer, { instanceId, bindingId: id }, 'create');
      return answer;
    };
    const unknown = await rotate(instance.id, arrange.freshId());
    expect(unknown).status('4xx', 'no binding has the id of the predecessor');
    const other = await arrange.instance(plan);
    const foreign = await rotate(other.id, binding.id);
    expect(foreign).status('4xx', 'the predecessor is a binding of another instance');
    if (unknown.status < 400 || foreign.status < 400) return;
    const control = await rotate(instance.id, binding.id);
    expect.reached(isSuccess(control), 'A rotation with a valid predecessor is refused as well.');
  },
});
