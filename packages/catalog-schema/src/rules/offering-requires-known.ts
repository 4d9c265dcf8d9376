import { isArray } from '../engine/json.ts';
import { permissionAdvice, permissions } from '../engine/permissions.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

/** Platforms grant three permissions; a broker with an extension of its own is warned, not refused. */
export const offeringRequiresKnown = defineRule({
  id: 'offering-requires-known',
  requirement: 'CAT-SVC-REQUIRES-ENUM',
  needs: 'requires',
  messages: {
    unknown: ({ permission }: { permission: string }) =>
      `"requires" asks for ${quoted(permission)}, which platforms do not know. ${permissionAdvice(permission)}`,
  },
  softened: ['unknown'],
  examples: {
    good: withOffering({ requires: ['syslog_drain'] }),
    bad: withOffering({ requires: ['sysdrain'] }),
  },
  offering({ value, at }, found) {
    const requires = value['requires'];
    if (!isArray(requires)) return;
    const known: readonly string[] = permissions;
    requires.forEach((permission, index) => {
      if (typeof permission === 'string' && !known.includes(permission)) {
        found.unknown(at.child('requires').child(index), { permission });
      }
    });
  },
});
