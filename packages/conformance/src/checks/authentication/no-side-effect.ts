import { defineCheck } from '../../engine/check.ts';
import { judgeRefused } from '../../judgements/refused.ts';
import { refusalsOf, verbs } from '../../preconditions/refused/refused.ts';

const what = {
  provision: 'creates',
  update: 'changes',
  bind: 'creates',
  unbind: 'deletes',
  deprovision: 'deletes',
} as const;

/** A request that is refused for its credentials leaves no trace, whatever it asks for. */
export const noSideEffect = verbs.map((verb) =>
  defineCheck({
    id: `authentication/refused-${verb}-${what[verb]}-nothing`,
    title: `${verb === 'update' || verb === 'unbind' ? 'An' : 'A'} ${verb} that is refused for its credentials ${what[verb]} nothing.`,
    requirements: ['AUTH-401-NO-SIDE-EFFECT'],
    given: refusalsOf(verb),
    run: ({ given, ...tools }) => judgeRefused(tools, verb, given, true),
  }),
);
