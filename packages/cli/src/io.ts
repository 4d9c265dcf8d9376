/** Everything of the outside world that a command touches, so that a test can stand in for a terminal. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** All of standard input, as bytes. */
  readonly stdin: () => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Whether standard output and standard error may be coloured. */
  readonly colour: { readonly stdout: boolean; readonly stderr: boolean };
  /** Whether progress may be redrawn on standard error. */
  readonly interactive: boolean;
  /** Aborted when the user asks the command to stop. */
  readonly signal: AbortSignal;
}

/** The {@link Io} of this process. */
export function processIo(signal: AbortSignal): Io {
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    env: process.env,
    cwd: process.cwd(),
    colour: {
      stdout: mayColour(process.stdout, process.env),
      stderr: mayColour(process.stderr, process.env),
    },
    interactive: process.stderr.isTTY && process.env['CI'] === undefined,
    signal,
  };
}

function mayColour(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
