import type { Claim, Finding, ValidationResult } from '@osb-kit/catalog-schema';
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

/** A broker of several, with what was found in its catalog; `wire` where it sent it itself. */
export type TogetherBroker = NamedArgument & { readonly result: ValidationResult; readonly wire: boolean };

/**
 * What several brokers may not share: a finding in each catalog, where it is, and a result for what no catalog shows, as
 * two brokers at one URL.
 */
export async function validatedTogether(
  brokers: readonly TogetherBroker[],
): Promise<{ readonly results: readonly ValidationResult[]; readonly across: ValidationResult | undefined }> {
  const [first] = brokers;
  if (first === undefined) return { results: [], across: undefined };
  const { acrossBrokers, placesIn, validateTogether } = await import('@osb-kit/catalog-schema');
  const { apiVersion } = first.result;
  const registered = brokers.map(({ name, argument, result }) => ({
    name,
    catalog: result.catalog,
    ...(isUrl(argument) ? { url: withoutCredentials(argument) } : {}),
  }));
  const collisions = validateTogether(registered, { apiVersion });
  const findings = collisions.map((collision): Finding => {
    const { rule, requirement, severity, message, link } = collision;
    return {
      ...{ rule, profile: 'osb', severity, message, pointer: '', link },
      ...(requirement === undefined ? {} : { requirement }),
    };
  });
  const inCatalogs = collisions.flatMap(({ claims }, index) => {
    const finding = findings[index];
    if (finding === undefined || claims.some(({ pointer }) => pointer === '')) return [];
    return claims.map(({ pointer, index: broker }) => ({ broker, pointer, finding, claims }));
  });
  const places = brokers.map(({ result, wire }, broker) => {
    const pointers = inCatalogs.filter((each) => each.broker === broker).map(({ pointer }) => pointer);
    return new Map(
      placesIn(result, pointers, wire ? 'wire' : 'file').map((place, at) => [pointers[at], place]),
    );
  });
  const whereIs = ({ index, pointer }: Claim): string => {
    const position = places[index]?.get(pointer)?.position;
    const source = brokers[index]?.result.source ?? brokers[index]?.name ?? '';
    return position === undefined ? source : `${source}:${String(position.line)}:${String(position.column)}`;
  };
  const results = brokers.map(({ result }, broker): ValidationResult => {
    const own = inCatalogs
      .filter((each) => each.broker === broker)
      .map(({ pointer, finding, claims }): Finding => {
        const others = claims.filter(({ index }) => index !== broker);
        const elsewhere = others.slice(0, mostNamed).map(whereIs).join(', ');
        const place = places[broker]?.get(pointer);
        return { ...finding, pointer, ...place, message: `${finding.message} The other is at ${elsewhere}.` };
      });
    return own.length === 0 ? result : withFindings(result, own);
  });
  const homeless = findings.filter(
    (_, index) => collisions[index]?.claims.some(({ pointer }) => pointer === '') === true,
  );
  const across = {
    source: acrossBrokers,
    apiVersion,
    profiles: ['osb' as const],
    valid: homeless.length === 0,
    errors: homeless.length,
    warnings: 0,
    findings: homeless,
    suppressed: [],
    notes: [
      `Across ${String(brokers.length)} broker${brokers.length === 1 ? '' : 's'}: ${brokers.map(({ name }) => name).join(', ')}.`,
    ],
  };
  return { results, across };
}

const mostNamed = 5;

function withFindings(result: ValidationResult, own: readonly Finding[]): ValidationResult {
  const offset = ({ position }: Finding) => position?.offset ?? 0;
  const findings = [...result.findings, ...own].toSorted((a, b) => offset(a) - offset(b));
  return { ...result, findings, errors: result.errors + own.length, valid: false };
}

/** A URL as it may be shown. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//').replace(/^[^\s/@:]*:[^\s/@]*@/, '');
}
