import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generateRequirementPages } from './generate/requirement-pages.ts';
import { generateSpecData } from './generate/spec-data.ts';
import { generateUnitPages } from './generate/unit-pages.ts';
import { generateWireTypes } from './generate/wire-types.ts';

const root = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');

const stale: string[] = [];
for (const [path, content] of [
  ...generateSpecData(),
  ...generateWireTypes(),
  ...generateRequirementPages(),
  ...generateUnitPages(),
]) {
  const file = join(root, path);
  const isPage = path.startsWith('docs/');
  const wanted = isPage ? content : await format(content, { ...(await resolveConfig(file)), filepath: file });
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (present === wanted) continue;
  stale.push(path);
  if (isCheck) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

if (isCheck && stale.length > 0) {
  console.error(
    `Generated files are stale: ${stale.join(', ')}. Run "npm run generate" and commit the result.`,
  );
  process.exitCode = 1;
} else if (!isCheck) {
  console.log(stale.length === 0 ? 'Generated files are up to date.' : `Written: ${stale.join(', ')}`);
}
