import type { Rule } from './engine/rule.ts';
import { inputRules, type InputRule } from './input/input-rules.ts';
import { catalogObject, catalogServicesPresent } from './rules/catalog-object.ts';
import { nonEmptyStrings } from './rules/non-empty-strings.ts';
import { offeringFields } from './rules/offering-fields.ts';
import { offeringIdUnique } from './rules/offering-id-unique.ts';
import { offeringNameUnique } from './rules/offering-name-unique.ts';
import { offeringPlansNonEmpty } from './rules/offering-plans-non-empty.ts';
import { planFields } from './rules/plan-fields.ts';
import { planIdUnique } from './rules/plan-id-unique.ts';
import { planNameUnique } from './rules/plan-name-unique.ts';

/** The rules on catalogs; the only place that lists them. */
export const rules: readonly Rule[] = [
  catalogObject,
  catalogServicesPresent,
  offeringIdUnique,
  offeringNameUnique,
  planIdUnique,
  planNameUnique,
  ...offeringFields,
  offeringPlansNonEmpty,
  ...planFields,
  ...nonEmptyStrings,
];

/** The rules on the document that holds a catalog. */
export const documentRules: readonly InputRule[] = Object.values(inputRules);

/** Every id that a finding may carry. */
export const knownRuleIds: ReadonlySet<string> = new Set([...rules, ...documentRules].map(({ id }) => id));
