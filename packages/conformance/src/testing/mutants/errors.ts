import { isObject, stringMember } from '../../engine/json.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../model-types.ts';
import { answering, intercepting, mutant, onQueue, restating } from '../mutations.ts';

/** A broker that adds fields to the error bodies with a status on a route. */
const erring = (route: RouteName, status: number, fields: object): Miniature =>
  answering(
    route,
    (_request, answer) => answer.status === status,
    (answer) => ({ ...answer, body: { ...(isObject(answer.body) ? answer.body : {}), ...fields } }),
  );

/** A broker that does something before it refuses. */
const refusing = (
  route: RouteName,
  act: (request: ModelRequest, state: ModelState) => void,
  more: Miniature = {},
): Miniature =>
  answering(
    route,
    (_request, answer) => answer.status === 400 || answer.status === 422,
    (answer, request, state) => {
      act(request, state);
      return answer;
    },
    more,
  );

/** The request as it should have been. */
const completed = (request: ModelRequest, { catalog, instances }: ModelState): ModelRequest => {
  const planId = instances.get(request.instanceId)?.planId ?? catalog.services[0]?.plans[0]?.id;
  return { ...request, body: { ...(isObject(request.body) ? request.body : {}), plan_id: planId } };
};

const typed = (route: RouteName, status: number, type: string): Miniature =>
  answering(
    route,
    (_request, answer) => answer.status === status,
    (answer: ModelAnswer) => ({ ...answer, headers: { 'Content-Type': type } }),
  );

/** Brokers whose refusals are wrong, or do something. */
export const errorMutants: readonly Mutant[] = [
  mutant(
    'ERR-STATUS-APPROPRIATE',
    'answers 200 PlanNotFound',
    restating('provision', 400, 200, { error: 'PlanNotFound' }),
  ),
  mutant(
    'ERR-STATUS-SPECIFIED',
    'answers 404 to the deletion of an unknown instance',
    restating('deprovision', 410, 404),
  ),
  mutant('ERR-ERROR-STRING', 'sends an empty "error" with its 409', erring('provision', 409, { error: '' })),
  mutant('ERR-ERROR-CAMEL', 'sends "async required"', erring('provision', 400, { error: 'async required' })),
  mutant(
    'ERR-DESCRIPTION-STRING',
    'sends an empty description with a 400',
    erring('bind', 400, { description: '' }),
  ),
  mutant(
    'ERR-INSTANCE-USABLE-TYPE',
    'sends "false" as text',
    erring('update', 400, { instance_usable: 'false' }),
  ),
  mutant(
    'ERR-INSTANCE-USABLE-SCOPE',
    'sends instance_usable of provisions',
    erring('provision', 400, { instance_usable: true }),
  ),
  mutant('ERR-UPDATE-REPEATABLE-TYPE', 'sends 0', erring('update', 400, { update_repeatable: 0 })),
  mutant(
    'ERR-UPDATE-REPEATABLE-SCOPE',
    'sends update_repeatable with a 410',
    erring('deprovision', 410, { update_repeatable: true }),
  ),
  mutant('ERR-UPDATE-REPEATABLE-TRUTH', 'accepts the update that is not repeatable', {
    ...onQueue,
    before: (request, { scratch }) => {
      if (request.route !== 'update' || stringMember(request.body, 'plan_id') === undefined) return undefined;
      const key = `${request.instanceId} ${request.text}`;
      if (scratch.has(key)) return { status: 200, body: {} };
      scratch.set(key, true);
      return { status: 422, body: { error: 'PlanChangeNotSupported', update_repeatable: false } };
    },
  }),
  mutant(
    'ERR-CODES-EXACT',
    'writes a code in lower case',
    answering(
      'provision',
      (_request, answer) => isObject(answer.body) && answer.body['error'] === 'MaintenanceInfoConflict',
      () => failure(422, 'The versions differ.', 'maintenanceInfoConflict'),
    ),
  ),
  mutant(
    'ERR-4XX-NO-CHANGE-PROV',
    'stores before it validates',
    refusing('provision', (request, state) => state.model(completed(request, state))),
  ),
  mutant(
    'ERR-4XX-NO-CHANGE-UPD',
    'writes the plan before it refuses',
    refusing('update', (request, { instances }) => {
      const instance = instances.get(request.instanceId);
      const planId = stringMember(request.body, 'plan_id');
      if (instance !== undefined && planId !== undefined) instance.planId = planId;
    }),
  ),
  mutant(
    'ERR-4XX-NO-CHANGE-BIND',
    'binds and then answers 400',
    refusing('bind', (request, state) => state.model(completed(request, state))),
  ),
  mutant(
    'ERR-4XX-NO-CHANGE-UNB',
    'unbinds and then answers 400',
    refusing('unbind', ({ instanceId, bindingId }, { instances }) => {
      instances.get(instanceId)?.bindings.delete(bindingId);
    }),
  ),
  mutant(
    'ERR-4XX-NO-CHANGE-DEP',
    'deprovisions and then answers 400',
    refusing('deprovision', ({ instanceId }, { instances }) => {
      instances.delete(instanceId);
    }),
  ),
  mutant('CT-RESPONSE-ERROR', 'leaves its 400 to a web framework', typed('provision', 400, 'text/html')),
  mutant(
    'CT-MISMATCH-400',
    'crashes without a Content-Type',
    intercepting(
      'provision',
      (request) => request.headers['content-type'] === undefined,
      failure(500, 'No.'),
    ),
  ),
  mutant(
    'CT-UNPROCESSABLE-400',
    'answers 422 to broken JSON',
    intercepting(
      'provision',
      (request) => request.text !== '' && request.body === undefined,
      failure(422, 'No.'),
    ),
  ),
  mutant(
    'ORPH-SUCCESS-WELLFORMED',
    'truncates its 201',
    restating('provision', 201, 201, '{"dashboard_url": "htt'),
  ),
  mutant('ORPH-NO-OTHER-2XX', 'answers 204 to a provision', restating('provision', 201, 204, '')),
  mutant('ORPH-DELETE-AFTER-FAILURE', 'answers 500 to the deletion of what failed', {
    before: (request, { scratch }) =>
      request.route === 'deprovision' && scratch.delete(request.instanceId) ? failure(500, 'No.') : undefined,
    after: (answer, request, { scratch }) => {
      if (request.route === 'provision' && answer.status === 400) scratch.set(request.instanceId, true);
      return answer;
    },
  }),
  mutant('ORPH-DELETE-AFTER-FAILURE', 'answers 500 to the unbinding of what was not bound', {
    before: (request, { scratch }) =>
      request.route === 'unbind' && scratch.delete(request.bindingId) ? failure(500, 'No.') : undefined,
    after: (answer, request, { scratch }) => {
      if (request.route === 'bind' && answer.status === 400) scratch.set(request.bindingId, true);
      return answer;
    },
  }),
  mutant('ORPH-NO-RESIDUE', 'cannot get rid of what failed', {
    before: (request, { scratch }) => {
      if (request.route !== 'deprovision') return undefined;
      const left = Number(scratch.get(request.instanceId) ?? 0);
      scratch.set(request.instanceId, left - 1);
      return left > 0 ? { status: 200, body: {} } : undefined;
    },
    after: (answer, request, { scratch }) => {
      if (request.route === 'provision' && answer.status === 400) scratch.set(request.instanceId, 2);
      return answer;
    },
  }),
];
