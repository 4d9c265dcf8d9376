import { isRequirementId } from '@osb-kit/spec';
import type { Check } from './check.ts';
import { ConformanceError } from './errors.ts';

/** The checks that the filters leave, in their order. Throws when a filter names nothing or nothing is left. */
export function selectChecks(
  checks: readonly Check[],
  only: readonly string[] | undefined,
  skip: readonly string[] | undefined,
): readonly Check[] {
  for (const term of [...(only ?? []), ...(skip ?? [])]) {
    if (!checks.some((check) => matches(check, term))) {
      throw new ConformanceError(
        'no-checks-selected',
        isRequirementId(term)
          ? `No check proves "${term}" over HTTP. "osb explain ${term}" says why.`
          : `"${term}" matches no check. "osb list" shows the ids; "*" stands for anything.`,
      );
    }
  }
  const left = checks.filter(
    (check) =>
      (only === undefined || only.length === 0 || only.some((term) => matches(check, term))) &&
      skip?.some((term) => matches(check, term)) !== true,
  );
  if (left.length === 0) {
    throw new ConformanceError(
      'no-checks-selected',
      'The filters leave no check to run. Loosen --only or --skip.',
    );
  }
  return left;
}

/** True when the term is the id of the check, a pattern of it with `*`, or one of its requirements. */
export function matches(check: Check, term: string): boolean {
  if (isRequirementId(term)) return check.requirements.includes(term);
  const pattern = term.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(check.id);
}
