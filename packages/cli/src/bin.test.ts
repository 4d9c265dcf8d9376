import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';

const root = join(import.meta.dirname, '../../..');
const node = ['--conditions=osb-kit-source', '--import', 'tsx', join(import.meta.dirname, 'bin.ts')];

describe('cli: the process of osb', function () {
  this.timeout(60_000);

  /** Starts `osb` as its user does; answers how it ended. */
  const start = (argv: readonly string[], stdout: number | 'pipe' = 'pipe', env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, [...node, ...argv], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdout, 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout?.resume();
    const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, stderr }));
    });
    return { child, ended };
  };

  it('says in one line that standard output cannot be written, and exits with 3', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const { code, stderr } = await start(['list'], openSync('/dev/full', 'w')).ended;
    expect(stderr).to.equal('osb: Standard output cannot be written (ENOSPC). Send it elsewhere.\n');
    expect(code).to.equal(3);
  });

  it('does not mind a reader that has read enough', async () => {
    const { child, ended } = start(['list']);
    child.stdout?.destroy();
    expect(await ended).to.deep.equal({ code: 0, stderr: '' });
  });

  it('stops at once when it is asked to twice, and names what shows what is left', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'osb-bin-'));
    // A broker that does not stop when it is asked to keeps the run from ending.
    const broker = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); require('node:fs').writeFileSync('started', '');`;
    try {
      await writeFile(join(folder, 'broker.cjs'), broker);
      const exec = ['--exec', `cd "${folder}" && exec "${process.execPath}" broker.cjs`];
      const { child, ended } = start(['test', 'http://127.0.0.1:1', ...exec], 'pipe', {
        XDG_STATE_HOME: folder,
      });
      while (!existsSync(join(folder, 'started'))) await sleep(50);
      child.kill('SIGINT');
      await sleep(500);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(stderr).to.equal('osb: Stopped at once, before all was cleaned up: see "osb cleanup".\n');
      expect(code).to.equal(130);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
