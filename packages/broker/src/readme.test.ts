import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');

describe('README of the library', () => {
  it('begins with a program that compiles under strict rules', async () => {
    const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
    const code = /```ts\n(import [\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(code).to.contain('createBroker(');
    expect(complaints(code)).to.deep.equal([]);
  }).timeout(60_000);
});

/** What the compiler says about a module of this package, under the rules of the tests. */
function complaints(code: string): readonly string[] {
  const file = join(import.meta.dirname, 'quick-start.ts');
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.test.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const options = config?.options ?? {};
  const host = ts.createCompilerHost(options);
  const { readFile: read, fileExists } = host;
  host.readFile = (name) => (name === file ? code : read(name));
  host.fileExists = (name) => name === file || fileExists(name);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
