import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '@osb-kit/conformance';
import { expect } from 'chai';
import type { ModelOptions } from '../../../conformance/src/testing/model-types.ts';
import { osb } from '../osb.test-support.ts';
import { testDesk } from './desk.test-support.ts';

describe('cli: the configuration of osb test', function () {
  this.timeout(120_000);
  const desk = testDesk();
  /** Serves everything, or the catalog alone, to anybody. */
  const open = (what: 'catalog' | 'everything'): ModelOptions => ({
    before: (request, model) =>
      what === 'everything' || request.route === 'catalog'
        ? model.model({ ...request, authorised: true })
        : undefined,
  });

  async function run(url: string, config: string, ...argv: readonly string[]) {
    await writeFile(join(desk.cwd, 'osb.config.yaml'), `test:\n${config}`);
    const ran = await osb(
      ['test', url, '--fast-poll', '--plan', 'small', ...argv, '--output', 'json=r.json'],
      {
        cwd: desk.cwd,
        env: desk.env,
      },
    );
    // The file was written by the reporter whose type this is.
    const report = JSON.parse(await readFile(join(desk.cwd, 'r.json'), 'utf8')) as Report;
    return { ...ran, report };
  }

  for (const what of ['catalog', 'everything'] as const) {
    it(`lets a broker be open to anybody (${what}) that is said to be, and no other`, async () => {
      const { url } = await desk.start(open(what));
      const only = ['--only', 'authentication/*'];
      expect((await run(url, '  budget: 4\n', ...only)).code).to.equal(1);
      const said = await run(url, `  open_to_anybody: ${what}\n`, ...only);
      expect(said.code, said.stdout).to.equal(0);
    });
  }

  it('tries so many wrong logins that are nearly right', async () => {
    const { url } = await desk.start();
    const tried = async (count: number) => {
      const { report } = await run(
        url,
        `  wrong_logins: ${String(count)}\n`,
        '--only',
        'authentication/similar*',
      );
      return report.exchanges.filter(({ request }) => request.credentials === 'altered').length;
    };
    expect(await tried(0)).to.equal(0);
    expect(await tried(5)).to.be.within(1, 5);
  });

  it('speaks as the platform that is named, with the context that is given', async () => {
    const { url } = await desk.start();
    const { report } = await run(
      url,
      '  platform: ibmcloud\n  context: { ibm_region: eu-de, nested: { aKey: 1 } }\n',
      '--only',
      'provisioning/creates*',
    );
    const body = report.exchanges.find(({ request }) => request.method === 'PUT')?.request.body ?? '';
    expect(body)
      .to.include('"platform":"ibmcloud"')
      .and.to.include('"ibm_region":"eu-de"')
      .and.include('"aKey":1');
  });

  it('takes budget, concurrency and the time of operations, and lets flags win', async () => {
    const { url } = await desk.start();
    const config = '  budget: 1\n  concurrency: 1\n  operation_timeout: 0.5\n';
    const small = await run(url, config, '--only', 'concurrency/*');
    expect(JSON.stringify(small.report.results)).to.include('raise --budget, now 1');
    const flags = ['--budget', '9', '--concurrency', '4', '--operation-timeout', '20'];
    const large = await run(url, config, '--only', 'concurrency/*', ...flags);
    expect(JSON.stringify(large.report.results)).to.not.include('raise --budget');
    expect(large.code, large.stdout).to.equal(0);
  });

  for (const [line, named] of [
    ['  open_to_anybody: all\n', 'open_to_anybody'],
    ['  wrong_logins: -1\n', 'wrong_logins'],
    ['  platform: "cloud foundry"\n', 'platform'],
    ['  concurency: 2\n', 'concurency'],
    ['  operation_timeout: 0\n', 'operation_timeout'],
    ['  context: text\n', 'context'],
  ] as const) {
    it(`says where ${line.trim()} is wrong`, async () => {
      await writeFile(join(desk.cwd, 'osb.config.yaml'), `test:\n${line}`);
      const ran = await osb(['test', 'http://127.0.0.1:9'], { cwd: desk.cwd, env: desk.env });
      expect(ran.code).to.equal(2);
      expect(ran.stderr).to.include('osb.config.yaml').and.to.include(named);
    });
  }
});
