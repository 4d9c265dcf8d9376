import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FixOptions } from '@osb-kit/catalog-schema';
import type { CatalogSource } from './catalog-source.ts';
import { unreachableError, usageError } from './cli-error.ts';
import type { Io } from './io.ts';

/** How a source is mended. */
export interface FixSourceOptions extends FixOptions {
  /** Show what would change, and change nothing. */
  readonly dryRun?: boolean;
}

/**
 * Mends a file in place, or standard input onto standard output, and shows what has changed. Gives the mended source; in a
 * dry run the one that there is.
 */
export async function fixSource(
  source: CatalogSource,
  { dryRun = false, ...options }: FixSourceOptions,
  io: Io,
): Promise<CatalogSource> {
  if (source.fetched)
    throw usageError(
      `"${source.name}" is served by a broker and cannot be mended here. Leave out ${options.idsOnly === true ? '--generate-ids' : '--fix'}.`,
    );
  const before = textOf(source);
  const { fixCatalog, renderEdits } = await import('@osb-kit/catalog-schema');
  const result = fixCatalog(before, { ...options, source: source.name });
  if (result.note !== undefined) io.stderr(`osb: ${source.name}: ${result.note}\n`);
  const isPiped = source.piped === true;
  const show = isPiped && !dryRun ? io.stderr : io.stdout;
  if (result.edits.length > 0) show(`${renderEdits(before, result, source.name)}\n`);
  if (dryRun) {
    const count = result.edits.length === 1 ? '1 mend' : `${String(result.edits.length)} mends`;
    io.stderr(`osb: ${source.name}: ${count} to be made; nothing is written.\n`);
    return source;
  }
  if (isPiped) io.stdout(result.text);
  else if (result.text !== before) await save(source.name, result.text, io);
  return { ...source, content: result.text };
}

function textOf({ name, content }: CatalogSource): string {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (error) {
    throw unreachableError(`"${name}" is not UTF-8 and is left alone. Convert it, then mend it.`, {
      cause: error,
    });
  }
}

async function save(file: string, text: string, io: Io): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, file), text);
  } catch (error) {
    throw unreachableError(
      `"${file}" cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      { cause: error },
    );
  }
}
