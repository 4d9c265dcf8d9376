import { isObject, member, stringMember } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Mutant } from '../miniature.ts';
import {
  adding,
  answering,
  async,
  bodyWith,
  declaring,
  intercepting,
  lacks,
  mutant,
  onQueue,
  restating,
} from '../mutations.ts';

const changesPlan = (body: unknown) => member(body, 'plan_id') !== undefined;

export const updatingMutants: readonly Mutant[] = [
  mutant(
    'UPD-PLAN-CHANGE-WORKS',
    'declares plan_updateable and answers 405',
    intercepting('update', (request) => changesPlan(request.body), { status: 405, body: {} }),
  ),
  mutant(
    'UPD-CONTEXT-ONLY-WORKS',
    'wants a plan or parameters in every update',
    intercepting(
      'update',
      (request) => isObject(request.body) && !changesPlan(request.body),
      failure(400, 'no plan or parameters given'),
    ),
  ),
  mutant('UPD-UNSUPPORTED-MESSAGE', 'refuses a plan change without a word', {
    ...restating('update', 422, 422, {}),
    ...onQueue,
  }),
  mutant('UPD-200', 'answers 204 to a finished update', restating('update', 200, 204, '')),
  mutant(
    'UPD-APPLIED',
    'answers 200 and changes nothing',
    answering(
      'update',
      (request, answer) => answer.status === 200 && changesPlan(request.body),
      (answer, request, state) => {
        const instance = state.instances.get(request.instanceId);
        if (instance !== undefined) instance.planId = instance.createdWith.planId;
        return answer;
      },
    ),
  ),
  mutant('UPD-APPLIED', 'knows updates by parameters only and rounds them', {
    ...declaring((offering) => {
      delete offering['allow_context_updates'];
      delete offering['plan_updateable'];
    }),
    after: (answer, request, { instances }) => {
      const instance = instances.get(request.instanceId);
      if (request.route === 'update' && answer.status === 200 && instance !== undefined)
        instance.parameters = { size: 0 };
      return answer;
    },
  }),
  mutant('UPD-APPLIED', 'knows plan changes only and changes nothing', {
    ...declaring((offering) => {
      delete offering['allow_context_updates'];
    }),
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      if (request.route === 'update' && answer.status === 200 && instance !== undefined) {
        instance.planId = instance.createdWith.planId;
        instance.parameters = { size: -5 };
      }
      return answer;
    },
  }),
  mutant('UPD-200-BODY', 'answers an update with text', restating('update', 200, 200, 'updated')),
  mutant('UPD-202', 'answers 200 and goes on updating', { ...restating('update', 202, 200, {}), ...async }),
  mutant('UPD-202-RESEND', 'answers 200 to a repeated update in progress', {
    ...async,
    after: (answer, request, state) =>
      request.route === 'update' &&
      answer.status === 202 &&
      state.instances.get(request.instanceId)?.operation?.left !== 3
        ? { status: 200, body: {} }
        : answer,
  }),
  mutant('UPD-202-OPERATION-MATCH', 'makes up a new operation for the repeated update', {
    ...async,
    after: (answer, request, state) =>
      request.route === 'update' &&
      answer.status === 202 &&
      state.instances.get(request.instanceId)?.operation?.left !== 3
        ? { status: 202, body: { operation: 'another' } }
        : answer,
  }),
  mutant(
    'UPD-400-MALFORMED',
    'crashes at truncated JSON in an update',
    intercepting('update', (request) => request.body === undefined, { status: 500, body: '' }),
  ),
  mutant('UPD-400-NO-SERVICE-ID', 'looks the service up by itself', {
    before: (request, state) =>
      request.route === 'update' && isObject(request.body) && lacks(request, 'service_id')
        ? state.model(bodyWith(request, { service_id: state.instances.get(request.instanceId)?.serviceId }))
        : undefined,
  }),
  mutant(
    'UPD-OPTIONAL-FIELDS',
    'insists on previous_values',
    intercepting(
      'update',
      (request) => isObject(request.body) && request.body['previous_values'] === undefined,
      failure(400, 'previous_values missing'),
    ),
  ),
  mutant('UPD-REJECT-UNKNOWN-PLAN', 'stores an unknown plan', restating('update', 400, 200, {})),
  mutant('UPD-REJECT-WRONG-SERVICE', 'ignores the service of an update', {
    before: (request, state) =>
      request.route === 'update' && !lacks(request, 'service_id') && state.instances.has(request.instanceId)
        ? state.model(bodyWith(request, { service_id: state.instances.get(request.instanceId)?.serviceId }))
        : undefined,
  }),
  mutant('UPD-REJECT-UNKNOWN-INSTANCE', 'updates what does not exist', restating('update', 404, 200, {})),
  mutant('UPD-422-PLAN-NOT-UPDATEABLE', 'changes a plan that is not updateable', {
    ...restating('update', 422, 200, {}),
    ...onQueue,
  }),
  mutant('UPD-422-UNSUPPORTED', 'answers 400 to a downgrade that it does not support', {
    ...intercepting(
      'update',
      (request) => stringMember(request.body, 'plan_id')?.endsWith('12') === true,
      failure(400, 'no downgrade'),
    ),
    run: {
      facts: [{ plan: 'small', forbiddenPlanChange: 'large' }],
      services: ['database'],
      plans: ['small'],
    },
  }),
  mutant('UPD-NO-PLAN-NO-CHANGE', 'resets the plan when an update names none', {
    run: { services: ['database'], plans: ['large'] },
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      if (
        request.route === 'update' &&
        answer.status === 200 &&
        !changesPlan(request.body) &&
        instance !== undefined
      ) {
        instance.planId = state.catalog.services[0]?.plans[0]?.id ?? '';
      }
      return answer;
    },
  }),
  mutant('UPD-NO-PARAMS-NO-CHANGE', 'resets the parameters on every update', {
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      if (request.route === 'update' && answer.status === 200 && instance !== undefined)
        instance.parameters = { size: -1 };
      return answer;
    },
  }),
  mutant('UPD-PARAMS-VALIDATED', 'accepts parameters that the schema of updates refuses', {
    before: (request, state) =>
      request.route === 'update' && isObject(member(request.body, 'parameters'))
        ? state.model(bodyWith(request, { parameters: {} }))
        : undefined,
  }),
  mutant('UPD-4XX-NO-APPLY', 'switches the plan and then refuses the parameters', {
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      const wanted = stringMember(request.body, 'plan_id');
      if (
        request.route === 'update' &&
        answer.status === 400 &&
        instance !== undefined &&
        wanted !== undefined
      )
        instance.planId = wanted;
      return answer;
    },
  }),
  mutant(
    'UPD-DASH-TYPE',
    'sends a number as dashboard_url of an update',
    adding('update', { dashboard_url: 7 }),
  ),
  mutant(
    'UPD-DASH-IDENTIFIES',
    'has one dashboard for all after updates',
    adding('update', { dashboard_url: 'https://dash.example.com/' }),
  ),
  mutant('UPD-DASH-INITIAL', 'shows a new dashboard on fetch only', {
    after: (answer, request, state) => {
      const instance = state.instances.get(request.instanceId);
      if (request.route === 'update' && answer.status === 200 && instance !== undefined)
        instance.dashboardUrl += '/new';
      return answer;
    },
  }),
  mutant('UPD-OPERATION-TYPE', 'sends an empty operation for an update', {
    ...adding('update', { operation: '' }, { status: 202 }),
    mode: 'async',
  }),
  mutant('UPD-METADATA-TYPE', 'sends a number as metadata of an update', adding('update', { metadata: 1 })),
  mutant('UPD-NO-202-WITHOUT-AI', 'always answers 202 to updates', {
    ...async,
    before: (request, state) =>
      request.route === 'update'
        ? state.model({ ...request, query: new URLSearchParams('accepts_incomplete=true') })
        : undefined,
  }),
  mutant('UPD-422-ASYNC', 'answers 400 to an update without accepts_incomplete', {
    ...answering(
      'update',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(400, 'async only'),
    ),
    mode: 'async',
  }),
  mutant('UPD-422-ASYNC-CODE', 'answers 422 to such an update with a description only', {
    ...answering(
      'update',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(422, 'async only'),
    ),
    mode: 'async',
  }),
  mutant('CAT-PLANUPD-DECLARED', 'supports plan changes that its catalog does not declare', {
    ...declaring((offering) => {
      delete offering['plan_updateable'];
    }),
    run: { services: ['database'], plans: ['small'], facts: [{ allowedPlanChange: 'large' }] },
  }),
  mutant('CAT-CTXUPD-DECLARED', 'supports context updates that its catalog does not declare', {
    ...declaring((offering) => {
      delete offering['allow_context_updates'];
    }),
    run: { services: ['database'], plans: ['small'], facts: [{ contextUpdates: true }] },
  }),
  mutant('PRF-CTXUPD-DECLARED', 'supports context updates and omits the flag', {
    ...declaring((offering) => {
      offering['allow_context_updates'] = false;
    }),
    run: { services: ['database'], plans: ['small'], facts: [{ contextUpdates: true }] },
  }),
];
