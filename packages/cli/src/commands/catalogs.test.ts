import { expect } from 'chai';
import { Ajv } from 'ajv';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { osb } from '../osb.test-support.ts';

const plan = { id: 'ce2a2ed4-6e09-4d8f-b0a1-d2a5dd4f0e15', name: 'small', description: 'A plan', free: true };
const offering = {
  id: 'f5a0cb39-5b1f-4a8b-9c6b-1d65f2a5bb6c',
  name: 'queue',
  description: 'A queue',
  bindable: true,
  plans: [plan],
};

describe('cli: osb diff, schema and what mends catalogs', () => {
  let cwd: string;
  const put = (name: string, value: unknown) =>
    writeFile(join(cwd, name), typeof value === 'string' ? value : JSON.stringify(value));
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'osb-catalogs-'));
    await put('old.json', { services: [offering] });
    await put('same.yaml', `services:\n- ${JSON.stringify(offering)}\n`);
    await put('breaking.json', {
      services: [{ ...offering, plans: [{ ...plan, id: 'a4f1d0ab-4aa5-4d0a-b257-2e6a4a9f2f0e' }] }],
    });
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  it('says that an update changes nothing', async () => {
    const ran = await osb(['diff', 'old.json', 'same.yaml'], { cwd });
    expect(ran).to.deep.equal({ code: 0, stdout: 'No differences.\n', stderr: '' });
  });

  it('exits with 1 when an update breaks something, in every format', async () => {
    const ran = await osb(
      ['diff', 'old.json', 'breaking.json', '--format', 'json', '--output', 'markdown=diff.md'],
      { cwd },
    );
    expect(ran.code).to.equal(1);
    const { differences } = JSON.parse(ran.stdout) as { differences: { kind: string; impact: string }[] };
    expect(differences.map(({ kind }) => kind)).to.include('plan-id-changed');
    expect(await readFile(join(cwd, 'diff.md'), 'utf8')).to.include('small');
  });

  it('wants two catalogs that it can read', async () => {
    expect((await osb(['diff', 'old.json'], { cwd })).code).to.equal(2);
    expect((await osb(['diff', 'old.json', '*.json'], { cwd })).code).to.equal(2);
    expect((await osb(['diff', 'old.json', '-'], { cwd, stdin: '<html>' })).code).to.equal(3);
  });

  it('prints a schema that accepts what the validator accepts, per version', async () => {
    const schema = JSON.parse((await osb(['schema', '--api-version', '2.14'])).stdout) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate({ services: [offering] })).to.equal(true);
    expect(validate({ services: [{ ...offering, bindable: 'true' }] })).to.equal(false);
    for (const of of ['config', 'catalog-report', 'report', 'ndjson']) {
      expect(JSON.parse((await osb(['schema', of])).stdout)).to.be.an('object');
    }
    const versioned = await osb(['schema', 'config', '--api-version', '2.14']);
    expect(versioned.stderr).to.match(/^osb: --api-version has no meaning with "config"/);
    expect(versioned.code).to.equal(2);
  });

  it('mends a file in place, keeps its comments, and shows the change', async () => {
    await put('mend.yaml', '# ours\nservices:\n- name: queue # the queue\n  plan_updatable: "true"\n');
    const ran = await osb(['validate', 'mend.yaml', '--fix', '--generate-ids'], { cwd });
    expect(ran.stdout).to.include('-  plan_updatable: "true"').and.to.include('+  plan_updateable: true');
    const text = await readFile(join(cwd, 'mend.yaml'), 'utf8');
    expect(text)
      .to.match(/^# ours\n/)
      .and.to.include('# the queue')
      .and.to.match(/id: "?[0-9a-f-]{36}/);
    const again = await osb(['validate', 'mend.yaml', '--fix', '--generate-ids'], { cwd });
    expect(await readFile(join(cwd, 'mend.yaml'), 'utf8')).to.equal(text);
    expect(again.stdout).to.not.include('(mended)');
  });

  it('mends standard input onto standard output, and reports on standard error', async () => {
    const ran = await osb(['validate', '-', '--fix'], {
      stdin: '{"services":[{"name":"a","plan_updatable":true}]}',
    });
    expect(ran.stdout).to.equal('{"services":[{"name":"a","plan_updateable":true}]}');
    expect(ran.stderr).to.include('CAT-SVC-ID-REQUIRED');
    expect(ran.code).to.equal(1);
  });

  it('shows in a dry run what it would mend, and writes nothing', async () => {
    const text = 'services:\n- name: queue\n  plan_updatable: "true"\n  tags: mysql\n';
    await put('dry.yaml', text);
    const ran = await osb(['validate', 'dry.yaml', '--fix', '--dry-run'], { cwd });
    expect(ran.stdout).to.include('+  plan_updateable: true').and.to.include('+  tags: [mysql]');
    expect(ran.stderr).to.include('dry.yaml: 3 mends to be made; nothing is written.');
    expect(await readFile(join(cwd, 'dry.yaml'), 'utf8')).to.equal(text);
    const piped = await osb(['validate', '-', '--fix', '--dry-run'], { stdin: text });
    expect(piped.stdout)
      .to.match(/^--- <stdin>/)
      .and.to.include('offering-id-present');
    const alone = await osb(['validate', 'dry.yaml', '--dry-run'], { cwd });
    expect([alone.code, alone.stderr]).to.deep.equal([
      2,
      'osb: --dry-run belongs to --fix or --generate-ids. Add one of them.\n',
    ]);
  });

  it('gives ids and mends nothing else unless asked', async () => {
    await put('ids.yaml', 'services:\n- name: queue\n  bindable: "true"\n');
    await osb(['validate', 'ids.yaml', '--generate-ids'], { cwd });
    expect(await readFile(join(cwd, 'ids.yaml'), 'utf8')).to.match(
      /^services:\n- id: [0-9a-f-]{36}\n {2}name: queue\n {2}bindable: "true"\n$/,
    );
  });

  it('says that it mends no catalog inside a manifest', async () => {
    await put(
      'held.yaml',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  c.yaml: "services: [{bindable: \'true\'}]"\n',
    );
    const ran = await osb(['validate', 'held.yaml', '--fix'], { cwd });
    expect(ran.stderr).to.include('held.yaml: A catalog inside a Kubernetes manifest is not mended.');
  });

  it('finds what two brokers may not share', async () => {
    const ran = await osb(['validate', '--together', 'a=old.json', 'b=same.yaml', '--format', 'json'], {
      cwd,
    });
    expect(ran.code).to.equal(1);
    const { results } = JSON.parse(ran.stdout) as {
      results: {
        source: string;
        findings: { rule: string; message: string; pointer: string; position: { line: number } }[];
      }[];
    };
    const rules = ['brokers-offering-id-unique', 'brokers-plan-id-unique'];
    expect(results.map(({ source }) => source)).to.deep.equal(['old.json', 'same.yaml', '<together>']);
    expect(results.map(({ findings }) => findings.map(({ rule }) => rule))).to.deep.equal([rules, rules, []]);
    const [mine] = results[1]?.findings ?? [];
    expect(mine?.message)
      .to.include('"a"')
      .and.to.include('"b"')
      .and.to.include('The other is at old.json:1:');
    expect([mine?.pointer, mine?.position.line]).to.deep.equal(['/services/0/id', 2]);
    const text = await osb(['validate', '--together', 'a=old.json', 'b=same.yaml'], { cwd });
    expect(text.stdout).to.match(/same\.yaml:2:\d+ {2}brokers-plan-id-unique/);
    expect(text.stdout).to.match(/^2 catalogs, 0 valid: 4 errors, 0 warnings$/m);
    await put('other.json', { services: [] });
    const twice = await osb(['validate', '--together', 'a=old.json', 'a=other.json'], { cwd });
    expect(twice.stdout).to.match(/brokers-name-unique/);
    expect(twice.stdout).to.match(/^2 catalogs, 2 valid, but not together: 1 error, 0 warnings$/m);
    const alone = await osb(['validate', '--together', 'a=old.json'], { cwd });
    expect(alone.stdout)
      .to.include('Across 1 broker: a.')
      .and.match(/^1 catalog, 1 valid: 0 errors, 0 warnings$/m);
  });
});
