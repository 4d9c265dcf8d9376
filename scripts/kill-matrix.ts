import { checks, type Report } from '@osb-kit/conformance';
import { requirement } from '@osb-kit/spec';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOn } from '../packages/conformance/src/testing/miniature.ts';
import { mutants } from '../packages/conformance/src/testing/mutants/index.ts';

/**
 * `npm run kill-matrix`: runs every check that names a row against the brokers that break it, and writes which of them
 * found it to docs/reference/kill-matrix.md. Fails when a broker goes unnoticed or a check finds nothing at all.
 */
const home = { services: ['database'], plans: ['small'] };
const killers = new Map<string, ReadonlySet<string>>();
for (const { row, name, miniature } of mutants) {
  const claiming = checks.filter((check) => check.requirements.includes(row));
  const report = await runOn(claiming, { ...miniature, run: miniature.run ?? home });
  killers.set(`${row}: ${name}`, new Set(killersIn(report, row)));
}

const survivors = [...killers].filter(([, found]) => found.size === 0).map(([mutant]) => mutant);
const busy = new Set([...killers.values()].flatMap((found) => [...found]));
const idle = checks.filter(({ id }) => !busy.has(id)).map(({ id }) => id);
writeFileSync(join(import.meta.dirname, '../docs/reference/kill-matrix.md'), page());
console.log(
  `${mutants.length} single-defect brokers, ${survivors.length} unnoticed; ${idle.length} of ${checks.length} checks found none.`,
);
for (const line of [...survivors, ...idle]) console.log(`  ${line}`);
if (survivors.length + idle.length > 0) process.exitCode = 1;

function killersIn(report: Report, row: string): string[] {
  return report.results
    .filter((result) => {
      const findings = result.outcome === 'failed' || result.outcome === 'warned' ? result.findings : [];
      const isNoted = result.notes.some((note) => note.startsWith(`${row}: `));
      return (
        isNoted ||
        findings.some(
          ({ requirement: id, alsoBreaks }) => id === row || alsoBreaks.some((other) => other === row),
        )
      );
    })
    .map(({ check }) => check);
}

function page(): string {
  const rows = new Set(mutants.map(({ row }) => row));
  const lines = mutants.map(({ row, name }) => {
    const found = [...(killers.get(`${row}: ${name}`) ?? [])].map((id) => `\`${id}\``);
    return `| \`${row}\` | ${requirement(row).level} | ${name.replaceAll('|', String.raw`\|`)} | ${found.join(', ')} |`;
  });
  return `<!-- Written by "npm run kill-matrix". Edit packages/conformance/src/testing/mutants, not this. -->

# Kill matrix

${mutants.length} brokers, each wrong in exactly one way, break ${rows.size} requirements; each is found by a check that names the requirement.

| Requirement | Level | A broker that | is found by |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}
