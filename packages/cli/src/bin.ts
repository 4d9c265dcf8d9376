#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { processIo } from './io.ts';
import { main } from './main.ts';

const argv = process.argv.slice(2);
// By itself, the heap of a long run grows to several times of what is in it before anything is thrown away.
if (argv[0] === 'test') setFlagsFromString('--heap-growing-percent=30');
const stop = new AbortController();
let interrupts = 0;
const interrupt = (): void => {
  interrupts += 1;
  if (interrupts > 1) {
    const remedy = argv[0] === 'test' ? ', before all was cleaned up: see "osb cleanup"' : '';
    process.stderr.write(`osb: Stopped at once${remedy}.\n`);
    process.exit(130);
  }
  stop.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

let unwritten: ExitCode | undefined;
process.stdout.on('error', ({ code = 'unknown reason' }: NodeJS.ErrnoException) => {
  // Who reads has read enough.
  if (code === 'EPIPE' || unwritten !== undefined) return;
  process.exitCode = unwritten = exitCodes.unreachable;
  process.stderr.write(`osb: Standard output cannot be written (${code}). Send it elsewhere.\n`);
});
// Nowhere is left to say that.
process.stderr.on('error', () => undefined);

const exitCode = await main(argv, processIo(stop.signal));
process.exitCode = unwritten ?? exitCode;
