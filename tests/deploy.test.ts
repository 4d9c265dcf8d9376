import { expect } from 'chai';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const osb = ['--conditions=osb-kit-source', '--import', 'tsx', join(root, 'packages/cli/src/bin.ts')];
const kubernetes = 'deploy/kubernetes';

/** A value of a YAML or JSON document, looked into without knowing its type. */
type Tree = Readonly<Record<string, unknown>>;

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Tree | undefined)?.[key], value);
}

async function documents(path: string): Promise<readonly unknown[]> {
  return parseAllDocuments(await readFile(join(root, path), 'utf8'), { strict: true }).map((document) => {
    expect(document.errors, path).to.deep.equal([]);
    return document.toJS() as unknown;
  });
}

const text = (path: string) => readFile(join(root, path), 'utf8');

describe('repository: deployment files', function () {
  this.timeout(60_000);
  let options: ReadonlySet<string>;
  let workloads: readonly (readonly [file: string, workload: unknown])[];

  before(async () => {
    const { stdout } = await run(process.execPath, [...osb, 'broker', '--help'], { cwd: root });
    options = new Set(stdout.match(/--[a-z][a-z-]*/g));
    const files = (await readdir(join(root, kubernetes))).map((name) => join(kubernetes, name));
    const all = await Promise.all(
      files.map(async (file) => (await documents(file)).map((document) => [file, document] as const)),
    );
    workloads = all.flat().filter(([, document]) => at(document, 'spec', 'template') !== undefined);
  });

  function expectBroker(words: readonly string[], place: string): void {
    expect(words[0], place).to.equal('broker');
    const used = words.filter((word) => word.startsWith('--'));
    expect(used, place).to.not.deep.equal([]);
    expect([...options], place).to.include.members(used);
  }

  it('use options that osb broker has', async () => {
    expect(workloads).to.have.length(2);
    for (const [file, workload] of workloads) {
      const args = at(workload, 'spec', 'template', 'spec', 'containers', 0, 'args');
      const env = at(workload, 'spec', 'template', 'spec', 'containers', 0, 'env') as readonly Tree[];
      expect(
        env.map(({ name }) => name),
        file,
      ).to.include('OSB_PUBLIC_URL');
      expectBroker(args as readonly string[], file);
    }
    const dockerfile = await text('Dockerfile');
    expectBroker(
      JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '') as readonly string[],
      'Dockerfile',
    );
    const [manifest] = await documents('deploy/cloud-foundry/manifest.yml');
    const command = String(at(manifest, 'applications', 0, 'command'));
    expectBroker(command.slice(command.indexOf('broker --')).split(' '), 'manifest.yml');
    expect(command).to.contain('packages/cli/bundle/osb.js broker');
    expect(command).to.contain('OSB_PUBLIC_URL');
  });

  it('run without privileges, on a file system that is read only, with probes and with secrets', () => {
    for (const [file, workload] of workloads) {
      const pod = at(workload, 'spec', 'template', 'spec');
      const container = at(pod, 'containers', 0);
      expect(at(pod, 'securityContext'), file).to.include({ runAsNonRoot: true, runAsUser: 1000 });
      expect(at(pod, 'automountServiceAccountToken'), file).to.equal(false);
      expect(at(container, 'securityContext'), file).to.deep.include({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(at(container, 'livenessProbe', 'httpGet', 'path'), file).to.equal('/live');
      expect(at(container, 'readinessProbe', 'httpGet', 'path'), file).to.equal('/ready');
      expect(at(workload, 'spec', 'selector', 'matchLabels'), file).to.deep.equal(
        at(workload, 'spec', 'template', 'metadata', 'labels'),
      );
      const isPublic = (variable: Tree) => ['NAMESPACE', 'OSB_PUBLIC_URL'].includes(String(variable['name']));
      const secrets = (at(container, 'env') as readonly Tree[]).filter((variable) => !isPublic(variable));
      expect(secrets, file).to.have.length.of.at.least(2);
      for (const variable of secrets) {
        expect(at(variable, 'valueFrom', 'secretKeyRef', 'name'), file).to.equal('osb-broker');
      }
      const args = at(container, 'args') as readonly string[];
      const mounted = (at(container, 'volumeMounts') as readonly Tree[]).map((mount) => mount['mountPath']);
      expect(mounted, file).to.include(args[args.indexOf('--data-dir') + 1]);
    }
  });

  it('build an image of files that are there, for a user who is not root', async () => {
    const dockerfile = await text('Dockerfile');
    expect(dockerfile).to.match(/^USER 1000:1000$/m);
    const entry = /^ENTRYPOINT \["node", "\/app\/(.*)"\]$/m.exec(dockerfile)?.[1] ?? '';
    const { bin } = JSON.parse(await text('packages/cli/package.json')) as { bin: { osb: string } };
    expect(entry).to.equal(`packages/cli/${bin.osb}`);
    for (const [, path = ''] of dockerfile.matchAll(/^COPY --from=build \/src\/(\S+)/gm)) {
      expect(existsSync(join(root, path)), path).to.equal(true);
    }
  });

  it('start a broker that answers the probes and stops when it is told to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'osb-deploy-'));
    const broker = spawn(
      process.execPath,
      [...osb, 'broker', '--host', '127.0.0.1', '--port', '0', '--data-dir', folder],
      {
        cwd: root,
        env: { ...process.env, OSB_USERNAME: 'u', OSB_PASSWORD: 'p' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    try {
      const url = await new Promise<string>((resolve) => {
        broker.stdout.on('data', (data: Buffer) => {
          const found = /http:\/\/[\d.:]+/.exec(data.toString())?.[0];
          if (found !== undefined) resolve(found);
        });
      });
      for (const path of ['/live', '/ready']) expect((await fetch(url + path)).status, path).to.equal(200);
      expect((await fetch(`${url}/dashboard/`)).status).to.equal(401);
      const ended = new Promise((resolve) => broker.once('exit', resolve));
      broker.kill('SIGTERM');
      expect(await ended).to.equal(0);
    } finally {
      broker.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  });
});
