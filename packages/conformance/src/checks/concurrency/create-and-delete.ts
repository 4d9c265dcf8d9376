import { isPostponed, isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { atOnce, judgeAtOnce, noOverlap } from '../../judgements/at-once.ts';
import { deletesTwice, isEvidence } from '../../judgements/evidence.ts';
import { oneBindablePlanPerOffering, onePlanPerOffering } from '../../preconditions/plans.ts';

/** What a platform does whose request to create got lost: it deletes while the broker may still be creating. */
export const provisionAndDeprovision = defineCheck({
  id: 'concurrency/provision-and-deprovision-at-once',
  title:
    'A provision and a deprovision at the same time leave an instance that is there or one that is gone.',
  requirements: ['DEP-DURING-CREATE-HALTS', 'PROV-201', 'CONC-422-STATUS', 'CONC-422-CODE'],
  given: onePlanPerOffering,
  async run(tools) {
    const { given, broker, arrange, expect, world } = tools;
    const { plan } = given;
    const polled = { instanceId: arrange.freshId() };
    const body = arrange.provisionBody(plan);
    const neverSeen = await broker.deprovision(arrange.freshId(), plan);
    const { answers, overlapped } = await atOnce(
      () => broker.provision(polled.instanceId, body, { once: true }),
      () => broker.deprovision(polled.instanceId, plan, { once: true }),
    );
    const [provision, deprovision] = answers;
    const creation = await arrange.follow(plan, provision, polled, 'create');
    const deletion = await arrange.follow(plan, deprovision, polled, 'delete');
    const fetched = plan.offering.instancesRetrievable
      ? await broker.fetchInstance(polled.instanceId)
      : undefined;
    const after = await broker.deprovision(polled.instanceId, plan);
    await arrange.follow(plan, after, polled, 'delete');

    expect.enough(overlapped, noOverlap);
    const because = 'a provision and a deprovision of this instance were sent at the same time';
    const reused = { status: 409, reason: 'the id is in use by another operation, which is 422' } as const;
    judgeAtOnce(expect, provision, [200, 201, 202], because, [reused]);
    judgeAtOnce(expect, deprovision, [200, 202, 410], because);
    // A broker that calls every deletion a success says nothing by it.
    if (neverSeen.status !== 410) return;
    if (isSuccess(deprovision) && deletion.end === 'done') {
      const life = await world.life(plan, 'provisioned');
      expect.reached(
        life.provision.followed.end === 'done',
        life.stopped?.text ?? 'The ordinary provision does not succeed.',
        life.stopped?.answer,
      );
      const isFetched = fetched?.status === 200 && (await isEvidence(tools, plan, fetched));
      const isTaken = isSuccess(after) && !(await deletesTwice(tools, plan));
      const still = isFetched ? fetched : isTaken ? after : undefined;
      expect.that(still === undefined, {
        about: 'DEP-DURING-CREATE-HALTS',
        ...(still === undefined ? {} : { answer: still }),
        expected: 'an instance that is gone for good',
        actual: `${String(still?.status)} to ${still === fetched ? 'a fetch' : 'another deletion'}`,
        because: 'the deprovision that was sent beside the provision succeeded',
      });
    }
    if (provision.status === 201 && creation.end === 'done' && deprovision.status === 410) {
      expect.that(after.status !== 410 || !(await isEvidence(tools, plan, after)), {
        about: 'PROV-201',
        answer: after,
        expected: 'an instance that is there',
        actual: '410 to its deletion',
        because: 'the provision was answered 201, and the deprovision beside it found nothing to delete',
      });
    }
  },
});

/** A binding made at the last moment does not keep an instance alive that was reported as deleted. */
export const bindAndDeprovision = defineCheck({
  id: 'concurrency/bind-and-deprovision-at-once',
  title: 'A bind and a deprovision at the same time leave an instance that is there or one that is gone.',
  requirements: ['DEP-DELETES', 'CONC-422-STATUS'],
  given: oneBindablePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { id: instanceId } = await arrange.instance(plan);
    const bindingId = arrange.freshId();
    const body = arrange.bindBody(plan);
    const neverSeen = await broker.deprovision(arrange.freshId(), plan);
    const { answers, overlapped } = await atOnce(
      () => broker.bind(instanceId, bindingId, body, { once: true }),
      () => broker.deprovision(instanceId, plan, { once: true }),
    );
    const [bind, deprovision] = answers;
    await arrange.follow(plan, bind, { instanceId, bindingId }, 'create');
    const deletion = await arrange.follow(plan, deprovision, { instanceId }, 'delete');
    const unbind = await broker.unbind(instanceId, bindingId, plan);
    await arrange.follow(plan, unbind, { instanceId, bindingId }, 'delete');
    const after = await broker.deprovision(instanceId, plan);
    await arrange.follow(plan, after, { instanceId }, 'delete');

    expect.enough(overlapped, noOverlap);
    const because = 'a bind to this instance and its deprovision were sent at the same time';
    // Which of the two came first is open: the instance may be gone, or have a binding, and the refusal of either may be
    // about that and carry any code (HC-12, HC-17).
    const postponed = [bind, deprovision].find(isPostponed);
    expect.enough(postponed === undefined, 'The broker asks to come again later.');
    expect(bind, 'CONC-422-STATUS').status([200, 201, 202, '4xx'], because);
    expect(deprovision, 'CONC-422-STATUS').status([200, 202, '4xx'], because);
    if (neverSeen.status !== 410 || !isSuccess(deprovision) || deletion.end !== 'done') return;
    expect.that(!isSuccess(after) || (await deletesTwice({ world }, plan)), {
      about: 'DEP-DELETES',
      answer: after,
      expected: '410 Gone to another deletion',
      actual: `${String(after.status)}: the instance was still there`,
      because: 'the deprovision that was sent beside the bind succeeded',
    });
  },
});
