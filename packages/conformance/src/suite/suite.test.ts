import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import type { ModelOptions } from '../testing/model-types.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..', '..');
const loading = ['--conditions=osb-kit-source', '--import', 'tsx'];
const runners = {
  mocha: [join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), '--no-config', '--reporter', 'spec'],
  'node-test': ['--test', '--test-reporter', 'tap'],
} as const;

describe('the checks as tests of other runners', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    // Inside the repository, so that the packages are found.
    folder = await mkdtemp(join(import.meta.dirname, '.suite-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const running = async (runner: keyof typeof runners, broker: ModelOptions) => {
    const model = await startModelBroker(broker);
    const file = join(folder, 'broker.test.mjs');
    await writeFile(
      file,
      `import { conformanceSuite } from '@osb-kit/conformance/${runner}';
const auth = ${JSON.stringify(modelCredentials)};
conformanceSuite(async () => ({ url: '${model.url}', auth, plans: ['small'], fastPoll: true }), {
  title: 'my broker',
  only: ['provisioning/conflict*', 'binding-information/*', 'catalog/status'],
});
`,
    );
    try {
      const { stdout } = await run(process.execPath, [...loading, ...runners[runner], file], {
        cwd: root,
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      });
      return { code: 0, stdout };
    } catch (error) {
      // What execFile rejects with.
      return error as { code: number; stdout: string };
    } finally {
      await model.close();
    }
  };

  for (const runner of ['mocha', 'node-test'] as const) {
    it(`${runner}: a test for each check, titled by requirement, green on a broker that is right`, async () => {
      const { code, stdout } = await running(runner, {});
      expect(stdout)
        .to.include('my broker')
        .and.include('PROV-409-PLAN: A second provision with another plan is answered 409.');
      expect(stdout).to.include('Everything that the tests made is removed again');
      expect(stdout).to.match(/# SKIP|pending/);
      expect(code, stdout).to.equal(0);
    });

    it(`${runner}: red on a broker that is wrong, with what was expected and why`, async () => {
      const { code, stdout } = await running(runner, {
        after: (answer, request) =>
          request.route === 'provision' && answer.status === 409 ? { status: 200, body: {} } : answer,
      });
      expect(code).to.be.greaterThan(0);
      expect(stdout)
        .to.include('PROV-409-PLAN (MUST)')
        .and.match(/expected +409 Conflict/)
        .and.match(/actual +200 OK/);
    });
  }
});
