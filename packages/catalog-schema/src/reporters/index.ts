import { compactReporter } from './compact.ts';
import { githubReporter } from './github.ts';
import { gitlabReporter } from './gitlab.ts';
import { htmlReporter } from './html.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { markdownReporter } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { sarifReporter } from './sarif.ts';
import { textReporter } from './text.ts';
import { unixReporter } from './unix.ts';

/** The formats of reports on catalogs; the only place that lists them. */
export const reporters: readonly Reporter[] = [
  textReporter,
  jsonReporter,
  sarifReporter,
  junitReporter,
  githubReporter,
  gitlabReporter,
  markdownReporter,
  htmlReporter,
  unixReporter,
  compactReporter,
];
