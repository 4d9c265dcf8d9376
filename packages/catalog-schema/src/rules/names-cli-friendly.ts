import { atLeast, latestApiVersion, type ApiVersion, type RequirementId } from '@osb-kit/spec';

import { defineRule, type Rule } from '../engine/rule.ts';
import { withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

interface Style {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** What each version calls a name that is easy to type. */
function styleAt(version: ApiVersion): Style {
  if (atLeast(version, '2.14')) {
    return { pattern: /^[A-Za-z0-9.-]+$/, allowed: 'letters, digits, periods and hyphens' };
  }
  if (version === '2.13')
    return { pattern: /^[a-z0-9-]+$/, allowed: 'lower-case letters, digits and hyphens' };
  return { pattern: /^[^\sA-Z]+$/, allowed: 'lower-case characters without spaces' };
}

function cliFriendly(on: 'offering' | 'plan', requirement: RequirementId): Rule {
  const catalog = on === 'plan' ? withPlan : withOffering;
  return defineRule({
    id: `${on}-name-cli-friendly`,
    requirement,
    messages: {
      unfriendly: ({ name, allowed }: { name: string; allowed: string }) =>
        `The ${on} name ${quoted(name)} is hard to type on a command line. Use only ${allowed}; put the long form into metadata.displayName.`,
    },
    examples: { good: catalog({ name: 'orders-db.v2' }), bad: catalog({ name: 'My Great Database!' }) },
    on,
    each({ value, at }, found, { version }) {
      const name = value['name'];
      if (typeof name !== 'string' || name === '') return;
      const { pattern, allowed } = version === latestApiVersion ? newest : styleAt(version);
      if (!pattern.test(name)) found.unfriendly(at.child('name'), { name, allowed });
    },
  });
}

const newest = styleAt(latestApiVersion);

/** Names are easy to type: demanded in 2.13 and 2.14, recommended before and since. */
export const namesCliFriendly: readonly Rule[] = [
  cliFriendly('offering', 'CAT-SVC-NAME-CLI'),
  cliFriendly('plan', 'CAT-PLAN-NAME-CLI'),
];
