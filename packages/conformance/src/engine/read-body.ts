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
export function createBodyReader(limit: number, encoding: 'utf8' | 'latin1' = 'utf8'): BodyReader {
  let reading = Promise.resolve();
  let longSoFar = 0;
  /** The first long catalog: a run reads it a hundred times, and it says the same each time. */
  let known: { readonly bytes: Buffer; readonly text: string } | undefined;
  const limitFor = (isCatalog: boolean) => {
    if (isCatalog) return limit;
    return Math.min(limit, longSoFar > longInAll ? freely : ordinaryLimit);
  };
  return {
    async read(stream, url, signal) {
      const isCatalog = /\/v2\/catalog(\?|$)/.test(url);
      const most = limitFor(isCatalog);
      const kept = keeperOf(isCatalog ? known?.bytes : undefined);
      let size = 0;
      let release: (() => void) | undefined;
      const abort = () => void stream.destroy(new Error('aborted'));
      signal.addEventListener('abort', abort, { once: true });
      try {
        // What is not taken is not sent: a stream that waits here fills no memory.
        for await (const chunk of stream) {
          // Streams of bytes give buffers.
          const part = chunk as Buffer;
          size += part.length;
          if (size > most) throw new NetworkFault('too-large', `limit ${String(most)} bytes`);
          kept.add(part);
          if (size <= freely || release !== undefined) continue;
          const before = reading;
          reading = new Promise((resolve) => (release = resolve));
          await before;
        }
        const bytes = kept.bytes();
        if (bytes === known?.bytes) return known.text;
        const text = bytes.toString(encoding);
        if (size > freely && isCatalog) known ??= { bytes, text };
        if (size > freely && !isCatalog) longSoFar += size;
        return text;
      } finally {
        signal.removeEventListener('abort', abort);
        stream.destroy();
        release?.();
      }
    },
  };
}

/** Keeps the parts of a body; those that begin as what is known need no memory of their own. */
function keeperOf(known: Buffer | undefined): { add(part: Buffer): void; bytes(): Buffer } {
  const parts: Buffer[] = [];
  let same = 0;
  const isSame = (part: Buffer) =>
    parts.length === 0 && known?.subarray(same, same + part.length).equals(part) === true;
  return {
    add(part) {
      if (isSame(part)) same += part.length;
      else parts.push(part);
    },
    bytes() {
      if (known !== undefined && parts.length === 0 && same === known.length) return known;
      return Buffer.concat(known === undefined ? parts : [known.subarray(0, same), ...parts]);
    },
  };
}
