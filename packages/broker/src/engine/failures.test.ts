import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { BrokerError } from '../errors.ts';
import { ids, lazy, order, path, query, workshop } from '../workshop.test-support.ts';

describe('the engine, when things go wrong', () => {
  const { client } = workshop();

  describe('when a handler refuses or fails', () => {
    it('passes a refusal of provision on, and nothing is left', async () => {
      const { send } = await client({
        provision: () => {
          throw new BrokerError('Unprocessable', 'The quota of this space is used up.');
        },
      });
      const answer = await send('PUT', path + lazy, { body: order });
      expectAnswer(answer, 422, 'Unprocessable');
      expect(answer.body).to.have.keys(['error', 'description']);
      expectAnswer(await send('GET', `${path}/last_operation`), 404);
      expectAnswer(await send('DELETE', path + query), 410);
    });

    it('hides an unexpected failure of provision, and lets the platform clean up', async () => {
      let removed = 0;
      let failing = true;
      const { send } = await client({
        provision: () => {
          if (failing) throw new TypeError('secret detail at /srv/broker.ts:1');
          return undefined;
        },
        deprovision: () => {
          removed += 1;
          return undefined;
        },
      });
      const answer = await send('PUT', path + lazy, { body: order });
      expectAnswer(answer, 500, 'InternalError');
      expect(answer.text).to.not.contain('secret');
      expectAnswer(await send('GET', path), 404);
      expectAnswer(await send('DELETE', path + query), 200);
      expect(removed).to.equal(1);
      expectAnswer(await send('DELETE', path + query), 410);
      expectAnswer(await send('PUT', path + lazy, { body: order }), 500);
      failing = false;
      expectAnswer(await send('PUT', path + lazy, { body: { ...order, plan_id: 'q' } }), 201);
    });

    for (const [name, error, status] of [
      [
        'a refusal',
        new BrokerError('Unprocessable', 'Too full.', { instanceUsable: true, updateRepeatable: false }),
        422,
      ],
      ['an unexpected failure', new Error('oops'), 500],
    ] as const) {
      it(`leaves the instance as it was after ${name} of update`, async () => {
        const { send } = await client({
          update: () => {
            throw error;
          },
        });
        await send('PUT', path, { body: { ...order, parameters: { a: 1 } } });
        const before = await send('GET', path);
        const change = { ...ids, plan_id: 'q', parameters: { a: 2 } };
        const answer = await send('PATCH', path + lazy, { body: change });
        expectAnswer(answer, status);
        if (status === 422)
          expect(answer.body).to.include({ instance_usable: true, update_repeatable: false });
        expect((await send('GET', path)).body).to.deep.equal(before.body);
        expectAnswer(await send('DELETE', path + query), 200);
      });
    }

    it('keeps the instance and the binding when their deletion fails', async () => {
      const { send } = await client({
        bind: () => ({ credentials: {} }),
        unbind: () => {
          throw new Error('no');
        },
        deprovision: () => {
          throw new BrokerError('ServiceUnavailable', 'Later.', {
            instanceUsable: false,
            updateRepeatable: true,
          });
        },
      });
      await send('PUT', path, { body: order });
      const refused = await send('DELETE', path + query);
      expectAnswer(refused, 503);
      expect(refused.body).to.include({ instance_usable: false }).and.not.have.property('update_repeatable');
      expectAnswer(await send('PUT', `${path}/service_bindings/b`, { body: ids }), 201);
      expectAnswer(await send('DELETE', `${path}/service_bindings/b${query}`), 500);
      expectAnswer(await send('GET', `${path}/service_bindings/b`), 200);
      expectAnswer(await send('GET', path), 200);
    });

    it('answers 500 when bind returns what the catalog does not permit', async () => {
      const { send } = await client({ bind: () => ({ syslogDrainUrl: 'syslog://x' }) });
      await send('PUT', path, { body: order });
      expectAnswer(await send('PUT', `${path}/service_bindings/b`, { body: ids }), 500);
      expectAnswer(await send('GET', `${path}/service_bindings/b`), 404);
    });
  });

  describe('when a step', () => {
    it('fails unexpectedly, tries again', async () => {
      const attempts: number[] = [];
      const { send, settle } = await client({
        provision: ({ defer }) => defer('work'),
        steps: {
          work: ({ attempt, done }) => {
            attempts.push(attempt);
            if (attempt < 3) throw new Error('not yet');
            return done({ dashboardUrl: 'https://example.com/i' });
          },
        },
      });
      const { body } = await send('PUT', path + lazy, { body: order });
      expect((await settle(path, body['operation'])).body).to.deep.equal({ state: 'succeeded' });
      expect(attempts).to.deep.equal([1, 2, 3]);
      expect((await send('GET', path)).body['dashboard_url']).to.equal('https://example.com/i');
    });

    it('fails too often, fails the operation without its details', async () => {
      const { send, settle } = await client(
        {
          provision: ({ defer }) => defer('work'),
          steps: {
            work: () => {
              throw new Error('secret');
            },
          },
        },
        { maximumAttempts: 2 },
      );
      const { body } = await send('PUT', path + lazy, { body: order });
      const last = await settle(path, body['operation']);
      expect(last.body['state']).to.equal('failed');
      expect(last.body).to.have.keys(['state', 'description']);
      expect(last.text).to.not.contain('secret');
      expectAnswer(await send('GET', path), 404);
      expectAnswer(await send('DELETE', path + query), 200);
    });

    it('refuses, fails an update at once and leaves the instance as it was', async () => {
      const { send, settle } = await client({
        update: ({ defer }) => defer('work', null, { dashboardUrl: 'https://example.com/new' }),
        steps: {
          work: () => {
            throw new BrokerError('Unprocessable', 'The data does not fit.', {
              instanceUsable: true,
              updateRepeatable: false,
            });
          },
        },
      });
      await send('PUT', path, { body: order });
      const accepted = await send('PATCH', path + lazy, { body: { ...ids, plan_id: 'q' } });
      expect(accepted.body['dashboard_url']).to.equal('https://example.com/new');
      expect((await settle(path, accepted.body['operation'])).body).to.deep.equal({
        state: 'failed',
        description: 'The data does not fit.',
        instance_usable: true,
        update_repeatable: false,
      });
      const after = await send('GET', path);
      expect(after.body).to.include({ plan_id: 'p' }).and.not.have.property('dashboard_url');
    });

    it('is aborted by a deletion, lets the deletion wait for it and changes nothing any more', async () => {
      const events: string[] = [];
      const { send, settle } = await client({
        provision: ({ defer }) => defer('work'),
        deprovision: () => {
          events.push('deprovision');
          return undefined;
        },
        steps: {
          work: async ({ signal, done }) => {
            events.push('begin');
            await new Promise((resolve) => {
              signal.addEventListener('abort', resolve);
            });
            await pause(60);
            events.push('end');
            return done();
          },
        },
      });
      await send('PUT', path + lazy, { body: order });
      while (events.length === 0) await pause(5);
      const deletion = await send('DELETE', path + query);
      expectAnswer(deletion, 202);
      expect((await settle(path, deletion.body['operation'])).body['state']).to.equal('succeeded');
      expect(events).to.deep.equal(['begin', 'end', 'deprovision']);
      expectAnswer(await send('GET', path), 404);
    });
  });
});
