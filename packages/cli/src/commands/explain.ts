import { defineCommand } from '../command.ts';
import { usageError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { explain, nearestIds } from '../subjects.ts';

/** Says all that is known of a requirement, rule, check or hard case. */
export const explainCommand = defineCommand({
  usage: 'explain <id>',
  summary: 'Explain a requirement, rule, check or hard case',
  examples: [
    ['osb explain PROV-409-PLAN', 'what the specification demands, since when, and what proves it'],
    ['osb explain plan-name-unique', 'a rule of the validator, with a good and a bad catalog'],
    ['osb explain HC-01', 'a place where brokers may legally differ, and how osb decides it'],
  ],
  options: (parser) =>
    parser.positional('id', {
      type: 'string',
      demandOption: true,
      describe: 'As printed in findings, reports and lists',
    }),
  async run({ id }, io) {
    const text = await explain(id);
    if (text === undefined) {
      const near = await nearestIds(id);
      throw usageError(
        `"${id}" is not the id of a requirement, rule, check or hard case. ${near.length === 0 ? '' : `Nearest: ${near.join(', ')}. `}Run "osb list" for all.`,
      );
    }
    io.stdout(text);
    return exitCodes.conformant;
  },
});
