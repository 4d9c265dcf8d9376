import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

const most = 50;
const reportedElsewhere = 255;

/** Users type names as arguments. */
export const namesShort = defineRule({
  id: 'names-short',
  requirement: 'CAT-NAMES-SHORT',
  messages: {
    long: ({ name }: { name: string }) =>
      `The name ${quoted(name)} has ${name.length} characters. Keep it within ${most}, and put the long form into metadata.displayName.`,
  },
  examples: { good: withPlan({ name: 'small' }), bad: withPlan({ name: 'very-'.repeat(20) + 'long' }) },
  each({ value, at }, found) {
    const name = value['name'];
    if (typeof name !== 'string' || name.length <= most || name.length > reportedElsewhere) return;
    found.long(at.child('name'), { name });
  },
});
