import { randomUUID } from 'node:crypto';
import type { Answer } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import type { BrokerClient, CallOptions } from '../../engine/client.ts';
import type { Auth } from '../../engine/options.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { onePlan } from '../../preconditions/plans.ts';
import type { JsonObject } from '../../engine/json.ts';

/** Every route of the API. Routes that are optional may be absent, and then answer so with valid credentials too. */
const routes: readonly {
  readonly name: string;
  readonly optional: boolean;
  send(broker: BrokerClient, plan: Plan, bodies: Bodies, options: CallOptions): Promise<Answer>;
}[] = [
  { name: 'provision', optional: false, send: (broker, _plan, { provision }, options) => broker.provision(randomUUID(), provision, options) },
  { name: 'update', optional: true, send: (broker, plan, _bodies, options) => broker.update(randomUUID(), { service_id: plan.offering.id }, options) },
  { name: 'deprovision', optional: false, send: (broker, plan, _bodies, options) => broker.deprovision(randomUUID(), plan, options) },
  { name: 'fetch-instance', optional: true, send: (broker, plan, _bodies, options) => broker.fetchInstance(randomUUID(), plan, options) },
  { name: 'last-operation', optional: true, send: (broker, plan, _bodies, options) => broker.pollInstance(randomUUID(), plan, undefined, options) },
  { name: 'bind', optional: true, send: (broker, _plan, { bind }, options) => broker.bind(randomUUID(), randomUUID(), bind, options) },
  { name: 'unbind', optional: true, send: (broker, plan, _bodies, options) => broker.unbind(randomUUID(), randomUUID(), plan, options) },
  { name: 'fetch-binding', optional: true, send: (broker, plan, _bodies, options) => broker.fetchBinding(randomUUID(), randomUUID(), plan, options) },
  { name: 'binding-last-operation', optional: true, send: (broker, plan, _bodies, options) => broker.pollBinding(randomUUID(), randomUUID(), plan, undefined, options) },
];

interface Bodies {
  readonly provision: JsonObject;
  readonly bind: JsonObject;
}

/** The ways in which credentials can be wrong, one check each and route. */
const probes = [
  { name: 'without-credentials', because: 'the request carries no credentials', tolerates400: false, alter: (): Auth => ({ kind: 'none' }) },
  {
    name: 'with-wrong-password',
    because: 'the password is not the configured one',
    tolerates400: false,
    alter: (auth: Auth): Auth | undefined => (auth.kind === 'basic' ? { ...auth, password: randomUUID() } : auth.kind === 'bearer' ? { ...auth, token: randomUUID() } : undefined),
  },
  {
    name: 'with-malformed-credentials',
    because: 'the Authorization header cannot be decoded',
    tolerates400: true,
    alter: (auth: Auth): Auth | undefined =>
      auth.kind === 'basic' ? { kind: 'headers', headers: { Authorization: 'Basic !!!notbase64' } } : undefined,
  },
] as const;

/** One check for each route and each way in which credentials can be wrong. */
export const everyEndpoint = routes.flatMap((route) =>
  probes.map((probe) =>
    defineCheck({
      id: `authentication/${route.name}-${probe.name}`,
      title: `The ${route.name.replaceAll('-', ' ')} route answers 401 ${probe.name.replaceAll('-', ' ')}.`,
      requirements: ['AUTH-401-EVERY-ENDPOINT'],
      given: onePlan,
      async run({ given: { plan }, broker, arrange, expect, world }) {
        const auth = probe.alter(world.endpoint.auth);
        expect.applies(world.endpoint.auth.kind !== 'none' && auth !== undefined, 'No such credentials are configured.');
        if (auth === undefined) return;
        const open = await broker.catalog({ auth: { kind: 'none' }, role: 'setup' });
        expect.applies(open.status !== 200, 'The broker serves the catalog to anybody.');
        const bodies = { provision: arrange.provisionBody(plan), bind: arrange.bindBody(plan) };
        const answer = await route.send(broker, plan, bodies, { auth });
        if (route.optional && [404, 405, 501].includes(answer.status)) {
          const control = await route.send(broker, plan, bodies, {});
          expect.applies(control.status !== answer.status, 'The broker does not offer this route.');
        }
        const tolerated = probe.tolerates400 ? [{ status: 400, reason: 'the header is malformed, but 401 is the answer' } as const] : [];
        expect(answer).status({ legal: [401], tolerated }, probe.because);
      },
    }),
  ),
);
