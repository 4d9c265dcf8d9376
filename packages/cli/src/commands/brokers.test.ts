import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../main.ts';
import { osb, quietIo } from '../osb.test-support.ts';

describe('cli: osb broker', () => {
  it('prints where it runs and a password once, serves, and stops when it is asked to', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'osb-broker-'));
    const stop = new AbortController();
    try {
      const { origin, running } = startOsbBroker(dataDir, stop.signal);
      const { url, password } = await origin;
      const served = await osb(['validate', url, '--user', `broker:${password}`]);
      expect(served.code).to.equal(0);
      const taken = await osb(['broker', '--port', new URL(url).port, '--data-dir', `${dataDir}-2`]);
      expect(taken.stderr).to.match(/^osb: Port \d+ of 127\.0\.0\.1 is taken/);
      expect(taken.code).to.equal(3);
      stop.abort();
      expect(await running).to.equal(0);
      expect((await osb(['validate', url])).code).to.equal(3);
    } finally {
      stop.abort();
      await rm(dataDir, { recursive: true, force: true });
      await rm(`${dataDir}-2`, { recursive: true, force: true });
    }
  });
});

/** Runs `osb broker` on a free port until the signal; `origin` comes from what it prints. */
function startOsbBroker(dataDir: string, signal: AbortSignal) {
  let printed = '';
  let announce: (found: { url: string; password: string }) => void = () => undefined;
  const origin = new Promise<{ url: string; password: string }>((resolve) => (announce = resolve));
  const running = main(['broker', '--port', '0', '--data-dir', dataDir], {
    ...quietIo,
    signal,
    stdout: (text) => {
      printed += text;
      const [, url] = /runs at (\S+);/.exec(printed) ?? [];
      const [, password] = /generated password "([^"]+)"/.exec(printed) ?? [];
      if (url !== undefined && password !== undefined) announce({ url, password });
    },
  });
  return { origin, running };
}

describe('cli: osb test and what reads its reports', function () {
  this.timeout(120_000);
  let cwd: string;
  let broker: Awaited<ReturnType<typeof startReferenceBroker>>;
  const env = { OSB_USERNAME: 'tester', OSB_PASSWORD: 'very-secret-password' };
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-test-'));
    broker = await startReferenceBroker({
      dataDir: cwd,
      users: [{ username: env.OSB_USERNAME, password: env.OSB_PASSWORD }],
    });
  });
  after(async () => {
    await broker.close();
    await rm(cwd, { recursive: true, force: true });
  });

  it('finds nothing wrong with the reference broker, leaves nothing behind, and leaks no secret', async () => {
    const formats = ['json', 'html', 'junit', 'sarif', 'markdown', 'har', 'ndjson'];
    const outputs = formats.flatMap((format) => ['--output', `${format}=report.${format}`]);
    const ran = await osb(['test', broker.url, '--plan', 'small', ...outputs], { cwd, env });
    expect(ran.stdout).to.include('conforms to version 2.17');
    expect(ran.code).to.equal(0);
    const report = JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8')) as {
      counts: Record<string, number>;
      leftovers: unknown[];
    };
    expect(report.counts).to.include({ failed: 0, errored: 0, blocked: 0, warned: 0 });
    expect(report.counts['passed']).to.be.greaterThan(40);
    expect(report.leftovers).to.deep.equal([]);
    const encoded = Buffer.from(`${env.OSB_USERNAME}:${env.OSB_PASSWORD}`).toString('base64');
    for (const format of formats) {
      expect(await readFile(join(cwd, `report.${format}`), 'utf8'))
        .to.not.include(env.OSB_PASSWORD)
        .and.not.include(encoded);
    }
  });

  it('compares reports and makes a badge of one', async () => {
    const same = await osb(['compare', 'report.json', 'report.json'], { cwd });
    expect(same.code).to.equal(0);
    expect((await osb(['badge', 'report.json'], { cwd })).stdout).to.match(/^<svg /);
    await writeFile(join(cwd, 'other.json'), '{}');
    const wrong = await osb(['compare', 'report.json', 'other.json'], { cwd });
    expect(wrong.code).to.equal(3);
    expect(wrong.stderr).to.match(/^osb: "other.json" is not a report of osb test/);
  });

  const filters: [what: string, argv: string[], line: RegExp][] = [
    ['a check that does not exist', ['--only', 'nothing/like-this'], /"nothing\/like-this" matches no check/],
    ['a plan that does not exist', ['--plan', 'gigantic'], /gigantic/],
    ['filters that leave nothing', ['--only', 'catalog/*', '--skip', 'catalog/*'], /leave no check/],
  ];
  for (const [what, argv, line] of filters) {
    it(`says in one line that a filter matches nothing: ${what}`, async () => {
      const ran = await osb(['test', broker.url, ...argv], { cwd, env });
      expect(ran.stderr).to.match(line);
      expect(ran.stderr.trim().split('\n')).to.have.length(1);
      expect(ran.code).to.equal(2);
    });
  }

  it('says in one line that the credentials are wrong', async () => {
    const ran = await osb(['test', broker.url, '--user', 'tester:wrong'], { cwd });
    expect(ran.stderr).to.match(/^osb: .*credentials/);
    expect(ran.code).to.equal(3);
  });
});
