import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

/**
 * Bundles what was built of the `osb` command into `packages/cli/bundle`: for `osb broker` Node then reads 13 files
 * instead of 534, and starts in less time and memory (docs/decisions/0013). What is bundled stays declared in
 * `dependencies`, in the version that is bundled.
 */
const root = join(import.meta.dirname, '..');
const cli = join(root, 'packages/cli');
const outdir = join(cli, 'bundle');

rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { osb: join(cli, 'dist/bin.js') },
  outdir,
  absWorkingDir: root,
  bundle: true,
  // Commands stay apart, so that each loads only what it needs.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Where a package has both, its CommonJS may call a `require` of its own that no bundler sees.
  mainFields: ['module', 'main'],
  chunkNames: '[name]-[hash]',
  // Nothing is shortened: stack traces have to be of use.
  legalComments: 'none',
  metafile: true,
  // One is native, the other is loaded by whoever asks for PostgreSQL.
  external: ['@photostructure/sqlite', 'node:sqlite', 'pg'],
  banner: {
    js: "import { createRequire as requireOf } from 'node:module';const require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
});
writeFileSync(join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices(metafile));

/** The licences of what is in the bundle. */
function notices({ inputs }: Metafile): string {
  const folders = new Set(
    Object.keys(inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const parts = [...folders].toSorted().map((path) => {
    const folder = join(root, path);
    // Every package has a manifest with these fields.
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Record<'name' | 'version' | 'license', string>;
    return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
  });
  return `What is bundled into the osb command, besides osb-kit itself.\n\n${parts.join('\n\n---\n\n')}\n`;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const section = /^(#+ *)?licen[cs]e\b[^]*$/im.exec(readme)?.[0];
  if (section === undefined)
    throw new Error(`No text of a licence is found in "${folder}". Look where it has one.`);
  return section.trim();
}
