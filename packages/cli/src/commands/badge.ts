import { usageError } from '../cli-error.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readReport } from '../saved-report.ts';

/** Prints an SVG badge for a report of `osb test`. */
export const badgeCommand = defineCommand({
  usage: 'badge [report]',
  summary: 'Print a badge (SVG) for a report of osb test',
  examples: [['osb badge report.json > badge.svg', 'for a README']],
  options: (parser) =>
    parser.positional('report', { type: 'string', describe: 'A report of osb test, in JSON' }),
  async run({ report }, io) {
    if (report === undefined)
      throw usageError('No report given. Name a file that osb test --output json=FILE wrote.');
    const { renderBadge } = await import('@osb-kit/conformance');
    io.stdout(renderBadge(await readReport(report, io)));
    return exitCodes.conformant;
  },
});
