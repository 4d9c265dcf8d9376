import type { RequirementId } from '@osb-kit/spec';
import { defineCheck, type Tools } from '../../engine/check.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { judgeEmptyParts, judgeOddTexts, type OddVerb } from '../../judgements/odd-bodies.ts';
import { onePlan, oneBindablePlanPerOffering } from '../../preconditions/plans.ts';

type MakeVerb = (tools: Tools, plan: Plan) => Promise<OddVerb> | OddVerb;

const provision: MakeVerb = ({ broker, arrange }, plan) => ({
  verb: 'provision',
  body: arrange.provisionBody(plan),
  emptyFields: [['context'], ['parameters'], ['maintenance_info']],
  isOneByOne: false,
  malformed: 'PROV-400-MALFORMED',
  async send(body, options) {
    const instanceId = arrange.freshId();
    const answer = await broker.provision(instanceId, body, options);
    const { end } = await arrange.follow(plan, answer, { instanceId }, 'create');
    // What was made although nobody wanted it is removed at once.
    if (end === 'done') {
      const removed = await broker.deprovision(instanceId, plan);
      await arrange.follow(plan, removed, { instanceId }, 'delete');
    }
    return answer;
  },
});

const update: MakeVerb = async ({ broker, arrange, expect, world }, plan) => {
  const { update: known } = await world.life(plan, 'updated');
  expect.applies(known?.mutation.followed.end === 'done', 'No update of this plan is declared and accepted.');
  const { id: instanceId } = await arrange.instance(plan);
  return {
    verb: 'update',
    body: known?.supported.body ?? {},
    emptyFields: [['context', 'previous_values'], ['parameters'], ['maintenance_info']],
    isOneByOne: true,
    malformed: 'UPD-400-MALFORMED',
    async send(body, options) {
      const answer = await broker.update(instanceId, body, options);
      await arrange.follow(plan, answer, { instanceId }, 'update');
      return answer;
    },
  };
};

const bind: MakeVerb = async ({ broker, arrange }, plan) => {
  const { id: instanceId } = await arrange.instance(plan);
  return {
    verb: 'bind',
    body: arrange.bindBody(plan),
    emptyFields: [['context', 'parameters'], ['bind_resource'], ['app_guid']],
    isOneByOne: true,
    malformed: 'BIND-400-MALFORMED',
    async send(body, options) {
      const bindingId = arrange.freshId();
      const answer = await broker.bind(instanceId, bindingId, body, options);
      await arrange.follow(plan, answer, { instanceId, bindingId }, 'create');
      return answer;
    },
  };
};

const verbs: readonly {
  readonly name: string;
  readonly malformed: RequirementId;
  readonly make: MakeVerb;
}[] = [
  { name: 'provision', malformed: 'PROV-400-MALFORMED', make: provision },
  { name: 'update', malformed: 'UPD-400-MALFORMED', make: update },
  { name: 'bind', malformed: 'BIND-400-MALFORMED', make: bind },
];

/** Bodies that are odd, and values that are empty: a broker may refuse them, and does not fall over. */
export const oddRequests = verbs.flatMap(({ name, malformed, make }) => {
  const given = name === 'bind' ? oneBindablePlanPerOffering : onePlan;
  const article = name === 'update' ? 'An' : 'A';
  return [
    defineCheck({
      id: `errors/${name}-with-odd-text`,
      title: `${article} ${name} whose JSON is odd is accepted or refused.`,
      requirements: ['ERR-STATUS-APPROPRIATE', malformed],
      given,
      run: async ({ given: { plan }, ...tools }) => judgeOddTexts(tools, await make(tools, plan)),
    }),
    defineCheck({
      id: `errors/${name}-with-empty-values`,
      title: `${article} ${name} with empty values is accepted or refused.`,
      requirements: ['ERR-STATUS-APPROPRIATE'],
      given,
      run: async ({ given: { plan }, ...tools }) => judgeEmptyParts(tools, await make(tools, plan)),
    }),
  ];
});

/** Hints and flags of a query that are there and say nothing. */
export const emptyQueries = defineCheck({
  id: 'errors/empty-query-parameters',
  title: 'Query parameters that are empty are taken for absent or refused.',
  requirements: ['ERR-STATUS-APPROPRIATE'],
  given: onePlan,
  run: ({ given: { plan }, broker, arrange, expect }) =>
    arrange.onShared(plan, async ({ id }) => {
      const query = { service_id: '', plan_id: '' };
      const polled = await broker.pollInstance(id, plan, '', { query });
      const answers = [
        { what: 'poll', answer: polled },
        ...(plan.offering.instancesRetrievable
          ? [{ what: 'fetch', answer: await broker.fetchInstance(id, plan, { query }) }]
          : []),
      ];
      for (const { what, answer } of answers) {
        expect(answer).status(['2xx', '4xx', 501], `the query of the ${what} has empty parameters`);
        if (answer.status >= 400)
          expect.note(`${String(answer.status)} to a ${what} with empty service_id and plan_id.`);
      }
    }),
});
