import type { ValidationResult } from '@osb-kit/catalog-schema';

/** True for a document that holds nothing to examine: neither JSON nor YAML, or a lone piece of text. */
export function isUnread(result: ValidationResult): boolean {
  return typeof result.catalog !== 'object' || result.catalog === null;
}

/** Why nothing could be read, in one line. */
export function whyUnread(result: ValidationResult): string {
  const { source = 'The input', catalog, findings } = result;
  const [first] = findings.filter(({ severity }) => severity === 'error');
  const place = first?.position === undefined ? '' : `:${first.position.line}:${first.position.column}`;
  if (catalog !== undefined || first === undefined)
    return `${source}${place} cannot be read as JSON or YAML. It is a single value, and no catalog.`;
  const isOther =
    first.rule === 'input-rendered' || (first.rule === 'input-one-catalog' && result.text?.trim() !== '');
  return isOther
    ? `${source}${place} cannot be examined. ${first.message}`
    : `${source}${place} cannot be read as JSON or YAML. ${first.message}`;
}
