import type { RegisteredCommand } from './command.ts';
import { brokerCommand } from './commands/broker.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { explainCommand } from './commands/explain.ts';
import { listCommand } from './commands/list.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';

/** The subcommands of `osb`, in the order of `osb --help`. */
export const commands: readonly RegisteredCommand[] = [
  validateCommand,
  testCommand,
  brokerCommand,
  cleanupCommand,
  listCommand,
  explainCommand,
];
