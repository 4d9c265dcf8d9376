import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { osb } from '../osb.test-support.ts';
import { testDesk } from './desk.test-support.ts';

describe('cli: osb test starts the broker', function () {
  this.timeout(120_000);
  const desk = testDesk();
  describe('--exec', () => {
    /** A broker in a process of its own, which writes down that it was stopped. */
    const script = (port: number) => `
      const { createServer } = require('node:http');
      const { writeFileSync } = require('node:fs');
      const catalog = { services: [] };
      const server = createServer((request, response) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(catalog));
      });
      setTimeout(() => server.listen(${port}, '127.0.0.1'), 300);
      process.on('SIGTERM', () => { writeFileSync('stopped', 'yes'); process.exit(0); });
    `;
    const freePort = async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      await new Promise((resolve) => server.close(resolve));
      return port;
    };
    const exec = async (program: string, port: number, ...more: string[]) => {
      await writeFile(join(desk.cwd, 'broker.cjs'), program);
      const command = `"${process.execPath}" broker.cjs`;
      return osb(
        ['test', `http://127.0.0.1:${port}`, '--only', 'catalog/status', '--exec', command, ...more],
        { cwd: desk.cwd, env: desk.env },
      );
    };
    const isFree = (port: number) =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => false,
        () => true,
      );

    it('starts the broker, waits for it, tests it and stops it', async () => {
      const port = await freePort();
      const ran = await exec(script(port), port);
      expect(ran.stdout + ran.stderr).to.include('catalog');
      expect(ran.code).to.equal(0);
      expect(await readFile(join(desk.cwd, 'stopped'), 'utf8')).to.equal('yes');
      expect(await isFree(port)).to.equal(true);
    });

    it('kills a broker that does not stop when it is asked to', async () => {
      const port = await freePort();
      const ran = await exec(
        script(port).replace(/process\.on\('SIGTERM'.*/, `process.on('SIGTERM', () => {});`),
        port,
      );
      expect(ran.code).to.equal(0);
      expect(await isFree(port)).to.equal(true);
    });

    it('stops the broker, also one that hangs, when the user stops the run', async () => {
      const port = await freePort();
      await writeFile(
        join(desk.cwd, 'broker.cjs'),
        `let asked = 0;${script(port).replace('createServer((request, response) => {', '$& if (asked++ > 1) return;')}`,
      );
      const stop = new AbortController();
      setTimeout(() => {
        stop.abort();
      }, 2000);
      const ran = await osb(
        ['test', `http://127.0.0.1:${port}`, '--exec', `"${process.execPath}" broker.cjs`],
        { cwd: desk.cwd, env: desk.env, signal: stop.signal },
      );
      expect(ran.code).to.equal(3);
      expect(await readFile(join(desk.cwd, 'stopped'), 'utf8')).to.equal('yes');
      expect(await isFree(port)).to.equal(true);
    });

    it('says in one line that the broker ended, with what it printed last', async () => {
      const ran = await exec(`console.error('no database'); process.exit(7);`, await freePort());
      expect(ran.stderr).to.match(/^osb: The broker of --exec ended with exit code 7 .*no database/);
      expect(ran.stderr.trim().split('\n')).to.have.length(1);
      expect(ran.code).to.equal(3);
    });

    it('starts nothing where something else answers already, which would be tested in its place', async () => {
      const port = await freePort();
      const other = createServer((_request, response) => {
        response.setHeader('content-type', 'application/json').end('{"services":[]}');
      });
      await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
      try {
        const ran = await exec(`require('node:fs').writeFileSync('started', 'yes'); process.exit(7);`, port);
        expect(ran.stderr).to.match(/^osb: Something answers at .*\/v2\/catalog already/);
        expect(ran.stderr.trim().split('\n')).to.have.length(1);
        expect(ran.code).to.equal(3);
        expect(existsSync(join(desk.cwd, 'started'))).to.equal(false);
      } finally {
        other.close();
        other.closeAllConnections();
      }
    });

    it('notices that the broker ended although something answers in its place', async () => {
      const port = await freePort();
      // What answers belongs to the group of the command, which has itself ended.
      await writeFile(join(desk.cwd, 'other.cjs'), script(port));
      const ran = await exec(
        `const { spawn } = require('node:child_process');
         spawn(process.execPath, ['other.cjs'], { stdio: 'ignore' }).unref();
         setTimeout(() => process.exit(7), 100);`,
        port,
      );
      expect(ran.stderr).to.match(/^osb: The broker of --exec ended with exit code 7/);
      expect(ran.code).to.equal(3);
      expect(await isFree(port)).to.equal(true);
    });

    it('says in one line that the broker does not answer in time, and stops it', async () => {
      const ran = await exec(
        `setInterval(() => {}, 1000); console.log('hello');`,
        await freePort(),
        '--wait',
        '700ms',
      );
      expect(ran.stderr).to.match(/did not answer at .* within 0\.7 s.*hello/);
      expect(ran.code).to.equal(3);
    });
  });
});
