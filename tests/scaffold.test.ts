import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const node = ['--conditions=osb-kit-source', '--import', 'tsx'];

describe('repository: npm run new', function () {
  this.timeout(120_000);
  let copy: string;

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'osb-kit-scaffold-'));
    await cp(join(root, 'packages'), join(copy, 'packages'), {
      recursive: true,
      filter: (path) => !/[\\/](dist|node_modules)([\\/]|$)/.test(path),
    });
    for (const name of [
      'node_modules',
      '.mocharc.json',
      '.prettierrc.json',
      'package.json',
      'tools',
      'tsconfig.base.json',
    ]) {
      await symlink(join(root, name), join(copy, name));
    }
    for (const name of await readdir(join(root, 'packages'))) {
      const nested = join('packages', name, 'node_modules');
      if (existsSync(join(root, nested))) await symlink(join(root, nested), join(copy, nested));
    }
  });
  after(() => rm(copy, { recursive: true, force: true }));

  const scaffold = (...words: string[]) =>
    run(process.execPath, [...node, join(root, 'scripts/new.ts'), ...words, '--root', copy], { cwd: root });

  const units: [words: string[], test: string, registry: string, entry: RegExp][] = [
    [
      ['rule', 'sample-rule', 'CAT-NAMES-SHORT'],
      'packages/catalog-schema/src/rules/sample-rule.test.ts',
      'packages/catalog-schema/src/registry.ts',
      /sampleRule,/,
    ],
    [
      ['check', 'provisioning/sample-check', 'PROV-409-PLAN'],
      'packages/conformance/src/checks/provisioning/sample-check.test.ts',
      'packages/conformance/src/checks/provisioning/index.ts',
      /sampleCheck,/,
    ],
    [
      ['route', 'sample-route', 'GET', '/v2/sample'],
      'packages/broker/src/routes/sample-route.test.ts',
      'packages/broker/src/registry.ts',
      /sampleRoute,/,
    ],
    [
      ['reporter', 'sample-format'],
      'packages/conformance/src/reporters/sample-format.test.ts',
      'packages/conformance/src/reporters/index.ts',
      /renderSampleFormat/,
    ],
  ];
  for (const [words, test, registry, entry] of units) {
    it(`writes a ${words[0] ?? ''} whose test passes, and registers it`, async () => {
      const { stdout: said } = await scaffold(...words);
      expect(await readFile(join(copy, registry), 'utf8')).to.match(entry);
      const next = /^Next: npx mocha (.* )(\S+)$/m.exec(said);
      expect(next?.[2]).to.equal(test);
      const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
      const argv = [...(next?.[1]?.trim().split(' ') ?? []), '--timeout', '20000', test];
      const { stdout } = await run(process.execPath, [mocha, ...argv], { cwd: copy });
      expect(stdout)
        .to.match(/[1-9]\d* passing/)
        .and.not.match(/failing/);
    });
  }

  const mistakes: [words: string[], line: RegExp][] = [
    [['widget'], /"widget" is not a kind of unit/],
    [['rule', 'NotKebab', 'CAT-NAMES-SHORT'], /"NotKebab" is not a name in kebab-case/],
    [['rule', 'other-rule', 'CAT-NO-SUCH'], /"CAT-NO-SUCH" is not a requirement/],
    [['rule', 'plan-name-unique', 'CAT-NAMES-SHORT'], /plan-name-unique\.ts.* exists/],
  ];
  for (const [words, line] of mistakes) {
    it(`refuses "${words.join(' ')}"`, async () => {
      const failure = await scaffold(...words).then(
        () => undefined,
        (error: unknown) => error as { code: number; stderr: string },
      );
      expect(failure?.code).to.equal(2);
      expect(failure?.stderr).to.match(line);
    });
  }
});
