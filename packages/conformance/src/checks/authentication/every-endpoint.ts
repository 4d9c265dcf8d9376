import { randomUUID } from 'node:crypto';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { CallOptions } from '../../engine/client.ts';
import { describe } from '../../engine/expect.ts';
import type { Auth } from '../../engine/options.ts';
import type { Polled } from '../../engine/polling.ts';
import { credentialsWanted, isTurnedAway, refusedEntrance } from '../../judgements/entrance.ts';
import { onePlan } from '../../preconditions/plans.ts';
import { withWrongSecret } from '../../judgements/wrong-secrets.ts';

/** A route, and a request to it that is well-formed. */
interface Route {
  readonly name: string;
  /** Optional routes may be absent, and then answer so with valid credentials too. */
  readonly optional: boolean;
  readonly send: (tools: Tools, plan: Plan, at: Polled, options: CallOptions) => Promise<Answer>;
}

const bindingId = (at: Polled) => at.bindingId ?? '';

const routes: readonly Route[] = [
  {
    name: 'provision',
    optional: false,
    send: ({ broker, arrange }, plan, at, options) =>
      broker.provision(at.instanceId, arrange.provisionBody(plan), options),
  },
  {
    name: 'update',
    optional: true,
    send: ({ broker }, plan, at, options) =>
      broker.update(at.instanceId, { service_id: plan.offering.id }, options),
  },
  {
    name: 'deprovision',
    optional: false,
    send: ({ broker }, plan, at, options) => broker.deprovision(at.instanceId, plan, options),
  },
  {
    name: 'fetch-instance',
    optional: true,
    send: ({ broker }, plan, at, options) => broker.fetchInstance(at.instanceId, plan, options),
  },
  {
    name: 'last-operation',
    optional: true,
    send: ({ broker }, plan, at, options) => broker.pollInstance(at.instanceId, plan, undefined, options),
  },
  {
    name: 'bind',
    optional: true,
    send: ({ broker, arrange }, plan, at, options) =>
      broker.bind(at.instanceId, arrange.freshId(), arrange.bindBody(plan), options),
  },
  {
    name: 'unbind',
    optional: true,
    send: ({ broker }, plan, at, options) => broker.unbind(at.instanceId, bindingId(at), plan, options),
  },
  {
    name: 'fetch-binding',
    optional: true,
    send: ({ broker }, plan, at, options) => broker.fetchBinding(at.instanceId, bindingId(at), plan, options),
  },
  {
    name: 'binding-last-operation',
    optional: true,
    send: ({ broker }, plan, at, options) =>
      broker.pollBinding(at.instanceId, bindingId(at), plan, undefined, options),
  },
];

/** A way in which credentials can be wrong. */
interface Wrong {
  readonly name: string;
  readonly because: string;
  readonly alter: (auth: Auth) => Auth | undefined;
}

const wrongs: readonly Wrong[] = [
  {
    name: 'without-credentials',
    because: 'the request carries no credentials',
    alter: () => ({ kind: 'none' }),
  },
  {
    name: 'with-wrong-password',
    because: 'the password or token is not the configured one',
    alter: withWrongSecret,
  },
  {
    name: 'with-malformed-credentials',
    because: 'the Authorization header cannot be decoded',
    alter: (auth) =>
      auth.kind === 'basic'
        ? { kind: 'headers', headers: { Authorization: 'Basic !!!notbase64' } }
        : undefined,
  },
];

/** One check for each route and each way in which credentials can be wrong. */
export const everyEndpoint = routes.flatMap((route) =>
  wrongs.map((wrong) =>
    defineCheck({
      id: `authentication/${route.name}-${wrong.name}`,
      title: `The ${route.name.replaceAll('-', ' ')} route answers 401 ${wrong.name.replaceAll('-', ' ')}.`,
      requirements: ['AUTH-401-EVERY-ENDPOINT'],
      given: onePlan,
      async run(tools) {
        const { given, arrange, expect, world } = tools;
        const auth = wrong.alter(world.endpoint.auth);
        const wanted =
          world.endpoint.auth.kind !== 'none' && world.endpoint.auth.kind !== 'client-certificate';
        expect.applies(wanted && auth !== undefined, 'No such credentials are configured.');
        credentialsWanted(tools);
        if (auth === undefined) return;
        const nowhere = { instanceId: arrange.freshId(), bindingId: arrange.freshId() };
        if (auth.kind !== 'none') await closedToAnybody(tools, route);
        const answer = await route.send(tools, given.plan, nowhere, { auth });
        if (wrong.name === 'with-malformed-credentials') await apartFromTheCatalog(tools, answer, auth);
        if (!route.optional || ![404, 405, 410, 501].includes(answer.status)) {
          const tolerated =
            wrong.name === 'with-malformed-credentials'
              ? ([{ status: 400, reason: 'the header is malformed, but 401 is the answer' }] as const)
              : [];
          expect(answer).status({ ...refusedEntrance, tolerated }, wrong.because);
          return;
        }
        await onExisting(tools, route, auth, wrong.because);
      },
    }),
  ),
);

/** What is answered to every request with such a header is told once, of the catalog. */
async function apartFromTheCatalog({ broker, expect }: Tools, answer: Answer, auth: Auth) {
  if (answer.status === 401 || isSuccess(answer)) return;
  const catalog = await broker.catalog({ auth, role: 'setup' });
  expect.applies(
    catalog.status !== answer.status,
    `The broker answers ${describe(catalog)} to a request for the catalog as well: see authentication/malformed.`,
  );
}

/** What needs no credentials at all takes wrong ones as well: that is said once, of the requests without. */
async function closedToAnybody(tools: Tools & { readonly given: { readonly plan: Plan } }, route: Route) {
  const { given, broker, arrange, expect, world } = tools;
  const catalog = await broker.catalog({ auth: { kind: 'none' }, role: 'setup' });
  if (!isSuccess(catalog) || world.openToAnybody === 'catalog') return;
  const nowhere = { instanceId: arrange.freshId(), bindingId: arrange.freshId() };
  const open = await route.send(tools, given.plan, nowhere, { auth: { kind: 'none' }, role: 'setup' });
  expect.applies(
    isTurnedAway(open),
    `The route lets in requests without credentials: see authentication/${route.name}-without-credentials.`,
  );
}

/** Tells a route that is not offered from one that lets everybody in: on something that exists, the latter answers with success. */
async function onExisting(
  tools: Tools & { readonly given: { readonly plan: Plan } },
  route: Route,
  auth: Auth,
  because: string,
) {
  const { given, arrange, expect } = tools;
  const instance = await arrange.instance(given.plan);
  const binding = given.plan.bindable ? await arrange.binding(instance) : undefined;
  const at = { instanceId: instance.id, bindingId: binding?.id ?? randomUUID() };
  const control = await route.send(tools, given.plan, at, { role: 'setup' });
  await arrange.follow(given.plan, control, at, 'update');
  expect.applies(isSuccess(control), 'The broker does not offer this route.');
  expect(await route.send(tools, given.plan, at, { auth })).status(refusedEntrance, because);
}
