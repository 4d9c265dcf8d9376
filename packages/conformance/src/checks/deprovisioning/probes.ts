import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { isEvidence } from '../../judgements/evidence.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

const missing: readonly (readonly ['service_id' | 'plan_id', RequirementId])[] = [
  ['service_id', 'DEP-400-NO-SERVICE-ID'],
  ['plan_id', 'DEP-400-NO-PLAN-ID'],
];

/** Deprovisions that are wrong in one respect, each on an instance of its own because a lenient broker deletes it. */
export const deprovisionProbes = [
  ...missing.map(([field, requirement]) =>
    defineCheck({
      id: `deprovisioning/without-${field.replace('_', '-')}`,
      title: `A deprovision without ${field} is answered 400.`,
      requirements: [requirement, 'ERR-4XX-NO-CHANGE-DEP'],
      given: onePlanPerOffering,
      async run(tools) {
        const { given, broker, arrange, expect } = tools;
        const { plan } = given;
        const instance = await arrange.instance(plan);
        const polled = { instanceId: instance.id };
        const answer = await broker.deprovision(instance.id, plan, { query: { [field]: undefined } });
        await arrange.follow(plan, answer, polled, 'delete');
        if (answer.status >= 400 && answer.status < 500) {
          const later = await broker.deprovision(instance.id, plan);
          await arrange.follow(plan, later, polled, 'delete');
          const isGone = later.status === 410 || later.status === 404;
          expect.that(!isGone || !(await isEvidence(tools, plan, later)), {
            about: 'ERR-4XX-NO-CHANGE-DEP',
            answer: later,
            expected: '200 OK or 202 Accepted',
            actual: `${String(later.status)}: the instance is gone`,
            because: `the deprovision without ${field} was refused with ${String(answer.status)}`,
          });
        }
        expect(answer).status(400, `the query has no ${field}`);
      },
    }),
  ),
  defineCheck({
    id: 'deprovisioning/unknown-instance',
    title: 'A deprovision of an unknown instance is answered 410.',
    requirements: ['DEP-410', 'DEP-410-SECOND', 'ERR-STATUS-SPECIFIED'],
    given: onePlanPerOffering,
    async run({ given: { plan }, broker, arrange, expect, world }) {
      const id = arrange.freshId();
      const answer = await broker.deprovision(id, plan);
      await arrange.follow(plan, answer, { instanceId: id }, 'delete');
      if (answer.status === 410) return;
      const { deprovisioned } = await world.life(plan);
      const isSame = deprovisioned?.again.status === answer.status;
      const because = `the id was never used${isSame ? '; a second deletion is answered so too' : ''}`;
      expect(answer).status(410, because, isSame ? 'DEP-410-SECOND' : undefined);
    },
  }),
  defineCheck({
    id: 'deprovisioning/unknown-plan',
    title: 'A deprovision with a plan that the catalog does not have is refused.',
    requirements: ['DEP-REJECT-WRONG-IDS'],
    given: onePlanPerOffering,
    async run({ given: { plan }, broker, arrange, expect }) {
      const instance = await arrange.instance(plan);
      const answer = await broker.deprovision(instance.id, plan, { query: { plan_id: arrange.freshId() } });
      await arrange.follow(plan, answer, { instanceId: instance.id }, 'delete');
      expect(answer).status(
        {
          legal: ['4xx'],
          noted: [{ status: '2xx', reason: 'the broker takes the ids for hints, as many do' }],
        },
        'the catalog has no such plan_id',
      );
    },
  }),
];
