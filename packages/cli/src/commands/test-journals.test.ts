import { setTimeout as sleep } from 'node:timers/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  modelCredentials,
  startModelBroker,
  type ModelBroker,
} from '../../../conformance/src/testing/model-broker.ts';
import type { ModelOptions } from '../../../conformance/src/testing/model-types.ts';
import { osb } from '../osb.test-support.ts';
const env = { OSB_USERNAME: modelCredentials.username, OSB_PASSWORD: modelCredentials.password };
const bin = join(import.meta.dirname, '..', 'bin.ts');

describe('cli: what osb test writes down', function () {
  this.timeout(120_000);
  let cwd: string;
  let state: Record<string, string>;
  let brokers: ModelBroker[] = [];
  const start = async (options: ModelOptions = {}) => {
    const broker = await startModelBroker(options);
    brokers.push(broker);
    return broker;
  };
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-modes-'));
    state = { ...env, XDG_STATE_HOME: cwd };
  });
  afterEach(async () => {
    await Promise.all(brokers.map((broker) => broker.close()));
    brokers = [];
    await rm(cwd, { recursive: true, force: true });
  });
  const journals = () => (existsSync(join(cwd, 'osb-kit')) ? readdirSync(join(cwd, 'osb-kit')) : []);
  describe('journals', () => {
    const child = (url: string, ...more: string[]): ChildProcess =>
      spawn(
        process.execPath,
        ['--conditions=osb-kit-source', '--import', 'tsx', bin, 'test', url, '--plan', 'small', ...more],
        {
          env: { ...process.env, ...state },
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
      const broker = await start({ delay: 20, mode: 'async', polls: 4 });
      const run = child(broker.url);
      await untilBusy(broker);
      run.kill('SIGKILL');
      await once(run, 'exit');
      await sleep(200);
      expect(broker.instances()).to.not.deep.equal([]);
      const [name = ''] = journals();
      const path = join(cwd, 'osb-kit', name);
      const listed = await osb(['cleanup'], { env: state });
      expect(listed.stdout)
        .to.include(path)
        .and.include(broker.url)
        .and.match(/\d+ resources may be left/);
      const next = await osb(['test', broker.url, '--only', 'catalog/status'], { env: state });
      expect(next.stderr).to.include('ended without cleaning up').and.include(path);
      const cleaned = await osb(['cleanup', path, broker.url], { env: state });
      expect(cleaned.stdout).to.match(/^\d+ resources are gone, 0 are left/);
      expect(cleaned.code).to.equal(0);
      expect(broker.instances()).to.deep.equal([]);
      expect(journals()).to.deep.equal([]);
    });

    it('cleans up on Ctrl-C and exits with 3', async () => {
      const broker = await start({ delay: 20, mode: 'async', polls: 5 });
      const run = child(broker.url, '--fast-poll');
      await untilBusy(broker);
      run.kill('SIGINT');
      const [code] = (await once(run, 'exit')) as [number];
      expect(code).to.equal(3);
      expect(broker.instances()).to.deep.equal([]);
      expect(journals()).to.deep.equal([]);
    });

    it('lists what is left on Ctrl-C, keeps the journal and exits with 4', async () => {
      const broker = await start({
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
      expect(journals()).to.have.length(1);
    });
  });
});
