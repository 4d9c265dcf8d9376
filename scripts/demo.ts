import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReferenceBroker } from '../packages/broker/dist/index.js';

/**
 * The main job, end to end, as a user would do it: validate catalogs, start a broker, validate what it serves, test its
 * conformance. Every line with a $ is a command of the `osb` binary that works outside this script too.
 */
const root = join(import.meta.dirname, '..');
const bin = join(root, 'packages/cli/bundle/osb.js');

async function osb(
  args: readonly string[],
  expected: number,
  env: Record<string, string> = {},
): Promise<void> {
  console.log(`\n$ osb ${args.join(' ')}`);
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('exit', resolve),
  );
  if (code !== expected)
    throw new Error(`osb ${args[0] ?? ''} ended with exit code ${String(code)}; ${expected} was expected.`);
}

const dataDir = await mkdtemp(join(tmpdir(), 'osb-demo-'));
const password = crypto.randomUUID();
try {
  await osb(['validate', 'examples/catalogs/orders.yaml'], 0);
  await osb(['validate', 'examples/catalogs/broken.json'], 1);

  const broker = await startReferenceBroker({ dataDir, users: [{ username: 'demo', password }] });
  console.log(`\nA reference broker runs at ${broker.url}, with its data in ${dataDir}.`);
  try {
    const credentials = { OSB_USERNAME: 'demo', OSB_PASSWORD: password };
    await osb(['validate', broker.url], 0, credentials);
    await osb(
      [
        'test',
        broker.url,
        '--service',
        'message-queue',
        '--output',
        'html=osb-report/report.html',
        '--output',
        'json=osb-report/report.json',
        '--output',
        'junit=osb-report/junit.xml',
      ],
      0,
      credentials,
    );
  } finally {
    await broker.close();
  }
  console.log('\nThe report is in osb-report/: open report.html in a browser.');
} catch (error) {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
