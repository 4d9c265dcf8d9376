import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { BrokerError } from '../errors.ts';
import type { Json } from '../json.ts';
import { errorsKept } from '../logs.test-support.ts';
import { type Handlers, ids, lazy, order, path, query, workshop } from '../workshop.test-support.ts';

const bindingPath = `${path}/service_bindings/b`;

describe('the state that handlers leave', () => {
  const { client } = workshop();
  const found: Json[] = [];
  beforeEach(() => found.splice(0));
  const remember: Pick<Handlers, 'deprovision' | 'unbind'> = {
    deprovision: ({ instance }) => {
      found.push(instance.state);
      return undefined;
    },
    unbind: ({ binding }) => {
      found.push(binding.state);
      return undefined;
    },
  };

  it('is kept with a deferral, for whoever cleans up after a failure', async () => {
    let broken = true;
    const { send, settle } = await client(
      {
        ...remember,
        provision: ({ defer }) => defer('make', null, { state: { vm: 'planned' } }),
        bind: ({ defer }) => defer('make', null, { state: 'user' }),
        steps: {
          make: ({ defer, operation }) =>
            operation === 'bind' ? defer('fail') : defer('fail', null, { state: { vm: 'made' } }),
          fail: ({ operation, done }) => {
            if (operation === 'provision' && broken) throw new Error('no');
            if (operation === 'bind') throw new Error('no');
            return done();
          },
        },
      },
      { maximumAttempts: 1 },
    );
    const first = await send('PUT', path + lazy, { body: order });
    expect((await settle(path, first.body['operation'])).body['state']).to.equal('failed');
    expectAnswer(await send('DELETE', path + query), 200);
    expect(found).to.deep.equal([{ vm: 'made' }]);
    broken = false;
    const second = await send('PUT', path + lazy, { body: order });
    expect((await settle(path, second.body['operation'])).body['state']).to.equal('succeeded');
    const binding = await send('PUT', bindingPath + lazy, { body: ids });
    expect((await settle(bindingPath, binding.body['operation'])).body['state']).to.equal('failed');
    expectAnswer(await send('DELETE', bindingPath + query), 200);
    expectAnswer(await send('DELETE', path + query), 200);
    expect(found).to.deep.equal([{ vm: 'made' }, 'user', { vm: 'made' }]);
  });

  it('of a step that was cancelled is found by the deletion', async () => {
    const begun: boolean[] = [];
    const { send, settle } = await client({
      ...remember,
      provision: ({ defer }) => defer('work'),
      steps: {
        work: async ({ done }) => {
          begun.push(true);
          await pause(80);
          return done({ state: { vm: 'vm-1' } });
        },
      },
    });
    await send('PUT', path + lazy, { body: order });
    while (begun.length === 0) await pause(5);
    const deletion = await send('DELETE', path + query);
    expect((await settle(path, deletion.body['operation'])).body['state']).to.equal('succeeded');
    expect(found).to.deep.equal([{ vm: 'vm-1' }]);
    expectAnswer(await send('GET', path), 404);
  });

  it('can be cleared, and is not changed by who changes what was handed out', async () => {
    const { send } = await client({
      ...remember,
      provision: ({ parameters, instance }) => {
        const given = parameters as Record<string, unknown>;
        given['size'] ??= 10;
        (instance.context as Record<string, unknown>)['mine'] = true;
        return { state: { a: 1 } };
      },
      update: () => ({ state: null }),
    });
    const asked = { ...order, parameters: { a: 1 } };
    expectAnswer(await send('PUT', path, { body: asked }), 201);
    expectAnswer(await send('PUT', path, { body: asked }), 200);
    expect((await send('GET', path)).body['parameters']).to.deep.equal({ a: 1 });
    expectAnswer(await send('PATCH', path, { body: { ...ids, parameters: { a: 2 } } }), 200);
    expectAnswer(await send('DELETE', path + query), 200);
    expect(found).to.deep.equal([null]);
  });
});

describe('a deletion', () => {
  const { client } = workshop();

  it('of what is gone already removes it from the books', async () => {
    const gone = () => {
      throw new BrokerError('Gone', 'Somebody removed it.');
    };
    const { send, settle } = await client({
      bind: () => undefined,
      unbind: gone,
      deprovision: ({ instance, defer }) => (instance.id === 'i' ? gone() : defer('remove')),
      steps: { remove: gone },
    });
    expectAnswer(await send('PUT', path, { body: order }), 201);
    expectAnswer(await send('PUT', bindingPath, { body: ids }), 201);
    expectAnswer(await send('DELETE', bindingPath + query), 200);
    expectAnswer(await send('DELETE', path + query), 200);
    expectAnswer(await send('GET', path), 404);
    const other = '/v2/service_instances/j';
    expectAnswer(await send('PUT', other, { body: order }), 201);
    const { body } = await send('DELETE', other + query);
    expect((await settle(other, body['operation'])).body['state']).to.equal('succeeded');
    expectAnswer(await send('GET', other), 404);
  });

  it('does not wait for ever for a cancelled step that heeds no signal', async () => {
    const begun: boolean[] = [];
    const { log, texts } = errorsKept();
    const { send, settle } = await client(
      {
        provision: ({ defer }) => defer('hang'),
        steps: {
          hang: ({ done }) => {
            begun.push(true);
            return pause(2000).then(() => done());
          },
        },
      },
      { log, leaseMs: 60, pollMs: 20 },
    );
    await send('PUT', path + lazy, { body: order });
    while (begun.length === 0) await pause(5);
    const deletion = await send('DELETE', path + query);
    expect((await settle(path, deletion.body['operation'])).body['state']).to.equal('succeeded');
    expect(texts).to.deep.equal([
      'a step that was told to stop does not end; its operation is taken for stopped',
    ]);
  });
});

describe('an update', () => {
  const { client } = workshop();

  for (const update of [undefined, () => undefined]) {
    it(`that asks for what is there in a new context goes well ${update ? 'with' : 'without'} a handler`, async () => {
      const { send } = await client({ ...(update && { update }) });
      const parameters = { a: 1 };
      const body = { ...order, parameters, context: { organization_name: 'old' } };
      expectAnswer(await send('PUT', path, { body }), 201);
      const again = { ...ids, parameters, context: { organization_name: 'new' } };
      expectAnswer(await send('PATCH', path, { body: again }), 200);
      const alone = { ...ids, parameters: {}, context: { organization_name: 'newer' } };
      expectAnswer(await send('PATCH', path, { body: alone }), 422, 'UpdateNotSupported');
    });
  }
});
