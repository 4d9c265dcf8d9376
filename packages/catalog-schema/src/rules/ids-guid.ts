import type { RequirementId } from '@osb-kit/spec';

import { defineRule, type Rule } from '../engine/rule.ts';
import { withOffering, withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function idGuid(on: 'offering' | 'plan', requirement: RequirementId): Rule {
  const catalog = on === 'plan' ? withPlan : withOffering;
  return defineRule({
    id: `${on}-id-guid`,
    requirement,
    messages: {
      other: ({ id }: { id: string }) =>
        `The ${on} id ${quoted(id)} is no GUID, so that another broker may have chosen it too. Use a fresh GUID before the first registration; never change the id of ${on === 'plan' ? 'a plan' : 'an offering'} that is registered.`,
    },
    examples: { good: catalog({}), bad: catalog({ id: 'db' }) },
    on,
    each({ value, at }, found) {
      const id = value['id'];
      if (typeof id === 'string' && id !== '' && !guid.test(id)) found.other(at.child('id'), { id });
    },
  });
}

/** Ids are unique in the world; GUIDs make that easy. */
export const idsGuid: readonly Rule[] = [
  idGuid('offering', 'CAT-SVC-ID-GUID'),
  idGuid('plan', 'CAT-PLAN-ID-GUID'),
];
