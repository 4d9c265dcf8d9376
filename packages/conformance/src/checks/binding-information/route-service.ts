import { defineCheck } from '../../engine/check.ts';
import { brief, stringMember } from '../../engine/json.ts';
import { factsOf } from '../../engine/parameters.ts';
import { lifeAnswers, successesOf } from '../../preconditions/answers.ts';

/** A platform has to know beforehand that a service sits in the way of requests. */
export const routeForwardingDeclared = defineCheck({
  id: 'binding-information/route-forwarding-declared',
  title: 'The offering of a route service has "route_forwarding" in "requires".',
  requirements: ['CAT-ROUTE-REQUIRES'],
  given: lifeAnswers,
  run({ given: { plan, answers }, expect, world }) {
    const bound = successesOf(answers, 'bind', 'fetch-binding');
    const routed = bound.find((answer) => (stringMember(answer.object, 'route_service_url') ?? '') !== '');
    const isRouteService = factsOf(plan, world.facts).kind === 'route-service';
    expect.applies(
      isRouteService || routed !== undefined,
      'No binding has a route_service_url, and the configuration names no route service.',
    );
    const { requires } = plan.offering;
    expect.that(requires.includes('route_forwarding'), {
      answer: routed ?? world.catalog,
      expected: '"route_forwarding" in "requires" of the offering',
      actual: `"requires": ${brief(requires)}`,
      because: isRouteService
        ? 'the configuration calls the plan a route service'
        : 'its bindings have a route_service_url',
    });
  },
});
