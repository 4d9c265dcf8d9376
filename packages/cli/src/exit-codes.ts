/** What `osb` exits with. "Nothing ran" is never 0; a second Ctrl-C ends it at once, with 130. */
export const exitCodes = {
  conformant: 0,
  notConformant: 1,
  usage: 2,
  unreachable: 3,
  leftovers: 4,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
