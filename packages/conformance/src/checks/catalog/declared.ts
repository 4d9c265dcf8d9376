import type { RequirementId } from '@osb-kit/spec';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { PlanFacts } from '../../engine/options.ts';
import { factsOf } from '../../engine/parameters.ts';
import { eachPlan } from '../../preconditions/plans.ts';
import { boundLife } from '../../preconditions/lives.ts';
import { isFilled } from '../../judgements/binding-body.ts';

interface Declaration {
  readonly id: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly flag: string;
  readonly supported: (facts: PlanFacts) => boolean;
  readonly declared: (plan: Plan) => boolean;
}

/** What the operator knows to be supported, and the flag that has to say so. */
const declarations: readonly Declaration[] = [
  {
    id: 'bindable-declared',
    requirements: ['CAT-BINDABLE-DECLARED'],
    flag: 'bindable',
    supported: (facts) => facts.bindable === true,
    declared: (plan) => plan.bindable,
  },
  {
    id: 'plan-updateable-declared',
    requirements: ['CAT-PLANUPD-DECLARED'],
    flag: 'plan_updateable',
    supported: (facts) => facts.allowedPlanChange !== undefined,
    declared: (plan) => plan.planUpdateable,
  },
  {
    id: 'context-updates-declared',
    requirements: ['CAT-CTXUPD-DECLARED', 'PRF-CTXUPD-DECLARED'],
    flag: 'allow_context_updates',
    supported: (facts) => facts.contextUpdates === true,
    declared: (plan) => plan.offering.allowContextUpdates,
  },
];

/** A capability that the configuration knows of is declared in the catalog. */
export const declaredCapabilities = [
  ...declarations.map(({ id, requirements, flag, supported, declared }) =>
    defineCheck({
      id: `catalog/${id}`,
      title: `A plan that supports it declares "${flag}": true.`,
      requirements,
      given: eachPlan,
      run({ given: { plan }, expect, world }: Tools & { readonly given: { readonly plan: Plan } }) {
        expect.applies(
          supported(factsOf(plan, world.facts)),
          'The configuration does not say that the plan supports it.',
        );
        expect.that(declared(plan), {
          about: requirements,
          answer: world.catalog,
          expected: `"${flag}": true for plan "${plan.name}"`,
          actual: `"${flag}" is false or absent`,
          because: 'the configuration says that the plan supports it',
        });
      },
    }),
  ),
  defineCheck({
    id: 'catalog/route-forwarding-declared',
    title: 'An offering that forwards routes declares "route_forwarding".',
    requirements: ['CAT-ROUTE-REQUIRES'],
    given: boundLife,
    run({ given: { plan, part }, expect, world }) {
      const bodies = [part.bind.answer.object, part.fetched?.plain.object];
      const forwards =
        factsOf(plan, world.facts).kind === 'route-service' ||
        bodies.some((body) => isFilled(body?.['route_service_url']));
      expect.applies(forwards, 'Nothing shows that the offering forwards routes.');
      expect.that(plan.offering.requires.includes('route_forwarding'), {
        answer: part.bind.answer,
        expected: `"requires" of "${plan.offering.name}" to hold "route_forwarding"`,
        actual: `"requires": ${JSON.stringify(plan.offering.requires)}`,
        because: 'the offering is a route service',
      });
    },
  }),
];
