import type { Readable } from 'node:stream';
import { NetworkFault } from './wire.ts';

/** Bytes of a body that any number of requests may read at the same time; of what is longer one is read at a time. */
const freely = 256 * 1024;

/** Bytes of an answer that is no catalog that are read at most: no platform reads that many. */
const ordinaryLimit = 4 * 1024 * 1024;

/** Bytes that long answers other than catalogs may have in all, for they are kept as long as the run; then less is read. */
const longInAll = 32 * 1024 * 1024;

/** Reads the bodies of answers so that they need a bounded memory, however many are read at once. */
export interface BodyReader {
  /** The text; throws {@link NetworkFault} when it is longer than the limit. Aborted by the signal. */
  read(stream: Readable, url: string, signal: AbortSignal): Promise<string>;
}

/** Creates a reader with a limit for each body. */
export function createBodyReader(limit: number): BodyReader {
  let reading = Promise.resolve();
  let longSoFar = 0;
  const limitFor = (url: string) => {
    if (/\/v2\/catalog(\?|$)/.test(url)) return limit;
    return Math.min(limit, longSoFar > longInAll ? freely : ordinaryLimit);
  };
  return {
    async read(stream, url, signal) {
      const most = limitFor(url);
      const chunks: Buffer[] = [];
      let size = 0;
      let release: (() => void) | undefined;
      const abort = () => void stream.destroy(new Error('aborted'));
      signal.addEventListener('abort', abort, { once: true });
      try {
        // What is not taken is not sent: a stream that waits here fills no memory.
        for await (const chunk of stream) {
          const part = Buffer.from(chunk as Uint8Array);
          size += part.length;
          if (size > most) throw new NetworkFault('too-large', `limit ${String(most)} bytes`);
          chunks.push(part);
          if (size <= freely || release !== undefined) continue;
          const before = reading;
          reading = new Promise((resolve) => (release = resolve));
          await before;
        }
        if (size > freely && !url.includes('/v2/catalog')) longSoFar += size;
        return Buffer.concat(chunks).toString('utf8');
      } finally {
        signal.removeEventListener('abort', abort);
        stream.destroy();
        release?.();
      }
    },
  };
}
