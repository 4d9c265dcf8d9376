import { isObject, member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { ModelAnswer } from '../model-types.ts';
import { answering, asIf, async, declaring, intercepting } from '../mutations.ts';
import { variant, type LegalVariant } from './variant.ts';

const withFields = (answer: ModelAnswer, fields: Readonly<Record<string, unknown>>): ModelAnswer => ({
  ...answer,
  body: { ...(isObject(answer.body) ? answer.body : {}), ...fields },
});

/** Legal ways that brokers of others were seen to take. */
export const legalAsSeen: readonly LegalVariant[] = [
  variant('can be updated by parameters only, and refuses those that it is sent', {
    ...declaring((offering) => {
      delete offering['allow_context_updates'];
      delete offering['plan_updateable'];
    }),
    ...intercepting(
      'update',
      (request) => isObject(request.body) && isObject(request.body['parameters']),
      failure(400, 'This size is sold out.'),
    ),
  }),
  variant('can be updated by parameters only', {
    ...declaring((offering) => {
      delete offering['allow_context_updates'];
      delete offering['plan_updateable'];
    }),
    ...async,
  }),
  variant(
    'writes the time into each dashboard link (HC-01)',
    answering(
      'provision',
      (_request, answer) => answer.status < 300,
      (answer, _request, { scratch }) => {
        const time = Number(scratch.get('time') ?? 0) + 1;
        scratch.set('time', time);
        return withFields(answer, { dashboard_url: `https://dashboard.example.com/?time=${String(time)}` });
      },
      declaring((offering) => delete offering['instances_retrievable']),
    ),
  ),
  variant(
    'moves to another dashboard with each update',
    {
      after: (answer, request, { instances }) => {
        if (request.route !== 'update' || answer.status > 299) return answer;
        const instance = instances.get(request.instanceId);
        if (instance !== undefined) instance.dashboardUrl += '/moved';
        return withFields(answer, { dashboard_url: instance?.dashboardUrl });
      },
    },
    '2.14',
  ),
  variant(
    'shows attributes from the update on',
    {
      after: (answer, request, { scratch }) => {
        const key = `updated ${request.instanceId}`;
        const attributes = { attributes: { size: 'large' } };
        if (request.route === 'update' && answer.status < 300) {
          scratch.set(key, true);
          return withFields(answer, { metadata: attributes });
        }
        return request.route === 'fetchInstance' && answer.status < 300 && scratch.has(key)
          ? withFields(answer, { metadata: attributes })
          : answer;
      },
    },
    '2.16',
  ),
  variant(
    'describes with no words what it has deleted (HC-26)',
    {
      ...answering(
        'pollInstance',
        (_request, answer) => String(member(answer.body, 'description')).includes('delete is succeeded'),
        () => ({ status: 410, body: { description: '' } }),
      ),
      ...async,
    },
    '2.15',
    '2.15',
  ),
  variant(
    'has plans that can be changed and this one is not among them (HC-32)',
    intercepting(
      'update',
      ({ body, instanceId }, { instances, catalog }) => {
        const planId = member(body, 'plan_id');
        const isKnown = catalog.services.some(({ plans }) => plans.some(({ id }) => id === planId));
        return isKnown && planId !== instances.get(instanceId)?.planId && instances.has(instanceId);
      },
      failure(422, 'Not from this plan.'),
    ),
    '2.11',
    '2.14',
  ),
  variant(
    'unbinds asynchronously when asked to, and lets polls wait for 2.14',
    {
      ...async,
      before: (request, state) => {
        if (request.route === 'pollBinding' && request.authorised) return failure(412, 'Not before 2.14.');
        if (request.route !== 'unbind' || !request.query.has('accepts_incomplete')) return undefined;
        const answer = asIf(request, {}, state);
        return answer.status === 200 ? { status: 202, body: {} } : answer;
      },
    },
    '2.11',
    '2.13',
  ),
  variant('does everything at once and has no words for polls', {
    mode: 'sync',
    before: ({ authorised, route, rawQuery }) =>
      authorised && (route === 'pollInstance' || route === 'pollBinding')
        ? failure(rawQuery.includes('%zz') ? 500 : 400, 'Asynchronous operations are not supported.')
        : undefined,
  }),
];
