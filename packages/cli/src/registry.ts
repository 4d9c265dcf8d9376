import type { RegisteredCommand } from './command.ts';
import { badgeCommand } from './commands/badge.ts';
import { brokerCommand } from './commands/broker.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { compareCommand } from './commands/compare.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { listCommand } from './commands/list.ts';
import { schemaCommand } from './commands/schema.ts';
import { testCommand } from './commands/test.ts';
import { validateCommand } from './commands/validate.ts';

/** The subcommands of `osb`, in the order of `osb --help`. */
export const commands: readonly RegisteredCommand[] = [
  validateCommand,
  diffCommand,
  schemaCommand,
  testCommand,
  compareCommand,
  badgeCommand,
  cleanupCommand,
  brokerCommand,
  listCommand,
  explainCommand,
];
