import { defineCheck } from '../../engine/check.ts';
import { onePlanPerOffering } from '../../preconditions/plans.ts';

/** A request that is refused for its credentials leaves no trace. */
export const noSideEffect = defineCheck({
  id: 'authentication/refused-provision-creates-nothing',
  title: 'A provision with a wrong password creates nothing.',
  requirements: ['AUTH-401-NO-SIDE-EFFECT'],
  given: onePlanPerOffering,
  async run({ given: { plan }, broker, arrange, expect, world }) {
    const { auth } = world.endpoint;
    expect.applies(auth.kind === 'basic', 'Basic authentication is not configured.');
    if (auth.kind !== 'basic') return;
    const id = arrange.freshId();
    const body = arrange.provisionBody(plan);
    const refused = await broker.provision(id, body, { auth: { ...auth, password: `${auth.password}x` } });
    expect.applies(
      refused.status === 401,
      'The request was not refused with 401: see authentication/every-endpoint.',
    );
    const fetched = await broker.fetchInstance(id, plan);
    expect(fetched).status(
      { legal: ['4xx', '5xx'] },
      'the provision was refused with 401, so there is nothing to fetch',
    );
    const deletion = await broker.deprovision(id, plan);
    expect.that(deletion.status !== 200 && deletion.status !== 202, {
      expected: '410 Gone',
      actual: `${String(deletion.status)}: there was something to delete`,
      because: 'the provision was refused with 401',
      answer: deletion,
    });
    const fresh = arrange.freshId();
    await broker.provision(fresh, body, { auth: { ...auth, password: `${auth.password}x` } });
    const valid = await broker.provision(fresh, body);
    await arrange.follow(plan, valid, { instanceId: fresh }, 'create');
    expect.reached(
      ![400, 422].includes(valid.status) && valid.status < 500,
      'The valid provision is refused as well.',
    );
    expect(valid).status([201, 202], 'the only earlier request for this id was refused with 401');
  },
});
