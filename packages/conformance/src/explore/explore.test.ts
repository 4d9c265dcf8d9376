import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startReferenceBroker } from '@osb-kit/broker';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { legalVariants } from '../testing/legal-variants.ts';
import type { Miniature } from '../testing/miniature.ts';
import { modelCredentials, startModelBroker } from '../testing/model-broker.ts';
import { exitCodeOfExploration } from './exploration.ts';
import { renderExploration } from './exploration-text.ts';
import { exploreBroker, type ExploreOptions } from './explore.ts';
import { planted, refusesReuse } from './planted.test-support.ts';

const run = promisify(execFile);

async function exploring(miniature: Miniature, options: Partial<ExploreOptions> = {}) {
  const broker = await startModelBroker(miniature);
  try {
    const exploration = await exploreBroker({
      url: broker.url,
      auth: modelCredentials,
      fastPoll: true,
      requestTimeout: 5000,
      ...miniature.run,
      ...options,
    });
    return { exploration, left: broker.instances() };
  } finally {
    await broker.close();
  }
}

describe('exploration finds what only a sequence shows', function () {
  this.timeout(60_000);
  for (const { name, miniature, rows, shortest } of planted) {
    it(`a broker that ${name}: found, shrunk to the shortest sequence, nothing left`, async () => {
      const { exploration, left } = await exploring(miniature, { seed: 5, steps: 600, plans: ['small'] });
      const found = exploration.findings.at(-1);
      expect(found, renderExploration(exploration)).to.not.equal(undefined);
      expect(rows).to.include(found?.requirement);
      expect(found?.reproducible).to.equal(true);
      const verbs = found?.steps
        .filter((step) => !step.startsWith('wait for'))
        .map((step) => step.split(' ', 1)[0]);
      expect(verbs?.join(', ')).to.match(shortest);
      expect(exploration.leftovers).to.deep.equal([]);
      expect(left).to.deep.equal([]);
      expect(exitCodeOfExploration(exploration)).to.equal(found?.weight === 'error' ? 1 : 0);
    });
  }

  it('prints a script that shows the defect again, and not on a broker without it', async function () {
    const [removing] = planted;
    const broken = await startModelBroker(removing?.miniature);
    const sound = await startModelBroker();
    try {
      const options = { auth: modelCredentials, fastPoll: true, seed: 5, steps: 600, plans: ['small'] };
      const { findings } = await exploreBroker({ url: broken.url, ...options });
      const script = findings[0]?.script ?? '';
      expect(script).to.not.include(modelCredentials.password);
      const env = {
        ...process.env,
        OSB_USERNAME: modelCredentials.username,
        OSB_PASSWORD: modelCredentials.password,
        POLL: '0.01',
      };
      const again = await run('sh', ['-c', script], { env }).catch(
        (error: unknown) => error as { code: number; stdout: string },
      );
      expect(again).to.have.property('code', 1);
      expect(again.stdout).to.include('The broker did it again');
      const { stdout } = await run('sh', ['-c', script, 'sh', sound.url], { env });
      expect(stdout).to.include('The last answer was');
      expect(broken.instances()).to.deep.equal([]);
      expect(sound.instances()).to.deep.equal([]);
    } finally {
      await broken.close();
      await sound.close();
    }
  });

  it('remarks that ids are not used again, and finds it where the broker says that they can be (HC-21)', async () => {
    const options = { seed: 1, steps: 300, plans: ['small'] };
    const { exploration } = await exploring(refusesReuse, options);
    expect(exploration.findings).to.deep.equal([]);
    expect(exploration.remarks.join()).to.include('HC-21');
    const strict = await exploring(refusesReuse, { ...options, reusesIds: true });
    expect(strict.exploration.findings.map(({ requirement }) => requirement)).to.deep.equal(['PROV-201']);
    expect(strict.exploration.findings[0]?.steps.map((step) => step.split(' ', 1)[0])).to.deep.equal([
      'provision',
      'deprovision',
      'provision',
    ]);
  });

  it('takes the same steps again with the same seed', async () => {
    const [one, two] = [
      await exploring({}, { seed: 9, steps: 100 }),
      await exploring({}, { seed: 9, steps: 100 }),
    ];
    const outline = ({ steps, sequences, accepted }: typeof one.exploration) => ({
      steps,
      sequences,
      accepted,
    });
    expect(outline(one.exploration)).to.deep.equal(outline(two.exploration));
    expect(one.exploration.steps).to.be.at.least(100);
  });

  it('proves nothing on a broker that accepts nothing', async () => {
    const { exploration } = await exploring(
      { before: (request) => (request.route === 'provision' ? { status: 400, body: {} } : undefined) },
      { seed: 1, steps: 100 },
    );
    expect(exploration.findings).to.deep.equal([]);
    expect(exitCodeOfExploration(exploration)).to.equal(3);
  });
});

describe('exploration accuses no broker that is right', function () {
  this.timeout(120_000);
  for (const { name, miniature, until } of legalVariants) {
    it(`a broker that ${name}`, async () => {
      for (const seed of [1, 2]) {
        const { exploration, left } = await exploring(miniature, { seed, steps: 80, apiVersion: until });
        expect(
          exploration.findings.map((finding) => [finding.requirement, finding.actual, ...finding.steps]),
        ).to.deep.equal([]);
        expect(exploration.leftovers).to.deep.equal([]);
        expect(left).to.deep.equal([]);
      }
    });
  }

  it('the model over many seeds, at once and asynchronously', async () => {
    for (const mode of ['sync', 'async'] as const) {
      for (let seed = 100; seed < 112; seed++) {
        const { exploration } = await exploring(
          { mode, exotic: true },
          { seed, steps: 120, reusesIds: true },
        );
        expect(
          exploration.findings.map((finding) => [seed, finding.requirement, ...finding.steps]),
        ).to.deep.equal([]);
      }
    }
  });

  it('the reference broker', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'osb-explore-'));
    const broker = await startReferenceBroker({
      dataDir,
      users: [{ username: 'tester', password: 'very-secret-password' }],
    });
    try {
      const auth = { kind: 'basic', username: 'tester', password: 'very-secret-password' } as const;
      const exploration = await exploreBroker({ url: broker.url, auth, fastPoll: true, seed: 4, steps: 250 });
      expect(
        exploration.findings.map((finding) => [finding.requirement, finding.actual, ...finding.steps]),
      ).to.deep.equal([]);
      expect(exploration.leftovers).to.deep.equal([]);
      expect(exploration.accepted).to.be.greaterThan(50);
    } finally {
      await broker.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
