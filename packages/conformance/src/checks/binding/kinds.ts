import { defineCheck } from '../../engine/check.ts';
import { brief, isObject } from '../../engine/json.ts';
import { factsOf } from '../../engine/parameters.ts';
import { isFilled } from '../../judgements/binding-body.ts';
import { createdBinding } from '../../preconditions/lives.ts';
import { carriersOf } from '../../judgements/carriers.ts';

/** What the kind of an offering makes a binding carry. */
export const bindingKinds = [...(['log-drain', 'volume'] as const).map(kindDelivered), ...routeModes()];

function kindDelivered(kind: 'log-drain' | 'volume') {
  const [field, permission, requirement] =
    kind === 'log-drain'
      ? (['syslog_drain_url', 'syslog_drain', 'BIND-SYSLOG-RETURNED'] as const)
      : (['volume_mounts', 'volume_mount', 'BIND-VOLUME-RETURNED'] as const);
  return defineCheck({
    id: `binding/${kind}-delivered`,
    title: `A binding of a ${kind} offering has "${field}".`,
    requirements: [requirement],
    given: createdBinding,
    run({ given: { part, plan, life }, expect, world }) {
      const configured = factsOf(plan, world.facts).kind === kind;
      expect.applies(
        configured || plan.offering.requires.includes(permission),
        `Nothing says that the offering is a ${kind}.`,
      );
      for (const answer of carriersOf(part, life)) {
        expect.that(isObject(answer.object) && isFilled(answer.object[field]), {
          answer,
          expected: `"${field}"`,
          actual: 'none',
          because: configured
            ? `the configuration says that it is a ${kind}`
            : `"requires" holds "${permission}"`,
          weight: configured ? 'error' : 'warning',
        });
      }
    },
  });
}

function routeModes() {
  const modes = [
    ['proxied', 'BIND-ROUTE-RETURNED', true],
    ['out-of-band', 'BIND-ROUTE-NOT-RETURNED', false],
  ] as const;
  return modes.map(([mode, requirement, wanted]) =>
    defineCheck({
      id: `binding/route-service-${mode}`,
      title: `A ${mode} route service returns ${wanted ? 'its' : 'no'} "route_service_url".`,
      requirements: [requirement],
      given: createdBinding,
      run({ given: { part, plan, life }, expect, world }) {
        expect.applies(factsOf(plan, world.facts).routeMode === mode, 'The configuration does not say so.');
        for (const answer of carriersOf(part, life)) {
          const value = answer.object?.['route_service_url'];
          expect.that(wanted ? isFilled(value) : value === undefined, {
            answer,
            expected: wanted ? '"route_service_url"' : 'no "route_service_url"',
            actual: `"route_service_url": ${brief(value)}`,
            because: `the configuration says that it is ${mode}`,
            ...(value === null ? { weight: 'warning' as const } : {}),
          });
        }
      },
    }),
  );
}
