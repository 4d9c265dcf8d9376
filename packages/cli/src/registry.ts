import type { RegisteredCommand } from './command.ts';

/** The subcommands of `osb`, in the order of `osb --help`; each is loaded when it is needed. */
const loaders: ReadonlyMap<string, () => Promise<RegisteredCommand>> = new Map([
  ['validate', async () => (await import('./commands/validate.ts')).validateCommand],
  ['diff', async () => (await import('./commands/diff.ts')).diffCommand],
  ['schema', async () => (await import('./commands/schema.ts')).schemaCommand],
  ['test', async () => (await import('./commands/test.ts')).testCommand],
  ['compare', async () => (await import('./commands/compare.ts')).compareCommand],
  ['badge', async () => (await import('./commands/badge.ts')).badgeCommand],
  ['cleanup', async () => (await import('./commands/cleanup.ts')).cleanupCommand],
  ['broker', async () => (await import('./commands/broker.ts')).brokerCommand],
  ['list', async () => (await import('./commands/list.ts')).listCommand],
  ['explain', async () => (await import('./commands/explain.ts')).explainCommand],
]);

/** The names of all commands. */
export const commandNames: readonly string[] = [...loaders.keys()];

/** All commands. */
export function allCommands(): Promise<readonly RegisteredCommand[]> {
  return Promise.all([...loaders.values()].map((load) => load()));
}

/** The command that a command line begins with, or all of them: one alone is loaded several times faster. */
export async function commandsFor(argv: readonly string[]): Promise<readonly RegisteredCommand[]> {
  const load = loaders.get(argv[0] ?? '');
  return load === undefined ? allCommands() : [await load()];
}
