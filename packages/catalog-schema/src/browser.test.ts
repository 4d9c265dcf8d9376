import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';

describe('in a browser', () => {
  it('the package is bundled without any module of Node, and works', async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'osb',
      conditions: ['osb-kit-source'],
      logLevel: 'silent',
    });
    expect(warnings.map(({ text }) => text)).to.deep.equal([]);
    const page: Record<string, unknown> = { URL, TextDecoder, TextEncoder };
    runInNewContext(
      `${outputFiles[0]?.text ?? ''}; var result = osb.validateCatalog('{"services": null}')`,
      page,
    );
    expect(page['result']).to.deep.include({ errors: 1, valid: false });
  }).timeout(30_000);
});
