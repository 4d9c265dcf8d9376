import { readdirSync } from 'node:fs';

/** Runs one benchmark of this folder: `npm run bench -- catalog`. Each file exports `run`. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'run')
  .sort();
const [name] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.error(`Name one of the benchmarks: ${names.join(', ')}, as in "npm run bench -- catalog".`);
  process.exitCode = 2;
} else {
  const benchmark = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as { run: () => unknown };
  await benchmark.run();
}
