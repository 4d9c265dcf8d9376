import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A text that is kept, wherever that is. */
export interface KeptText {
  read(): string;
  /** Characters that were left out because too much was kept already. */
  readonly leftOut: number;
}

/** Keeps the texts of a run: the first in memory, those beyond a limit in a file, and in the end only the beginnings. */
export interface BodyStore {
  keep(text: string): KeptText;
}

/** Characters in all up to which texts stay in memory, and up to which they are kept whole. */
interface Room {
  readonly inMemory: number;
  readonly inAll: number;
}

/** Characters of a text that are worth no place in a file, and that are kept of one for which there is no room. */
const short = 512;

const usualRoom: Room = { inMemory: 8 * 1024 * 1024, inAll: 40 * 1024 * 1024 };

/** Open files of runs, closed when nobody can read from them any more. */
const files = new FinalizationRegistry((file: number) => closeSync(file));

/** Creates a store. Its file is in the temporary folder of the system and gone with the process, however that ends. */
export function createBodyStore({ inMemory, inAll }: Room = usualRoom): BodyStore {
  let kept = 0;
  let spill: Spill | undefined;
  const inMind = (text: string, leftOut = 0): KeptText => ({ read: () => text, leftOut });
  return {
    keep(text) {
      if (text.length <= short) return inMind(text);
      if (kept + text.length > inAll) return inMind(copy(text.slice(0, short)), text.length - short);
      kept += text.length;
      if (kept <= inMemory) return inMind(copy(text));
      spill ??= openSpill();
      return { read: spill.write(text), leftOut: 0 };
    },
  };
}

interface Spill {
  readonly file: number;
  /** Writes a text and returns how to get it back. */
  write(text: string): () => string;
}

function openSpill(): Spill {
  const folder = mkdtempSync(join(tmpdir(), 'osb-exchanges-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const file = openSync(join(folder, 'bodies'), 'w+', 0o600);
  try {
    // An open file needs no name: without one, nothing stays behind.
    remove();
  } catch {
    // Where open files cannot be removed, it is done at the end.
    process.once('exit', remove);
  }
  let end = 0;
  const spill: Spill = {
    file,
    write(text) {
      const bytes = Buffer.from(text, 'utf8');
      const at = end;
      writeSync(file, bytes, 0, bytes.length, at);
      end += bytes.length;
      const { length } = bytes;
      return () => {
        const found = Buffer.alloc(length);
        // As long as a text can be asked for, the file stays open.
        readSync(spill.file, found, 0, length, at);
        return found.toString('utf8');
      };
    },
  };
  files.register(spill, file);
  return spill;
}

/** A slice keeps the whole text that it is of alive. */
const copy = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
