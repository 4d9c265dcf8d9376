import type { Comparison } from '@osb-kit/conformance';
import { usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { outputOptions, parseOutputs, writeOutputs, type Renderer } from '../outputs.ts';
import { readReport } from '../saved-report.ts';

const formats = ['text', 'markdown'] as const;

/** Compares two reports of `osb test`. */
export const compareCommand = defineCommand({
  usage: 'compare [before] [after]',
  summary: 'Compare two reports of osb test',
  examples: [
    [
      'osb compare main.json branch.json',
      'what fails now, what is fixed; exit code 1 when something got worse',
    ],
  ],
  options: (parser) =>
    outputOptions(parser, formats)
      .positional('before', { type: 'string', describe: 'The older report, in JSON' })
      .positional('after', { type: 'string', describe: 'The newer report, in JSON' }),
  async run(args, io) {
    if (args.before === undefined || args.after === undefined)
      throw usageError('Two reports are needed: osb compare BEFORE AFTER.');
    const outputs = await parseOutputs(args, formats, io);
    const { compareReports, isWorse, renderComparisonMarkdown, renderComparisonText } =
      await import('@osb-kit/conformance');
    const comparison = compareReports(await readReport(args.before, io), await readReport(args.after, io));
    const renderers = new Map<string, Renderer<Comparison>>([
      ['text', renderComparisonText],
      ['markdown', renderComparisonMarkdown],
    ]);
    await writeOutputs(outputs, renderers, comparison, io);
    return isWorse(comparison) ? exitCodes.notConformant : exitCodes.conformant;
  },
});
