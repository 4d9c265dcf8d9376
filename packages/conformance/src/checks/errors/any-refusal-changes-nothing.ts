import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { judgeRefused } from '../../judgements/refused.ts';
import { refusalsOf, verbs, type Verb } from '../../preconditions/refused/refused.ts';

const rows: Readonly<Record<Verb, readonly [RequirementId, ...RequirementId[]]>> = {
  provision: ['ERR-4XX-NO-CHANGE-PROV'],
  update: ['ERR-4XX-NO-CHANGE-UPD', 'UPD-4XX-NO-APPLY'],
  bind: ['ERR-4XX-NO-CHANGE-BIND'],
  unbind: ['ERR-4XX-NO-CHANGE-UNB'],
  deprovision: ['ERR-4XX-NO-CHANGE-DEP'],
};

/** A request that is refused is as if it had never been sent, whatever it is refused for. */
export const anyRefusal = verbs.map((verb) =>
  defineCheck({
    id: `errors/any-refused-${verb}-changes-nothing`,
    title: `${verb === 'update' || verb === 'unbind' ? 'An' : 'A'} ${verb} that is refused, for whatever reason, changes nothing.`,
    requirements: rows[verb],
    given: refusalsOf(verb),
    run: ({ given, ...tools }) => judgeRefused(tools, verb, given, false, rows[verb][1]),
  }),
);
