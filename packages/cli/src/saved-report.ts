import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Report } from '@osb-kit/conformance';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { unreachableError } from './cli-error.ts';
import type { Io } from './io.ts';

/** Reads a report that `osb test --output json=FILE` wrote, and holds it against the published schema. */
export async function readReport(file: string, io: Io): Promise<Report> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw unreachableError(
      `"${file}" cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}). Check the path.`,
      { cause: error },
    );
  }
  const { reportSchema } = await import('@osb-kit/conformance');
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile<Report>(reportSchema);
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch (error) {
    throw unreachableError(`"${file}" is not JSON. Give a file that osb test --output json=FILE wrote.`, {
      cause: error,
    });
  }
  if (!validate(report)) {
    const [problem] = validate.errors ?? [];
    throw unreachableError(
      `"${file}" is not a report of osb test: ${[problem?.instancePath, problem?.message].filter((part) => part !== undefined && part !== '').join(' ')}. Give a file that osb test --output json=FILE wrote.`,
    );
  }
  return report;
}
