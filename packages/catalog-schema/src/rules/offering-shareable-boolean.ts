import { isObject, own } from '../engine/json.ts';
import { offeringLabel } from '../engine/nodes.ts';
import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { shown } from '../engine/shown.ts';

/** Cloud Foundry shares instances between spaces only when this is the boolean true; 2.14 called it a string. */
export const offeringShareableBoolean = defineRule({
  id: 'offering-shareable-boolean',
  requirement: 'PRF-CF-SHAREABLE',
  needs: 'metadata',
  messages: {
    type: ({ offering, is }: { offering: string; is: string }) =>
      `"metadata.shareable" of ${offering} must be a boolean, but is ${is}. Write true or false without quotes.`,
  },
  examples: {
    good: withOffering({ metadata: { shareable: true } }),
    bad: withOffering({ metadata: { shareable: 'true' } }),
  },
  offering(offering, found, { version }) {
    const metadata = offering.value['metadata'];
    const shareable = isObject(metadata) ? own(metadata, 'shareable') : undefined;
    if (shareable === undefined || typeof shareable === 'boolean') return;
    if (version === '2.14' && typeof shareable === 'string') return;
    found.type(offering.at.descend(['metadata', 'shareable']), {
      offering: offeringLabel(offering),
      is: shown(shareable),
    });
  },
});
