import { jsonReporter } from './json.ts';
import type { Reporter } from './reporter.ts';
import { textReporter } from './text.ts';

/** The formats of reports on catalogs; the only place that lists them. */
export const reporters: readonly Reporter[] = [textReporter, jsonReporter];
