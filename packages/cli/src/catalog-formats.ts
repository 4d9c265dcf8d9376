import type { ValidationResult } from '@osb-kit/catalog-schema';
import type { Renderer } from './outputs.ts';
import { toolVersion } from './tool-version.ts';

/** The formats of `osb validate`; the tests hold them against the reporters of the validator. */
export const catalogFormats = [
  'text',
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'markdown',
  'html',
  'unix',
  'compact',
] as const;

/** In whose words findings are given. */
export type MessageDialect = 'findings' | 'documented' | 'cloud-controller';

/** True for the words of a platform. */
export function speaksDialect(dialect: MessageDialect): dialect is Exclude<MessageDialect, 'findings'> {
  return dialect !== 'findings';
}

/** One renderer a format, loaded when a report has to be written; `verbose` is for the text. */
export async function catalogRenderers(
  verbose = false,
): Promise<ReadonlyMap<string, Renderer<readonly ValidationResult[]>>> {
  const { reporters } = await import('@osb-kit/catalog-schema');
  return new Map(
    reporters.map((reporter) => [
      reporter.id,
      (results, { colour, toFile }) =>
        reporter.render(results, { color: colour, toolVersion: toolVersion(), full: verbose || toFile }),
    ]),
  );
}
