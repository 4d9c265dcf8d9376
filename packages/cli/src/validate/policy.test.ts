import { expect } from 'chai';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { osb } from '../osb.test-support.ts';

const catalog = (fields: object = {}, plan: object = {}) =>
  JSON.stringify({
    services: [
      {
        id: '9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11',
        name: 'orders-db',
        description: 'A relational database.',
        bindable: true,
        plans: [
          {
            id: '2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f1',
            name: 'small',
            description: 'One.',
            free: true,
            ...plan,
          },
        ],
        ...fields,
      },
    ],
  });

describe('cli: the policy of osb validate', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-policy-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));
  const put = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), text);
    }
  };
  const validate = (...args: string[]) => osb(['validate', ...args], { cwd });
  /** Rules and severities of each source, and the notes. */
  const report = async (...args: string[]) => {
    const ran = await validate(...args, '--format', 'json');
    const { results } = JSON.parse(ran.stdout) as {
      results: {
        source: string;
        notes: string[];
        findings: { rule: string; severity: string; message: string }[];
      }[];
    };
    return {
      ...ran,
      results,
      found: results.map(({ findings }) => findings.map(({ rule, severity }) => `${rule} ${severity}`)),
    };
  };

  it('is found upwards from each file, in three forms, and said', async () => {
    await put({
      'a/osb.config.yml': 'validate: {rules: {offering-id-guid: error}}\n',
      'a/deep/catalog.json': catalog({ id: 'x' }),
      'b/osb.config.json': '{"validate": {"rules": {"offering-id-guid": "off"}}}',
      'b/catalog.json': catalog({ id: 'x' }),
      'c.json': catalog({ id: 'x' }),
    });
    const { found, results, code } = await report('a/deep/catalog.json', 'b/catalog.json', 'c.json');
    expect(found).to.deep.equal([['offering-id-guid error'], [], ['offering-id-guid warning']]);
    expect(results.map(({ notes }) => notes[0])).to.deep.equal([
      `Under the policy of "${join('a', 'osb.config.yml')}".`,
      `Under the policy of "${join('b', 'osb.config.json')}".`,
      undefined,
    ]);
    expect(code).to.equal(1);
    const named = await report('c.json', '--config', 'b/osb.config.json');
    expect(named.found).to.deep.equal([[]]);
    const piped = await osb(['validate', '-', '--stdin-filename', 'a/x.json'], {
      cwd,
      stdin: catalog({ id: 'x' }),
    });
    expect(piped.code).to.equal(1);
  });

  it('extends files and packages, has rules of its own, and overrides by file, offering and plan', async () => {
    await put({
      'osb.config.yaml': [
        'validate:',
        '  extends: [./team.yaml, "@acme/osb"]',
        '  rules: {support-url: warn}',
        '  overrides:',
        '    - {files: ["legacy/**"], rules: {plan-names: off}}',
        '    - {offerings: [orders-*], plans: [small], rules: {paid: off}}',
      ].join('\n'),
      'team.yaml':
        'validate:\n  own_rules:\n    plan-names: {path: /services/*/plans/*/name, enum: [s, m, l], message: "Plan names are s, m or l."}\n    support-url: {path: /services/*/metadata/supportUrl, required: true}\n',
      'node_modules/@acme/osb/osb.config.yaml':
        'validate:\n  own_rules:\n    paid: {path: /services/*/plans/*/free, required: true, enum: [false]}\n',
      'one.json': catalog(),
      'legacy/two.json': catalog({ name: 'other' }),
    });
    const { found, results } = await report('one.json', 'legacy/two.json');
    expect(found).to.deep.equal([
      ['support-url warning', 'plan-names error'],
      ['support-url warning', 'paid error'],
    ]);
    expect(results[0]?.findings[1]?.message).to.match(
      /^Plan names are s, m or l\. Plan "small" of offering "orders-db" has "name" as "small"/,
    );
  });

  for (const [what, config, words] of [
    ['an unknown key', 'validate: {rulez: {}}', ['/validate/rulez (line 1)', 'Did you mean "rules"?']],
    [
      'an unknown rule',
      'validate: {rules: {offering-id-giud: off}}',
      ['no rule "offering-id-giud"', 'Did you mean "offering-id-guid"?'],
    ],
    [
      'an unknown severity',
      'validate:\n  rules:\n    offering-id-guid: eror',
      ['(line 3)', '"error", "warn", "off"', 'Did you mean "error"?'],
    ],
    [
      'a path that leads nowhere',
      'validate: {own_rules: {a: {path: /services/*/plan/*/name, required: true}}}',
      ['Did you mean "plans"'],
    ],
    [
      'a path in another language',
      'validate: {own_rules: {a: {path: "$.services[*].name", required: true}}}',
      ['Write "/services/*/name"'],
    ],
    [
      'a rule that says nothing',
      'validate: {own_rules: {a: {path: /services}}}',
      ['Add required, forbidden, pattern'],
    ],
    [
      'a pattern that is none',
      'validate: {own_rules: {a: {path: /services/*/name, pattern: "(?=a)"}}}',
      ['linear time'],
    ],
    [
      'an id that is taken',
      'validate: {own_rules: {plan-name-unique: {path: /x, required: true}}}',
      ['is a rule already'],
    ],
    ['an error that must stay', 'validate: {rules: {input-syntax: off}}', ['stays an error']],
    ['a base that is not there', 'validate: {extends: team.yaml}', ['write "./team.yaml"']],
    ['a base that is itself', 'validate: {extends: ./osb.config.yaml}', ['extends itself']],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await put({ 'osb.config.yaml': `${config}\n`, 'c.json': catalog() });
      const ran = await validate('c.json');
      expect([ran.code, ran.stdout]).to.deep.equal([2, '']);
      for (const word of ['osb.config.yaml', ...words]) expect(ran.stderr).to.include(word);
    });
  }

  it('tells two configurations in one folder, and what a suppression names in vain', async () => {
    await put({
      'osb.config.yaml':
        'validate: {suppress: [{rule: offering-id-guidd, reason: x}, {rule: plan-id-guid, reason: y}]}\n',
      'c.json': catalog({ id: 'x' }),
    });
    const ran = await validate('c.json');
    expect(ran.stdout).to.include('Did you mean "offering-id-guid"?');
    expect(ran.stderr).to.include('"plan-id-guid" had nothing to switch off in this run');
    await put({ 'osb.config.json': '{}' });
    expect((await validate('c.json')).stderr).to.include('There are two configurations');
  });

  it('leaves out of folders and patterns what it ignores', async () => {
    await put({
      'osb.config.yaml': 'validate: {ignore: ["old/**"]}\n',
      'new/a.json': catalog(),
      'old/b.json': catalog(),
    });
    expect((await report('.')).results.map(({ source }) => source)).to.deep.equal([join('new', 'a.json')]);
    expect((await report('**/*.json')).results).to.have.lengthOf(1);
    expect((await report('old/b.json')).results).to.have.lengthOf(1);
    expect((await validate('old/*.json')).stderr).to.include('ignored');
  });

  it('fails on as many warnings as nobody allowed', async () => {
    await put({ 'c.json': catalog({ id: 'x' }) });
    expect((await validate('c.json')).code).to.equal(0);
    const many = await validate('c.json', '--max-warnings', '0');
    expect([many.code, many.stderr]).to.deep.equal([
      1,
      'osb: There is 1 warning, and 0 allowed by --max-warnings or the configuration.\n',
    ]);
    expect((await validate('c.json', '--max-warnings', '1')).code).to.equal(0);
    expect((await validate('c.json', '--fail-on', 'warning')).code).to.equal(1);
    await put({ 'osb.config.yaml': 'validate: {max_warnings: 0}\n', 'd.json': catalog({ bindable: 1 }) });
    expect((await validate('c.json')).code).to.equal(1);
    expect((await validate('d.json', '--fail-on', 'never')).code).to.equal(0);
    expect((await validate('e.json', '--fail-on', 'never')).code).to.equal(3);
    expect((await validate('c.json', '--max-warnings', '-1')).code).to.equal(2);
  });

  it('shows errors only when it is to be quiet', async () => {
    await put({ 'c.json': catalog({ id: 'x', bindable: 1 }) });
    const { found, code } = await report('c.json', '--quiet');
    expect([found, code]).to.deep.equal([[['offering-bindable-present error']], 1]);
  });

  it('lives with what a baseline knows, and with nothing else', async () => {
    await put({ 'c.json': catalog({ id: 'x', bindable: 1 }) });
    const wrote = await validate('c.json', '--write-baseline', 'known.yaml');
    expect([wrote.code, wrote.stderr]).to.deep.equal([
      0,
      'osb: wrote 2 known findings to "known.yaml". Say why each is lived with.\n',
    ]);
    expect(await readFile(join(cwd, 'known.yaml'), 'utf8')).to.match(
      /- rule: offering-id-guid\n {2}file: c\.json\n {2}at: \/services\/orders-db\/id\n {2}reason: Known on /,
    );
    const { found, code } = await report('c.json', '--baseline', 'known.yaml');
    expect([found, code]).to.deep.equal([[[]], 0]);
    await put({ 'c.json': catalog({ bindable: 1, name: '' }) });
    const later = await validate('c.json', '--baseline', 'known.yaml');
    expect(later.code).to.equal(1);
    expect(later.stderr).to.include(
      'Stale: offering-id-guid (c.json /services/orders-db/id) is no longer found',
    );
    await put({
      'wrong.yaml': '- {rule: offering-id-giud, reason: x}\n',
      'osb.config.yaml': 'validate: {baseline: wrong.yaml}\n',
    });
    expect((await validate('c.json')).stderr)
      .to.include('Entry 1 of the baseline')
      .and.to.include('Did you mean "offering-id-guid"?');
  });
});
