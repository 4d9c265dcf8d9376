import { expect } from 'chai';
import { expectAnswer } from '../client.test-support.ts';
import { notedLog, order, path, workshop } from '../workshop.test-support.ts';
import type { InstancePanel } from './page.ts';

describe('a panel of the dashboard', () => {
  const { client } = workshop();

  const failing: readonly [string, InstancePanel][] = [
    ['rejects', () => Promise.reject(new Error('no beans'))],
    [
      'throws',
      () => {
        throw new Error('no beans');
      },
    ],
    // What a service without types may tell.
    ['tells nonsense', () => Promise.resolve({ title: 'no beans' } as never)],
  ];
  for (const [name, panel] of failing) {
    it(`that ${name} leaves the rest of the page as it is`, async () => {
      const { log, lines } = notedLog();
      const { send } = await client({}, { log, panels: new Map([['s', panel]]) });
      expectAnswer(await send('PUT', path, { body: order }), 201);
      const page = await send('GET', '/dashboard/instances/i');
      expect(page.status).to.equal(200);
      expect(page.text)
        .to.contain('<h2>Operations</h2>')
        .and.contain('The log of the broker has the reason.');
      expect(page.text).to.not.contain('no beans');
      expect(
        lines.map(({ message, fields }) => [message, fields['instance'], fields['offering']]),
      ).to.deep.equal([['a panel of the dashboard failed', 'i', 's']]);
    });
  }
});
