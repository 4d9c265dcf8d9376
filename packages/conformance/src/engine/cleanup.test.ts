import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { withSession } from './open-session.ts';

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
});
