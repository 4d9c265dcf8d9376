import { expect } from 'chai';
import { expectAnswer, pause } from '../client.test-support.ts';
import { notedLog, order, path, workshop } from '../workshop.test-support.ts';

describe('observers', () => {
  const { client } = workshop();

  it('may fail, at once or later, and hurt nothing else', async () => {
    const { log, lines } = notedLog();
    const seen: number[] = [];
    const { send } = await client(
      {},
      {
        log,
        observers: [
          () => {
            throw new Error('at once');
          },
          () => Promise.reject(new Error('later')),
          ({ status }) => seen.push(-status),
          async ({ status }) => {
            await pause(1);
            seen.push(status);
          },
        ],
      },
    );
    expectAnswer(await send('GET', '/v2/catalog'), 200);
    expectAnswer(await send('PUT', path, { body: order }), 201);
    await pause(20);
    expect(seen).to.have.members([-200, 200, -201, 201]);
    expect(lines.map(({ message, fields }) => `${message}: ${String(fields['err'])}`)).to.deep.equal([
      'an observer of requests failed: Error: at once',
      'an observer of requests failed: Error: later',
      'an observer of requests failed: Error: at once',
      'an observer of requests failed: Error: later',
    ]);
  });

  it('that are a log which fails take no answer away', async () => {
    const { log, lines } = notedLog();
    const info = () => {
      throw new Error('no disk');
    };
    const { send } = await client({}, { log: { ...log, info } });
    expectAnswer(await send('GET', '/v2/catalog'), 200);
    expect(lines.map(({ message }) => message)).to.deep.equal(['an observer of requests failed']);
  });
});
