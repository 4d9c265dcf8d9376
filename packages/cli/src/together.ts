import type { ValidationResult } from '@osb-kit/catalog-schema';
import { isUrl } from './catalog-source.ts';

/** A broker in a check across brokers: `NAME=FILE` or `NAME=URL`, or a file or URL that is its own name. */
export interface NamedArgument {
  readonly name: string;
  readonly argument: string;
}

/** Splits `NAME=…` where the name is a plain word. */
export function namedArgument(text: string): NamedArgument {
  const [, name, argument] = /^([A-Za-z0-9][\w.-]*)=(.+)$/.exec(text) ?? [];
  return name === undefined || argument === undefined ? { name: text, argument: text } : { name, argument };
}

/** What several brokers may not share, as one more result that every reporter can show. */
export async function togetherResult(
  brokers: readonly (NamedArgument & { readonly result: ValidationResult })[],
): Promise<ValidationResult | undefined> {
  const [first] = brokers;
  if (first === undefined) return undefined;
  const { acrossBrokers, validateTogether } = await import('@osb-kit/catalog-schema');
  const { apiVersion } = first.result;
  const collisions = validateTogether(
    brokers.map(({ name, argument, result }) => ({
      name,
      catalog: result.catalog,
      ...(isUrl(argument) ? { url: withoutCredentials(argument) } : {}),
    })),
    { apiVersion },
  );
  return {
    source: acrossBrokers,
    apiVersion,
    profiles: ['osb'],
    valid: collisions.length === 0,
    errors: collisions.length,
    warnings: 0,
    findings: collisions.map(({ rule, requirement, severity, message, link }) => ({
      rule,
      ...(requirement === undefined ? {} : { requirement }),
      profile: 'osb' as const,
      severity,
      message,
      pointer: '',
      link,
    })),
    suppressed: [],
    notes: [
      `Across ${brokers.length} broker${brokers.length === 1 ? '' : 's'}: ${brokers.map(({ name }) => name).join(', ')}.`,
    ],
  };
}

/** A URL as it may be shown. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//').replace(/^[^\s/@:]*:[^\s/@]*@/, '');
}
