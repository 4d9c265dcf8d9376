import type { RequirementId } from '@osb-kit/spec';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { without } from '../../engine/client.ts';
import type { CallOptions } from '../../engine/client.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { LegalStatuses } from '../../engine/status.ts';
import { onePlanPerOffering, twoOfferings } from '../../preconditions/plans.ts';

/** Sends a provision for a fresh id that must be refused, after making sure that the valid one is accepted. */
async function refuses(
  { broker, arrange, expect, world }: Tools,
  plan: Plan,
  body: unknown,
  statuses: LegalStatuses,
  because: string,
  options: CallOptions = {},
): Promise<void> {
  const life = await world.life(plan, 'provisioned');
  expect.reached(
    life.provision.followed.end === 'done',
    life.stopped?.text ?? 'The valid provision is not accepted.',
    life.stopped?.answer,
  );
  const id = arrange.freshId();
  const answer = await broker.provision(id, body, options);
  await arrange.follow(plan, answer, { instanceId: id }, 'create');
  expect(answer).status(statuses, because);
}

const badRequest: LegalStatuses = { legal: [400] };
const leniently: LegalStatuses = {
  legal: [400],
  tolerated: [
    {
      status: '2xx',
      reason: 'the field is deprecated, and brokers built on common libraries do not ask for it',
    },
  ],
};
const anyRefusal: LegalStatuses = {
  legal: [400],
  noted: [{ status: '4xx', reason: '400 is the usual refusal' }],
};

/** Bodies that lack a field. */
const missing: readonly (readonly [string, RequirementId, LegalStatuses])[] = [
  ['service_id', 'PROV-400-NO-SERVICE-ID', badRequest],
  ['plan_id', 'PROV-400-NO-PLAN-ID', badRequest],
  ['organization_guid', 'PROV-400-NO-ORGANIZATION-GUID', leniently],
  ['space_guid', 'PROV-400-NO-SPACE-GUID', leniently],
];

const missingFields = missing.map(([field, requirement, statuses]) =>
  defineCheck({
    id: `provisioning/without-${field.replaceAll('_', '-')}`,
    title: `A provision without ${field} is answered 400.`,
    requirements: [requirement],
    given: onePlanPerOffering,
    run: (tools) => {
      const { plan } = tools.given;
      return refuses(
        tools,
        plan,
        without(tools.arrange.provisionBody(plan), field),
        statuses,
        `the body has no ${field}`,
      );
    },
  }),
);

const malformed = defineCheck({
  id: 'provisioning/malformed-json',
  title: 'A provision with malformed JSON is answered 400.',
  requirements: ['PROV-400-MALFORMED', 'CT-UNPROCESSABLE-400'],
  given: onePlanPerOffering,
  run: (tools) =>
    refuses(tools, tools.given.plan, undefined, badRequest, 'the body is cut off in the middle', {
      rawBody: '{"service_id": ',
    }),
});

const notAnObject = defineCheck({
  id: 'provisioning/not-an-object',
  title: 'A provision whose body is no JSON object is answered 400.',
  requirements: ['PROV-400-NOT-OBJECT'],
  given: onePlanPerOffering,
  async run(tools) {
    const statuses: LegalStatuses = {
      legal: [400],
      tolerated: [{ status: '4xx', reason: 'the request is refused, but 400 is the status for it' }],
    };
    for (const rawBody of ['[]', '"x"', '']) {
      const said = rawBody === '' ? 'empty' : rawBody;
      await refuses(tools, tools.given.plan, undefined, statuses, `the body is ${said}`, { rawBody });
    }
  },
});

const emptyIds = defineCheck({
  id: 'provisioning/empty-ids',
  title: 'A provision with an empty service_id or plan_id is refused.',
  requirements: ['PROV-400-EMPTY-IDS'],
  given: onePlanPerOffering,
  async run(tools) {
    const body = tools.arrange.provisionBody(tools.given.plan);
    for (const field of ['service_id', 'plan_id']) {
      await refuses(tools, tools.given.plan, { ...body, [field]: '' }, anyRefusal, `${field} is empty`);
    }
  },
});

/** A member of each type that the body must not have. */
const wrongTypes: JsonObject = {
  service_id: 42,
  plan_id: ['x'],
  parameters: 'size=1',
  context: 'cloudfoundry',
};

const wronglyTyped = defineCheck({
  id: 'provisioning/wrong-types',
  title: 'A provision with a field of the wrong type is refused.',
  requirements: ['PROV-400-WRONG-TYPES', 'ERR-STATUS-APPROPRIATE'],
  given: onePlanPerOffering,
  async run(tools) {
    const body = tools.arrange.provisionBody(tools.given.plan);
    for (const [field, value] of Object.entries(wrongTypes)) {
      const because = `"${field}" is ${JSON.stringify(value)}`;
      await refuses(tools, tools.given.plan, { ...body, [field]: value }, anyRefusal, because);
    }
  },
});

const unknownService = defineCheck({
  id: 'provisioning/unknown-service',
  title: 'A provision for a service that the catalog does not have is refused.',
  requirements: ['PROV-REJECT-UNKNOWN-SERVICE', 'ERR-STATUS-APPROPRIATE'],
  given: onePlanPerOffering,
  run: (tools) => {
    const { plan } = tools.given;
    const body = { ...tools.arrange.provisionBody(plan), service_id: tools.arrange.freshId() };
    return refuses(tools, plan, body, anyRefusal, 'the catalog has no such service_id');
  },
});

const unknownPlan = defineCheck({
  id: 'provisioning/unknown-plan',
  title: 'A provision for a plan that the catalog does not have is refused.',
  requirements: ['PROV-REJECT-UNKNOWN-PLAN', 'ERR-STATUS-APPROPRIATE'],
  given: onePlanPerOffering,
  run: (tools) => {
    const { plan } = tools.given;
    const body = { ...tools.arrange.provisionBody(plan), plan_id: tools.arrange.freshId() };
    return refuses(tools, plan, body, anyRefusal, 'the catalog has no such plan_id');
  },
});

const planOfOtherService = defineCheck({
  id: 'provisioning/plan-of-another-service',
  title: 'A provision with a plan of another service is refused.',
  requirements: ['PROV-REJECT-PLAN-OF-OTHER-SERVICE'],
  given: twoOfferings,
  run: (tools) => {
    const { plan, other } = tools.given;
    const body = { ...tools.arrange.provisionBody(plan), plan_id: other.id };
    return refuses(tools, plan, body, anyRefusal, `plan "${other.name}" belongs to "${other.offering.name}"`);
  },
});

/** Provisions that must be refused, each wrong in one respect. */
export const refusedBodies = [
  malformed,
  notAnObject,
  ...missingFields,
  emptyIds,
  wronglyTyped,
  unknownService,
  unknownPlan,
  planOfOtherService,
];
