import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { osb } from '../osb.test-support.ts';

/** The catalog behind the example in the platform's documentation. */
const documented = {
  services: [
    {
      id: 'service-id-1',
      name: 'service-name-0',
      description: 'A service',
      bindable: true,
      plans: [{ id: 'plan-id-0', name: 'plan-name-0', description: 'A plan' }],
    },
    {
      id: 'service-id-1',
      name: 'service-name-1',
      bindable: 'true',
      plans: [
        {
          id: 'plan-id-1',
          name: 'plan-name-1',
          description: 'A plan',
          metadata: [{ bullets: ['bullet1', 'bullet2'] }],
        },
      ],
    },
  ],
};

describe('cli: osb validate', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osb-validate-'));
    await writeFile(join(folder, 'documented.json'), JSON.stringify(documented));
    await writeFile(join(folder, 'empty.yaml'), 'services: []\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("prints the example of the platform's documentation exactly", async () => {
    const ran = await osb(['validate', 'documented.json', '--messages', 'documented'], { cwd: folder });
    expect(ran.stdout).to
      .equal(`Server error, status code: 502, error code: 270012, message: Service broker catalog is invalid:
Service service-name-1
  service id must be unique
  service description is required
  service "bindable" field must be a boolean, but has value "true"
  Plan plan-name-1
    plan metadata must be a hash, but has value [{"bullets"=>["bullet1", "bullet2"]}]
`);
    expect(ran.code).to.equal(1);
  });

  it('finds the same in its own words, with line and column', async () => {
    const ran = await osb(['validate', '-'], {
      stdin: JSON.stringify(documented, undefined, 2),
      cwd: folder,
    });
    expect(ran.code).to.equal(1);
    for (const id of [
      'CAT-SVC-ID-UNIQUE',
      'CAT-SVC-DESC-REQUIRED',
      'CAT-SVC-BINDABLE-REQUIRED',
      'CAT-PLAN-METADATA-TYPE',
    ]) {
      expect(ran.stdout).to.include(id);
    }
    expect(ran.stdout).to.match(/<stdin>:\d+:\d+/);
  });

  it('says nothing in the words of a platform that accepts the catalog', async () => {
    const catalog = { services: documented.services.slice(0, 1) };
    for (const messages of ['documented', 'cloud-controller']) {
      expect(
        await osb(['validate', '-', '--messages', messages], { stdin: JSON.stringify(catalog) }),
      ).to.deep.equal({ code: 0, stdout: '', stderr: 'osb: <stdin>: the platform accepts it.\n' });
    }
  });

  it('names each file in the words of a platform, and writes no report beside them', async () => {
    const ran = await osb(['validate', 'documented.json', 'nowhere.json', '--messages', 'documented'], {
      cwd: folder,
    });
    expect(ran.code).to.equal(3);
    expect(ran.stderr).to.match(
      /^osb: documented\.json: the platform says:\nosb: "nowhere\.json" does not exist/,
    );
    expect(ran.stdout).to.match(/^Server error|Service/);
    for (const more of [
      ['--format', 'json'],
      ['--output', 'junit=x.xml'],
    ]) {
      const refused = await osb(['validate', 'documented.json', '--messages', 'documented', ...more], {
        cwd: folder,
      });
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.match(/Leave out one of the two/);
    }
  });

  describe('with inputs that cannot be examined beside others', () => {
    const inputs = ['documented.json', 'broken.yaml', 'nowhere.json', 'gone/'];
    before(() => writeFile(join(folder, 'broken.yaml'), 'services:\n  - name: [\n'));

    it('leaves no input out of any format', async () => {
      for (const [format, shows] of [
        ['text', ['nowhere.json: not examined', 'gone/: not examined', 'broken.yaml:', 'input-syntax', '| ']],
        [
          'json',
          ['"valid": false', '"failure": "\\"nowhere.json\\" does not exist', '"rule": "input-syntax"'],
        ],
        ['junit', ['errors="2"', '<error message="&quot;nowhere.json&quot; does not exist', 'input-syntax']],
        ['sarif', ['"executionSuccessful": false', '"level": "error"', 'does not exist', 'input-syntax']],
        ['github', ['::error file=nowhere.json', '::error file=broken.yaml,line=']],
        ['markdown', ['Not examined: "nowhere.json" does not exist', 'input-syntax']],
        ['html', ['not examined', 'does not exist', 'input-syntax']],
      ] as const) {
        const file = join(folder, `report.${format}`);
        const ran = await osb(['validate', ...inputs, '--format', format, '--output', `${format}=${file}`], {
          cwd: folder,
        });
        expect(ran.code, format).to.equal(3);
        expect(await readFile(file, 'utf8'), format).to.equal(ran.stdout);
        for (const text of ['offering-id-unique', ...shows]) expect(ran.stdout, format).to.include(text);
        expect(ran.stdout, format).to.match(/4 catalogs, 0 valid, 2 not examined|"results"|<testsuites/);
      }
    });

    it('does not write a report over one of them', async () => {
      const before = await readFile(join(folder, 'documented.json'), 'utf8');
      const ran = await osb(['validate', '*.json', '--output', 'junit=./documented.json'], { cwd: folder });
      expect(ran.code).to.equal(2);
      expect(ran.stderr).to.match(/would overwrite the catalog "\.\/documented\.json"/);
      expect(await readFile(join(folder, 'documented.json'), 'utf8')).to.equal(before);
    });
  });

  it('takes patterns and writes several formats at once', async () => {
    const ran = await osb(
      [
        'validate',
        '*.{json,yaml}',
        '--format',
        'json',
        '--output',
        'junit=out/junit.xml',
        '--output',
        'sarif=out/r.sarif',
      ],
      { cwd: folder },
    );
    expect(ran.code).to.equal(1);
    const { results } = JSON.parse(ran.stdout) as { results: { source: string; valid: boolean }[] };
    expect(results.map(({ source, valid }) => [source, valid])).to.deep.equal([
      ['documented.json', false],
      ['empty.yaml', true],
    ]);
    expect(await readFile(join(folder, 'out/junit.xml'), 'utf8')).to.match(/^<\?xml/);
    expect(JSON.parse(await readFile(join(folder, 'out/r.sarif'), 'utf8'))).to.include({ version: '2.1.0' });
  });

  it('judges by the version asked for', async () => {
    const stdin = JSON.stringify({ services: [{ ...documented.services[0], name: 'Service Name' }] });
    expect((await osb(['validate', '-', '--api-version', '2.14'], { stdin })).code).to.equal(1);
    expect((await osb(['validate', '-', '--api-version', '2.17'], { stdin })).code).to.equal(0);
  });

  it('reads osb.config.yaml, and says where it is wrong', async () => {
    const config = join(folder, 'osb.config.yaml');
    const stdin = JSON.stringify({ services: documented.services.slice(0, 1) });
    await writeFile(
      config,
      'validate:\n  suppress:\n    - { rule: offering-id-guid, reason: ids are from 2016 }\n',
    );
    const ran = await osb(['validate', '-', '--format', 'json'], { stdin, cwd: folder });
    const { results } = JSON.parse(ran.stdout) as {
      results: { suppressed: { rule: string; reason: string }[] }[];
    };
    expect(results[0]?.suppressed.map(({ rule, reason }) => [rule, reason])).to.deep.equal([
      ['offering-id-guid', 'ids are from 2016'],
    ]);
    await writeFile(config, 'validate:\n  supress: []\n');
    const wrong = await osb(['validate', '-'], { stdin, cwd: folder });
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.include('osb.config.yaml').and.to.include('supress');
    await rm(config);
  });
});
