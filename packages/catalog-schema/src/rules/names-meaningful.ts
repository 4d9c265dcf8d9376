import { defineRule } from '../engine/rule.ts';
import { withPlan } from '../engine/samples.ts';
import { quoted } from '../engine/shown.ts';

/** A name that starts like an option, or says nothing, trips command lines even where its characters are allowed. */
export const namesMeaningful = defineRule({
  id: 'names-meaningful',
  requirement: 'CAT-NAMES-AVOID-UNFRIENDLY',
  messages: {
    option: ({ name }: { name: string }) =>
      `The name ${quoted(name)} starts with a hyphen, which command lines take for an option. Start it with a letter.`,
    empty: ({ name }: { name: string }) =>
      `The name ${quoted(name)} has no letter or digit. Give it a name that users can understand.`,
  },
  examples: { good: withPlan({ name: 'a-1' }), bad: withPlan({ name: '-' }) },
  each({ value, at }, found) {
    const name = value['name'];
    if (typeof name !== 'string' || name === '') return;
    if (!/[\p{L}\p{N}]/u.test(name)) found.empty(at.child('name'), { name });
    else if (name.startsWith('-')) found.option(at.child('name'), { name });
  },
});
