import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const packages = ['spec', 'catalog-schema', 'broker', 'conformance', 'cli'];

describe('repository: packed packages', function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osb-kit-packed-'));
    const paths = packages.map((name) => join(root, 'packages', name));
    await run('npm', ['pack', '--pack-destination', folder, ...paths], { cwd: root });
    await writeFile(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
    const tarballs = (await readdir(folder))
      .filter((name) => name.endsWith('.tgz'))
      .map((name) => `./${name}`);
    expect(tarballs).to.have.length(packages.length);
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...tarballs], {
      cwd: folder,
    });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const osb = (...args: string[]) => run(join(folder, 'node_modules', '.bin', 'osb'), args, { cwd: folder });

  it('carry their licence', async () => {
    const licence = await readFile(join(root, 'LICENSE'), 'utf8');
    for (const name of packages) {
      const installed = name === 'cli' ? 'osb-kit' : `@osb-kit/${name}`;
      expect(await readFile(join(folder, 'node_modules', installed, 'LICENSE'), 'utf8')).to.equal(licence);
    }
  });

  it('run the osb command in an empty folder', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8')) as {
      version: string;
    };
    expect((await osb('--version')).stdout.trim()).to.equal(manifest.version);
    expect((await osb('explain', 'PROV-409-PLAN')).stdout).to.include('409');
  });

  it('run the whole tool as it is installed: broker, validator, tester, and what reads their reports', async () => {
    const password = 'a password of this test';
    // Runs that were killed on this machine are told of by whoever runs next in this home: not here.
    const home = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
    const env = { ...process.env, ...home, OSB_USERNAME: 'me', OSB_PASSWORD: password };
    const bin = join(folder, 'node_modules', '.bin', 'osb');
    const broker = spawn(bin, ['broker', '--port', '0', '--data-dir', 'data'], { cwd: folder, env });
    const ended = new Promise<number | null>((resolve) => broker.once('exit', resolve));
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let printed = '';
        broker.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
          const found = /(http:\/\/[^\s;]+);/.exec(printed)?.[1];
          if (found !== undefined) resolve(found);
        });
        broker.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
        broker.once('exit', () => {
          reject(new Error(printed));
        });
      });
      const lines: readonly (readonly string[])[] = [
        ['validate', url, '--profile', 'cloudfoundry'],
        ['test', url, '--only', 'catalog/*', '--output', 'json=report.json', '--output', 'html=report.html'],
        ['test', url, '--explore', '--steps', '5', '--format', 'json'],
        ['test', url, '--matrix', '--only', 'catalog/*', '--safe'],
        ['compare', 'report.json', 'report.json'],
        ['badge', 'report.json'],
        ['list'],
        ['schema'],
        ['cleanup', '--help'],
        ['diff', '--help'],
      ];
      for (const line of lines) {
        const { stdout, stderr } = await run(bin, line, { cwd: folder, env });
        expect(stdout, line.join(' ')).to.not.equal('');
        expect(stderr, line.join(' ')).to.equal('');
      }
    } finally {
      broker.kill('SIGTERM');
    }
    expect(await ended).to.equal(0);
  });

  it('can be imported, each by its name', async () => {
    const names = ['@osb-kit/spec', '@osb-kit/catalog-schema', '@osb-kit/broker', '@osb-kit/conformance'];
    const script = names.map(
      (name) => `if (Object.keys(await import('${name}')).length === 0) throw new Error('${name}');`,
    );
    await run(process.execPath, ['--input-type=module', '-e', script.join('\n')], { cwd: folder });
  });

  it('hold no tests, no sources and no absolute paths', async () => {
    for (const name of packages) {
      const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], {
        cwd: join(root, 'packages', name),
      });
      const files =
        (JSON.parse(stdout) as { files: { path: string }[] }[])[0]?.files.map((file) => file.path) ?? [];
      expect(
        files.filter((path) => /\.test\.|test-support|\/testing\/|^src\/|\.map$/.test(path)),
      ).to.deep.equal([]);
    }
  });
});
