import { isArray } from '../engine/json.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const permissions = ['syslog_drain', 'route_forwarding', 'volume_mount'];

/** Platforms grant three permissions; a broker with an extension of its own is warned, not refused. */
export const offeringRequiresKnown = defineRule({
  id: 'offering-requires-known',
  requirement: 'CAT-SVC-REQUIRES-ENUM',
  needs: 'requires',
  messages: {
    unknown: ({ permission }: { permission: string }) =>
      `"requires" asks for ${quoted(permission)}, which platforms do not know. They know ${permissions.join(', ')}.`,
  },
  softened: ['unknown'],
  examples: {
    good: withOffering({ requires: ['syslog_drain'] }),
    bad: withOffering({ requires: ['sysdrain'] }),
  },
  offering({ value, at }, found) {
    const requires = value['requires'];
    if (!isArray(requires)) return;
    requires.forEach((permission, index) => {
      if (typeof permission === 'string' && !permissions.includes(permission)) {
        found.unknown(at.child('requires').child(index), { permission });
      }
    });
  },
});
