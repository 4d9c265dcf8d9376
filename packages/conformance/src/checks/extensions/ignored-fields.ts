import type { RequirementId } from '@osb-kit/spec';
import { isSuccess, type Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck, type Precondition, type Tools } from '../../engine/check.ts';
import { isObject, type JsonObject } from '../../engine/json.ts';
import {
  maintainedPlan,
  oneBindablePlanPerOffering,
  onePlanPerOffering,
  type GivenPlan,
} from '../../preconditions/plans.ts';

/** Fields that no broker knows: one of a vendor, and one that a later version may bring. */
const unknownFields: JsonObject = { 'osb-conformance.example/x': { a: [1, null] }, future_2_99: {} };

/** Sends a request, made different by `alter`, and follows what it starts. */
type Send = (tools: Tools, plan: Plan, alter: (body: JsonObject) => JsonObject) => Promise<Answer>;

const provision: Send = async ({ broker, arrange }, plan, alter) => {
  const id = arrange.freshId();
  const answer = await broker.provision(id, alter(arrange.provisionBody(plan)));
  await arrange.follow(plan, answer, { instanceId: id }, 'create');
  return answer;
};

const bind: Send = async ({ broker, arrange }, plan, alter) => {
  const instance = await arrange.instance(plan);
  const id = arrange.freshId();
  const answer = await broker.bind(instance.id, id, alter(arrange.bindBody(plan)));
  await arrange.follow(plan, answer, { instanceId: instance.id, bindingId: id }, 'create');
  return answer;
};

const update: Send = async ({ broker, arrange, expect, world }, plan, alter) => {
  const { update: known } = await world.life(plan, 'updated');
  expect.applies(known?.mutation.followed.end === 'done', 'No update of this plan is declared and accepted.');
  const instance = await arrange.instance(plan);
  const answer = await broker.update(instance.id, alter(known?.supported.body ?? {}));
  await arrange.follow(plan, answer, { instanceId: instance.id }, 'update');
  return answer;
};

/** A check that a request with unknown fields succeeds where the same request without them does. */
function ignores<Given extends GivenPlan>(
  id: string,
  requirements: readonly [RequirementId, ...RequirementId[]],
  given: Precondition<Given>,
  send: Send,
  where: string,
  alter: (body: JsonObject, given: Given) => JsonObject,
  plain: (body: JsonObject, given: Given) => JsonObject = (body) => body,
) {
  return defineCheck({
    id: `extensions/${id}`,
    title: `Unknown fields ${where} are ignored.`,
    requirements,
    given,
    async run({ given: state, ...tools }) {
      const answer = await send(tools, state.plan, (body) => alter(body, state));
      if (isSuccess(answer)) return;
      const control = await send(tools, state.plan, (body) => plain(body, state));
      tools.expect.reached(
        isSuccess(control),
        'The same request without the unknown fields is refused as well.',
      );
      const about = requirements.find((row) => tools.expect.states(row)) ?? requirements[0];
      tools
        .expect(answer, about)
        .status('2xx', `the same request without the unknown fields ${where} succeeds`);
    },
  });
}

const atTop = (body: JsonObject) => ({ ...body, ...unknownFields });
const inside = (name: string) => (body: JsonObject) => ({
  ...body,
  [name]: { ...(isObject(body[name]) ? body[name] : {}), ...unknownFields },
});

/** Unknown fields at the top of each request and inside the objects that the specification defines. */
export const ignoredFields = [
  ignores(
    'unknown-field-in-provision',
    ['EXT-IGNORE-UNKNOWN-PROV', 'GEN-IGNORE-NEW-FIELDS'],
    onePlanPerOffering,
    provision,
    'of a provision',
    atTop,
  ),
  ignores(
    'unknown-field-in-update',
    ['EXT-IGNORE-UNKNOWN-UPD'],
    onePlanPerOffering,
    update,
    'of an update',
    atTop,
  ),
  ignores(
    'unknown-field-in-bind',
    ['EXT-IGNORE-UNKNOWN-BIND'],
    oneBindablePlanPerOffering,
    bind,
    'of a bind',
    atTop,
  ),
  ignores(
    'unknown-field-in-context',
    ['EXT-NO-HALT-NESTED'],
    onePlanPerOffering,
    provision,
    'in "context"',
    inside('context'),
  ),
  ignores(
    'unknown-field-in-bind-resource',
    ['EXT-NO-HALT-NESTED'],
    oneBindablePlanPerOffering,
    bind,
    'in "bind_resource"',
    inside('bind_resource'),
  ),
  ignores(
    'unknown-field-in-previous-values',
    ['EXT-NO-HALT-NESTED'],
    onePlanPerOffering,
    update,
    'in "previous_values"',
    inside('previous_values'),
  ),
  ignores(
    'unknown-field-in-maintenance-info',
    ['EXT-NO-HALT-NESTED'],
    maintainedPlan,
    provision,
    'in "maintenance_info"',
    (body, { version }) => ({ ...body, maintenance_info: { version, ...unknownFields } }),
  ),
  ignores(
    'unknown-field-in-context-of-update',
    ['EXT-NO-HALT-NESTED'],
    onePlanPerOffering,
    update,
    'in "context" of an update',
    inside('context'),
    (body) => ({ ...body, context: body['context'] ?? {} }),
  ),
  ignores(
    'unknown-field-in-context-of-bind',
    ['EXT-NO-HALT-NESTED'],
    oneBindablePlanPerOffering,
    bind,
    'in "context" of a bind',
    inside('context'),
    (body) => ({ ...body, context: body['context'] ?? {} }),
  ),
  ignores(
    'unknown-field-in-maintenance-info-of-update',
    ['EXT-NO-HALT-NESTED'],
    maintainedPlan,
    update,
    'in "maintenance_info" of an update',
    (_body, { plan, version }) => ({
      service_id: plan.offering.id,
      maintenance_info: { version, ...unknownFields },
    }),
    (_body, { plan, version }) => ({ service_id: plan.offering.id, maintenance_info: { version } }),
  ),
];
