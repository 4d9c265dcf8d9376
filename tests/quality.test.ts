import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** Runs a tool of the workspace; a failure carries what it printed. */
async function tool(script: string, ...args: string[]): Promise<void> {
  try {
    await run(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${script} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

describe('repository: quality', function () {
  this.timeout(300_000);

  it('type-checks, tests and scripts included', () => tool('typescript/bin/tsc', '-p', 'tsconfig.test.json'));
  it('lints: import directions and file sizes included', () =>
    tool('eslint/bin/eslint.js', '.', '--max-warnings', '0'));
  it('is formatted', () => tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'));

  it('has generated files that match their sources', async () => {
    await run(
      process.execPath,
      ['--conditions=osb-kit-source', '--import', 'tsx', 'scripts/generate-reference.ts', '--check'],
      {
        cwd: root,
      },
    );
  });
});
