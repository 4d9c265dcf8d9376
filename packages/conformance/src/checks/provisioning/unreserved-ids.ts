import { randomBytes } from 'node:crypto';
import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { describe } from '../../engine/expect.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

/** Ids are only required to be unique; GUIDs are a habit (HC-48). */
export const unreservedIds = defineCheck({
  id: 'provisioning/unreserved-ids',
  title: 'Ids of unreserved characters work as well as GUIDs.',
  requirements: ['URL-INSTANCE-ID-CHARS'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const life = await world.life(plan, 'provisioned');
    expect.reached(
      life.provision.followed.end === 'done',
      life.stopped?.text ?? 'The provision with a GUID is not accepted.',
      life.stopped?.answer,
    );
    const unusual = () => `osb-conf.${randomBytes(6).toString('hex')}_~x`;
    const instanceId = unusual();
    const because = 'the id consists of unreserved characters, and the same request with a GUID is accepted';
    const accepted = async (answer: Awaited<ReturnType<typeof broker.provision>>, bindingId?: string) => {
      await arrange.follow(
        plan,
        answer,
        { instanceId, ...(bindingId === undefined ? {} : { bindingId }) },
        'create',
      );
      return expect.that(isSuccess(answer), {
        answer,
        because,
        expected: '201 Created or 202 Accepted',
        actual: describe(answer),
      });
    };
    if (!(await accepted(await broker.provision(instanceId, arrange.provisionBody(plan))))) return;
    if (!plan.bindable) return;
    const { bound } = await world.life(plan, 'bound');
    if (bound?.bind.followed.end !== 'done') return;
    const bindingId = unusual();
    await accepted(await broker.bind(instanceId, bindingId, arrange.bindBody(plan)), bindingId);
  },
});
