import { headerNames } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { CallOptions } from '../../engine/client.ts';
import { describe } from '../../engine/expect.ts';
import { identityOf } from '../../engine/platform.ts';
import type { OperationKind, Polled } from '../../engine/polling.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { onePlan } from '../../preconditions/plans.ts';

/** How a request differs from the one of a platform that sends little. */
interface Manner {
  readonly without: CallOptions;
  readonly with: CallOptions;
}

/** One request of a life that is lived with and without something optional. */
interface Step {
  readonly verb: string;
  readonly kind: OperationKind;
  readonly polled: Polled;
  send(options: CallOptions): Promise<Answer>;
}

/** What the broker refuses without the optional part and takes with it; the life goes on with what is taken. */
async function demandedIn(
  { broker, arrange, world }: Tools,
  plan: Plan,
  manner: Manner,
): Promise<readonly { readonly verb: string; readonly refused: Answer }[]> {
  const instanceId = arrange.freshId();
  const bindingId = arrange.freshId();
  const provisionBody = arrange.provisionBody(plan);
  const bindBody = arrange.bindBody(plan);
  const instance: Polled = { instanceId };
  const binding: Polled = { instanceId, bindingId };
  const { update } = await world.life(plan, 'updated');
  // An update that leaves the plan as it is; the life goes on with the same plan.
  const updates =
    update?.mutation.followed.end === 'done' && update.supported.planAfter === plan
      ? [
          step('update', 'update', instance, (options) =>
            broker.update(instanceId, update.supported.body, options),
          ),
        ]
      : [];
  const all: readonly (Step | undefined)[] = [
    step('catalog', 'create', instance, (options) => broker.catalog(options)),
    step('provision', 'create', instance, (options) => broker.provision(instanceId, provisionBody, options)),
    plan.offering.instancesRetrievable
      ? step('fetch of the instance', 'create', instance, (options) =>
          broker.fetchInstance(instanceId, plan, options),
        )
      : undefined,
    ...updates,
    ...(plan.bindable
      ? [
          step('bind', 'create', binding, (options) => broker.bind(instanceId, bindingId, bindBody, options)),
          plan.offering.bindingsRetrievable
            ? step('fetch of the binding', 'create', binding, (options) =>
                broker.fetchBinding(instanceId, bindingId, plan, options),
              )
            : undefined,
          step('unbind', 'delete', binding, (options) => broker.unbind(instanceId, bindingId, plan, options)),
        ]
      : []),
    step('deprovision', 'delete', instance, (options) => broker.deprovision(instanceId, plan, options)),
  ];
  const demanded: { verb: string; refused: Answer }[] = [];
  for (const one of all) {
    if (one === undefined) continue;
    const first = await one.send(manner.without);
    await arrange.follow(plan, first, one.polled, one.kind);
    if (isSuccess(first)) continue;
    const second = await one.send(manner.with);
    await arrange.follow(plan, second, one.polled, one.kind);
    if (isSuccess(second) && first.status >= 400) demanded.push({ verb: one.verb, refused: first });
    else if (!isSuccess(second)) break;
  }
  return demanded;
}

const step = (
  verb: string,
  kind: OperationKind,
  polled: Polled,
  send: (options: CallOptions) => Promise<Answer>,
): Step => ({ verb, kind, polled, send });

function judgeDemanded(
  { expect }: Tools,
  demanded: Awaited<ReturnType<typeof demandedIn>>,
  what: string,
): void {
  const [first] = demanded;
  if (first === undefined) return;
  expect.that(false, {
    answer: first.refused,
    expected: 'the answer to the same request with it',
    actual: `${describe(first.refused)} to ${demanded.map(({ verb }) => verb).join(', ')}`,
    because: `the request has no ${what}, which no platform has to send, and is accepted with it`,
  });
}

/** What a platform may leave out is not demanded, on whatever route. */
export const identityNotDemanded = defineCheck({
  id: 'headers/originating-identity-not-demanded',
  title: 'No request needs an originating identity.',
  requirements: ['HDR-ORIGID-TOLERATED'],
  given: onePlan,
  judgesTheOrdinary: true,
  async run({ given: { plan }, ...tools }) {
    const name = headerNames.originatingIdentity;
    const manner = {
      without: { headers: { [name]: undefined } },
      with: { headers: { [name]: identityOf(tools.world.platform.name) } },
    };
    judgeDemanded(tools, await demandedIn(tools, plan, manner), name);
  },
});

/** A user is told of on every route, and no route minds. */
export const identityTaken = defineCheck({
  id: 'headers/originating-identity-on-every-route',
  title: 'Every request is answered with an originating identity as without one.',
  requirements: ['HDR-ORIGID-TOLERATED'],
  given: onePlan,
  judgesTheOrdinary: true,
  async run({ given: { plan }, ...tools }) {
    const name = headerNames.originatingIdentity;
    const platform = tools.world.platform.name;
    const refused = await demandedIn(tools, plan, {
      without: { headers: { [name]: identityOf(platform) } },
      with: { headers: { [name]: undefined } },
    });
    const [first] = refused;
    tools.expect.that(first === undefined, {
      ...(first === undefined ? {} : { answer: first.refused }),
      expected: 'the answer to the same request without it',
      actual: `${first === undefined ? '' : describe(first.refused)} to ${refused.map(({ verb }) => verb).join(', ')}`,
      because: `the request carries the identity of a user of ${platform}, and is accepted without it`,
    });
  },
});

/** A request identity, a user agent and what an HTTP client accepts are told as a courtesy. */
export const courtesiesNotDemanded = defineCheck({
  id: 'headers/optional-headers-not-demanded',
  title: 'No request needs a request identity, a User-Agent or an Accept.',
  requirements: ['HDR-REQID-OPTIONAL'],
  given: onePlan,
  judgesTheOrdinary: true,
  async run({ given: { plan }, ...tools }) {
    const manner = {
      without: { bare: true, headers: { [headerNames.requestIdentity]: undefined } },
      with: {},
    };
    judgeDemanded(
      tools,
      await demandedIn(tools, plan, manner),
      `${headerNames.requestIdentity}, User-Agent and Accept`,
    );
  },
});
