import type { RequirementId } from '@osb-kit/spec';

import { labelOf } from './nodes.ts';
import { defineRule, type Rule } from './rule.ts';
import { withOffering, withPlan } from './samples.ts';

/** A string of an offering or plan that may not be empty. */
export interface NonEmptyField {
  readonly rule: string;
  readonly requirement: RequirementId;
  readonly on: 'offering' | 'plan';
  readonly key: 'id' | 'name' | 'description';
}

const remedies = {
  id: 'Give it a fresh GUID.',
  name: 'Give it a short name of letters, digits, periods and hyphens.',
  description: 'Describe it in one sentence.',
};

/** A rule on one string that may not be empty. */
export function nonEmptyRule({ rule, requirement, on, key }: NonEmptyField): Rule {
  const catalog = on === 'plan' ? withPlan : withOffering;
  return defineRule({
    id: rule,
    requirement,
    messages: {
      empty: ({ host }: { host: string }) => `"${key}" of ${host} is empty. ${remedies[key]}`,
    },
    examples: { good: catalog({}), bad: catalog({ [key]: '' }) },
    on,
    each(node, found) {
      if (node.value[key] === '') found.empty(node.at.child(key), { host: labelOf(node) });
    },
  });
}
