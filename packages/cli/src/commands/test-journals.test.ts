import { setTimeout as sleep } from 'node:timers/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ModelBroker } from '../../../conformance/src/testing/model-broker.ts';
import { osb } from '../osb.test-support.ts';
import { testDesk } from './desk.test-support.ts';

const bin = join(import.meta.dirname, '..', 'bin.ts');

describe('cli: what osb test writes down', function () {
  this.timeout(120_000);
  const desk = testDesk();
  describe('journals', () => {
    const child = (url: string, ...more: string[]): ChildProcess =>
      spawn(
        process.execPath,
        ['--conditions=osb-kit-source', '--import', 'tsx', bin, 'test', url, '--plan', 'small', ...more],
        {
          env: { ...process.env, ...desk.env },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
    const untilBusy = async (broker: ModelBroker) => {
      for (let waited = 0; broker.instances().length < 3; waited += 20) {
        if (waited > 30_000) throw new Error('The run made no instances.');
        await sleep(20);
      }
    };

    it('outlives kill -9: the next run tells of it, osb cleanup lists it and leaves the broker empty', async () => {
      const broker = await desk.start({ delay: 20, mode: 'async', polls: 4 });
      const run = child(broker.url);
      await untilBusy(broker);
      run.kill('SIGKILL');
      await once(run, 'exit');
      await sleep(200);
      expect(broker.instances()).to.not.deep.equal([]);
      const [name = ''] = desk.journals();
      const path = join(desk.cwd, 'osb-kit', name);
      const listed = await osb(['cleanup'], { env: desk.env });
      expect(listed.stdout)
        .to.include(path)
        .and.include(broker.url)
        .and.match(/\d+ resources may be left/);
      const next = await osb(['test', broker.url, '--only', 'catalog/status'], { env: desk.env });
      expect(next.stderr).to.include('ended without cleaning up').and.include(path);
      const cleaned = await osb(['cleanup', path, broker.url], { env: desk.env });
      expect(cleaned.stdout).to.match(/^\d+ resources are gone, 0 are left/);
      expect(cleaned.code).to.equal(0);
      expect(broker.instances()).to.deep.equal([]);
      expect(desk.journals()).to.deep.equal([]);
    });

    it('cleans up on Ctrl-C and exits with 3', async () => {
      const broker = await desk.start({ delay: 20, mode: 'async', polls: 5 });
      const run = child(broker.url, '--fast-poll');
      await untilBusy(broker);
      run.kill('SIGINT');
      const [code] = (await once(run, 'exit')) as [number];
      expect(code).to.equal(3);
      expect(broker.instances()).to.deep.equal([]);
      expect(desk.journals()).to.deep.equal([]);
    });

    it('lists what is left on Ctrl-C, keeps the journal and exits with 4', async () => {
      const broker = await desk.start({
        delay: 20,
        before: (request) => (request.route === 'deprovision' ? { status: 400, body: {} } : undefined),
      });
      const run = child(broker.url, '--fast-poll');
      let told = '';
      run.stderr?.on('data', (data: Buffer) => (told += data.toString()));
      await untilBusy(broker);
      run.kill('SIGINT');
      const [code] = (await once(run, 'exit')) as [number];
      expect(code).to.equal(4);
      expect(told).to.include('osb cleanup');
      expect(desk.journals()).to.have.length(1);
    });
  });
});
