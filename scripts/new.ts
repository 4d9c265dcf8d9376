import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ScaffoldError, unitKinds, type Scaffold } from './scaffold/units.ts';

/**
 * `npm run new -- <kind> …`: writes a unit, its test and its line in the registry. `--root DIR` works on another checkout.
 */
const words = process.argv.slice(2);
const rootAt = words.indexOf('--root');
const root = rootAt < 0 ? join(import.meta.dirname, '..') : (words.splice(rootAt, 2)[1] ?? '.');

try {
  const [kind = '', ...rest] = words;
  if (!Object.hasOwn(unitKinds, kind)) {
    const usages = Object.values(unitKinds).map(({ usage }) => `  npm run new -- ${usage}`);
    throw new ScaffoldError(`"${kind}" is not a kind of unit. Use one of:\n${usages.join('\n')}`);
  }
  await write(unitKinds[kind as keyof typeof unitKinds].scaffold(...rest)); // hasOwn has just proven the key
} catch (error) {
  if (!(error instanceof ScaffoldError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function write({ files, registry, next }: Scaffold): Promise<void> {
  const taken = [...files.keys()].filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) throw new ScaffoldError(`${taken.join(', ')} exists. Choose another id.`);
  for (const [path, content] of files) await writeFormatted(path, content);
  await writeFormatted(registry.file, withEntry(readFileSync(join(root, registry.file), 'utf8'), registry));
  console.log(`Written: ${[...files.keys()].join(', ')}; registered in ${registry.file}.\nNext: ${next}`);
}

/** The registry with an import and an entry: into its first array, or as one more export where it has none. */
function withEntry(text: string, { exportName, from }: Scaffold['registry']): string {
  const end = text.search(/\n?\];/);
  if (end < 0) return `${text}export { ${exportName} } from '${from}';\n`;
  const separator = /[,[]\s*$/.test(text.slice(0, end)) ? '' : ',';
  return `import { ${exportName} } from '${from}';\n${text.slice(0, end)}${separator} ${exportName},${text.slice(end)}`;
}

async function writeFormatted(path: string, content: string): Promise<void> {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(content, { ...(await resolveConfig(file)), filepath: file }));
}
