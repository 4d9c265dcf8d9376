import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import type { Misbehaviour, ModelAnswer } from '../testing/model-types.ts';
import { withSession } from './open-session.ts';
import type { Leftover } from './report.ts';

const user = { username: 'me', password: 'a password of this test' };
const headers = {
  authorization: `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`,
  'x-broker-api-version': '2.17',
};

describe('cleaning up', () => {
  it('removes what was created anew as something else, after a deletion that nobody saw end', async () => {
    const broker = await startReferenceBroker({ users: [user] });
    try {
      const auth = { kind: 'basic', ...user } as const;
      await withSession({ url: broker.url, auth, fastPoll: true }, async ({ session }) => {
        const { client } = session.desk();
        const [one, other] = session.world.plans.filter(({ offering }) =>
          ['notice-board', 'shared-folder'].includes(offering.name),
        );
        const provision = (plan = one) => {
          const ids = { service_id: plan?.offering.id, plan_id: plan?.id };
          return client.provision('again', { ...ids, organization_guid: 'o', space_guid: 's' });
        };
        expect((await provision()).status).to.equal(201);
        const query = `service_id=${one?.offering.id ?? ''}&plan_id=${one?.id ?? ''}`;
        const gone = await fetch(`${broker.url}/v2/service_instances/again?${query}`, {
          method: 'DELETE',
          headers,
        });
        expect(gone.status).to.equal(200);
        expect((await provision(other)).status).to.equal(201);
        expect((await provision()).status).to.equal(409);
        expect(await session.cleanUp()).to.deep.equal([]);
      });
    } finally {
      await broker.close();
    }
  });

  const busy: ModelAnswer = { status: 422, body: { error: 'ConcurrencyError', description: 'Later.' } };

  /** Creates an instance of a broker that misbehaves, and cleans up twice, as a check and the run do. */
  async function cleanUpOf(misbehaviour: Misbehaviour, operationTimeout: number) {
    const sent = { deletions: 0, polls: 0 };
    const broker = await startModelBroker({
      ...misbehaviour,
      before(request, state) {
        if (request.route === 'deprovision') sent.deletions += 1;
        if (request.route === 'pollInstance') sent.polls += 1;
        return misbehaviour.before?.(request, state);
      },
    });
    try {
      const options = { url: broker.url, auth: modelCredentials, fastPoll: true, operationTimeout };
      const leftovers = await withSession(options, async ({ session }): Promise<Leftover[]> => {
        const desk = session.desk();
        const [plan] = session.world.plans;
        const ids = { service_id: plan?.offering.id, plan_id: plan?.id };
        await desk.client.provision('one', { ...ids, organization_guid: 'o', space_guid: 's' });
        await desk.cleanUp();
        return session.cleanUp();
      });
      return { leftovers, sent, instances: broker.instances() };
    } finally {
      await broker.close();
    }
  }

  for (const [state, times] of [
    ['in progress', 3],
    ['in progres', 3],
    ['gone fishing', 14],
  ] as const)
    it(`waits for an operation in the way whose polls always say "${state}"`, async () => {
      let refusals: number = times;
      const { leftovers, instances } = await cleanUpOf(
        {
          before: ({ route }) => {
            if (route === 'pollInstance') return { status: 200, body: { state } };
            return route === 'deprovision' && refusals-- > 0 ? busy : undefined;
          },
        },
        60_000,
      );
      expect(leftovers).to.deep.equal([]);
      expect(instances).to.deep.equal([]);
    });

  it('does not take polls that say nothing for the end of a deletion', async () => {
    let polls = 40;
    const { leftovers, sent, instances } = await cleanUpOf(
      {
        before({ route, instanceId }, { instances }) {
          if (!instances.has(instanceId)) return undefined;
          if (route === 'deprovision') return { status: 202, body: {} };
          if (route !== 'pollInstance') return undefined;
          if (polls-- > 0) return { status: 200, body: { state: 'gone fishing' } };
          instances.delete(instanceId);
          return { status: 410, body: {} };
        },
      },
      60_000,
    );
    expect(leftovers).to.deep.equal([]);
    expect(instances).to.deep.equal([]);
    expect(sent.deletions).to.be.below(8);
  });

  for (const [what, state] of [
    ['never end', 'in progress'],
    ['never end and have an unknown state', 'deleting'],
  ] as const) {
    it(`gives up deletions that ${what} when their time is over, once, though each repetition begins a new one`, async () => {
      let operations = 0;
      const { leftovers, sent } = await cleanUpOf(
        {
          before({ route }) {
            if (route === 'pollInstance') return { status: 200, body: { state } };
            return route === 'deprovision'
              ? { status: 202, body: { operation: `o${String(++operations)}` } }
              : undefined;
          },
        },
        700,
      );
      expect(leftovers.map(({ reason }) => reason)).to.deep.equal(['its deletion did not end in time']);
      expect(sent.deletions).to.be.within(2, 9);
    });
  }

  it('gives up what is always busy when its time is over', async () => {
    const { leftovers } = await cleanUpOf(
      { before: ({ route }) => (route === 'deprovision' ? busy : undefined) },
      500,
    );
    expect(leftovers[0]?.reason).to.match(/ConcurrencyError.* until its time was over|ConcurrencyError/);
  });
});
