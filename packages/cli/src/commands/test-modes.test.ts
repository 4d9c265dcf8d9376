import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import type { ModelOptions } from '../../../conformance/src/testing/model-types.ts';
import { osb } from '../osb.test-support.ts';
import { credentials, testDesk } from './desk.test-support.ts';

describe('cli: the modes of osb test', function () {
  this.timeout(120_000);
  const desk = testDesk();
  /** A broker that answers 200 where a provision conflicts. */
  const wrong: ModelOptions = {
    after: (answer, request) =>
      request.route === 'provision' && answer.status === 409 ? { status: 200, body: {} } : answer,
  };

  describe('--explore', () => {
    it('finds a planted defect, prints the shortest sequence and the script, and exits with 1', async () => {
      const broker = await desk.start(wrong);
      const ran = await osb(
        ['test', broker.url, '--explore', '--seed', '3', '--steps', '400', '--fast-poll'],
        { env: desk.env },
      );
      expect(ran.stdout).to.include('PROV-409-PLAN').and.include('#!/bin/sh').and.include('Seed 3.');
      expect(ran.code).to.equal(1);
      expect(broker.instances()).to.deep.equal([]);
      expect(desk.journals()).to.deep.equal([]);
    });

    it('finds nothing on a broker that is right, also as JSON', async () => {
      const broker = await desk.start();
      const argv = ['test', broker.url, '--explore', '--steps', '60', '--fast-poll', '--format', 'json'];
      const ran = await osb(argv, { env: desk.env });
      expect(JSON.parse(ran.stdout)).to.include({ kind: 'exploration', stopped: null });
      expect(ran.code).to.equal(0);
    });
  });

  describe('--replay', () => {
    it('says FAILED while the defect is there and FIXED when it is gone', async () => {
      const broken = await desk.start(wrong);
      const narrow = ['--only', 'provisioning/conflict*', '--plan', 'small', '--fast-poll'];
      const first = await osb(['test', broken.url, ...narrow, '--output', 'json=report.json'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(first.code).to.equal(1);
      const still = await osb(['test', '--replay', 'report.json', '--fast-poll'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(still.stdout).to.match(/^FAILED +provisioning\/conflict-on-different-plan/m);
      expect(still.code).to.equal(1);
      const sound = await desk.start();
      const fixed = await osb(['test', sound.url, '--replay', 'report.json', '--fast-poll'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(fixed.stdout).to.match(/^FIXED +provisioning\/conflict-on-different-plan/m);
      expect(fixed.stdout).to.not.match(/^FAILED/m);
      expect(fixed.code).to.equal(0);
      const one = await osb(['test', '--replay', 'report.json', '--only', 'PROV-409-PLAN', '--fast-poll'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(one.stdout).to.include('1 results repeated');
      const none = await osb(['test', '--replay', 'report.json', '--only', 'catalog/*'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(none.stderr).to.match(/^osb: The report has no failed or warned result/);
      expect(none.code).to.equal(2);
    });
  });

  describe('--baseline', () => {
    const run = (url: string, ...more: string[]) =>
      osb(
        [
          'test',
          url,
          '--only',
          'provisioning/conflict*',
          '--plan',
          'small',
          '--fast-poll',
          '--baseline',
          'known.yaml',
          ...more,
        ],
        { cwd: desk.cwd, env: desk.env },
      );

    it('lets known failures pass, shows them with the reason in every report, and fails on the others', async () => {
      const { url } = await desk.start(wrong);
      await writeFile(
        join(desk.cwd, 'known.yaml'),
        '- {check: provisioning/conflict-on-different-plan, plan: small, reason: "Ticket 7."}\n',
      );
      const partly = await run(url);
      expect(partly.stdout).to.include(
        'Known: provisioning/conflict-on-different-plan [small] (PROV-409-PLAN): Ticket 7.',
      );
      expect(partly.code).to.equal(1);
      const ids = ['plan', 'parameters', 'service'].map(
        (what) => `- {check: provisioning/conflict-on-different-${what}, reason: "Ticket 7."}`,
      );
      await writeFile(join(desk.cwd, 'known.yaml'), `${ids.join('\n')}\n`);
      const outputs = ['json', 'html', 'markdown', 'ndjson'].flatMap((format) => [
        '--output',
        `${format}=known.${format}`,
      ]);
      const all = await run(url, ...outputs);
      expect(all.code, all.stdout).to.equal(0);
      for (const format of ['html', 'markdown', 'json', 'ndjson']) {
        expect(await readFile(join(desk.cwd, `known.${format}`), 'utf8')).to.include('Ticket 7.');
      }
      expect((await osb(['compare', 'known.json', 'known.json'], { cwd: desk.cwd })).code).to.equal(0);
    });

    it('fails on an entry that no longer holds, in a clear line', async () => {
      const { url } = await desk.start();
      await writeFile(
        join(desk.cwd, 'known.yaml'),
        '- {check: provisioning/conflict-on-different-plan, reason: "Ticket 7."}\n',
      );
      const ran = await run(url);
      expect(ran.stdout).to.match(
        /^Stale: provisioning\/conflict-on-different-plan no longer fails\. .*Ticket 7/m,
      );
      expect(ran.code).to.equal(1);
      const other = await osb(['test', url, '--only', 'catalog/status', '--baseline', 'known.yaml'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(other.code).to.equal(0);
    });

    const mistakes: [what: string, text: string, line: RegExp][] = [
      ['no reason', '- check: catalog/status\n', /"catalog\/status"\) has no reason/],
      [
        'an unknown check',
        '- {check: catalog/nothing, reason: x}\n',
        /check "catalog\/nothing", which does not exist/,
      ],
      ['an unknown field', '- {check: catalog/status, reason: x, until: y}\n', /unknown field "until"/],
      [
        'an unknown requirement',
        '- {check: catalog/status, reason: x, requirement: Y}\n',
        /requirement "Y", which does not exist/,
      ],
      ['no list', 'check: x\n', /is no list/],
      ['no YAML', '- [\n', /is not YAML: .* at line 2, column 1\. Correct it\.$/m],
    ];
    for (const [what, text, line] of mistakes) {
      it(`is a usage error with ${what}`, async () => {
        await writeFile(join(desk.cwd, 'known.yaml'), text);
        const ran = await run('http://127.0.0.1:9');
        expect(ran.stderr).to.match(line);
        expect(ran.stderr.trim().split('\n')).to.have.length(1);
        expect(ran.code).to.equal(2);
      });
    }
  });

  describe('--matrix', () => {
    it('shows versions 2.13 to 2.17 side by side, each row at its level', async () => {
      const broker = await desk.start({
        before: (request, model) =>
          request.headers['x-broker-api-version'] === '2.17' ? undefined : model.model(request),
        after: (answer, request) =>
          request.route === 'provision' && answer.status === 200 ? { status: 409, body: {} } : answer,
      });
      const argv = [
        'test',
        broker.url,
        '--matrix',
        '--plan',
        'small',
        '--only',
        'provisioning/*',
        '--fast-poll',
      ];
      const ran = await osb([...argv, '--output', 'json=m.json', '--output', 'markdown=m.md'], {
        cwd: desk.cwd,
        env: desk.env,
      });
      expect(ran.stdout).to.match(/^ +2\.13 +2\.14 +2\.15 +2\.16 +2\.17$/m);
      // MUST in 2.13, SHOULD since 2.14 (HC-01).
      expect(ran.stdout).to.match(/^PROV-200-IDENTICAL +failed +warned +warned +warned +warned$/m);
      expect(ran.stdout).to.match(/^conclusion +not-conformant +conformant/m);
      expect(ran.code).to.equal(1);
      expect(await readFile(join(desk.cwd, 'm.md'), 'utf8')).to.include(
        '| PROV-200-IDENTICAL | failed | warned |',
      );
      expect(JSON.parse(await readFile(join(desk.cwd, 'm.json'), 'utf8')))
        .to.have.property('columns')
        .with.length(5);
    });
  });

  it('refuses modes and options that do not go together, in one line', async () => {
    for (const argv of [
      ['--explore', '--matrix'],
      ['--steps', '5'],
      ['--explore', '--safe'],
      ['--explore', '--format', 'junit'],
      ['--matrix', '--api-version', '2.15'],
      ['--budget', '0'],
      ['--concurrency', '0'],
      ['--concurrency', '1.5'],
      ['--operation-timeout', '0'],
      ['--operation-timeout', 'soon'],
      ['--seed', 'abc'],
      ['--seed', '1.5', '--explore'],
      ['--wait', '5s'],
      ['--exec', 'true', '--wait', 'soon'],
      ['--explore', '--only', 'catalog/*'],
      ['--explore', '--skip', 'catalog/*'],
    ]) {
      const ran = await osb(['test', 'http://127.0.0.1:9', ...argv], { env: desk.env });
      expect([argv, ran.code]).to.deep.equal([argv, 2]);
      expect(ran.stderr.trim().split('\n')).to.have.length(1);
    }
  });

  it('tries credentials with the command of the configuration', async () => {
    const { url } = await desk.start();
    const argv = ['test', url, '--plan', 'small', '--only', 'binding/credentials-work', '--fast-poll'];
    const config = (command: string) =>
      writeFile(
        join(desk.cwd, 'osb.config.yaml'),
        `test:\n  plans:\n    - credential_names: [host, password]\n      try_credentials: ${command}\n`,
      );
    await config('grep -q db.example.com');
    expect((await osb(argv, { cwd: desk.cwd, env: desk.env })).code).to.equal(0);
    await config('grep -q elsewhere.example.com');
    const refused = await osb(argv, { cwd: desk.cwd, env: desk.env });
    expect(refused.stdout).to.include('it failed: exit code 1');
    expect(refused.code).to.equal(1);
  });

  it('tries the second credential of the configuration, with its password from the environment', async () => {
    const second = `Basic ${btoa('operator:battery staple')}`;
    const { url } = await desk.start({
      before: (request, model) =>
        request.headers['authorization'] === second
          ? model.model({ ...request, authorised: true })
          : undefined,
    });
    await writeFile(
      join(desk.cwd, 'osb.config.yaml'),
      'test:\n  second_credential: { username: operator, password_variable: SECOND_PASSWORD }\n',
    );
    const argv = ['test', url, '--only', 'authentication/*', '--output', 'json=r.json'];
    const ran = await osb(argv, { cwd: desk.cwd, env: { ...desk.env, SECOND_PASSWORD: 'battery staple' } });
    expect(ran.code, ran.stdout).to.equal(0);
    const report = await readFile(join(desk.cwd, 'r.json'), 'utf8');
    expect(report).to.not.include('battery staple');
    const results = (JSON.parse(report) as { results: { check: string; outcome: string }[] }).results;
    expect(
      results.filter(({ check }) => /second|mixed/.test(check)).map(({ outcome }) => outcome),
    ).to.deep.equal(['passed', 'passed']);
    const unset = await osb(argv, { cwd: desk.cwd, env: desk.env });
    expect(unset.stderr).to.match(/^osb: .*SECOND_PASSWORD.*"operator".*Set it\.\n$/);
    expect(unset.code).to.equal(2);
  });

  it('--safe writes no journal and sends nothing that mutates; --budget is kept on the reference broker', async () => {
    const dataDir = join(desk.cwd, 'data');
    const broker = await startReferenceBroker({
      dataDir,
      users: [{ username: credentials.OSB_USERNAME, password: credentials.OSB_PASSWORD }],
    });
    try {
      const safe = await osb(['test', broker.url, '--safe'], { env: desk.env });
      expect(safe.code, safe.stdout).to.equal(0);
      expect(desk.journals()).to.deep.equal([]);
      const small = await osb(['test', broker.url, '--plan', 'small', '--budget', '5', '--fast-poll'], {
        env: desk.env,
      });
      expect(small.code, small.stdout).to.equal(0);
    } finally {
      await broker.close();
    }
  });
});
