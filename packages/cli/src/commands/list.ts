import { defineCommand } from '../command.ts';
import { usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { subjectKinds, subjects, type SubjectKind } from '../subjects.ts';

/** Lists requirements, rules, checks and hard cases. */
export const listCommand = defineCommand({
  usage: 'list [kind]',
  summary: 'List requirements, rules, checks and hard cases',
  examples: [
    ['osb list', 'everything, a line each'],
    ['osb list checks --match "binding/*"', 'the checks of one section'],
    ['osb list requirements --match "PROV-409-*"', 'what the specification demands of a conflict'],
  ],
  options: (parser) =>
    parser
      .positional('kind', { choices: subjectKinds, describe: 'What to list; all kinds when absent' })
      .option('match', { type: 'string', describe: 'Only ids that match, with * for anything' }),
  async run({ kind, match }, io) {
    const kinds: readonly SubjectKind[] = kind === undefined ? subjectKinds : [kind];
    const wanted = match === undefined ? undefined : globToRegExp(match);
    const found = (await subjects()).filter(
      (subject) => kinds.includes(subject.kind) && (wanted?.test(subject.id) ?? true),
    );
    if (found.length === 0) {
      throw usageError(
        `Nothing matches "${match ?? ''}"${kind === undefined ? '' : ` among the ${kind}`}. Run "osb list" for all ids.`,
      );
    }
    const width = Math.max(...found.map((subject) => subject.id.length));
    for (const of of kinds) {
      const rows = found.filter((subject) => subject.kind === of);
      if (rows.length === 0) continue;
      io.stdout(`${of} (${rows.length})\n`);
      for (const row of rows) io.stdout(`  ${row.id.padEnd(width)}  ${row.summary}\n`);
    }
    return exitCodes.conformant;
  },
});

function globToRegExp(glob: string): RegExp {
  const escaped = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}
