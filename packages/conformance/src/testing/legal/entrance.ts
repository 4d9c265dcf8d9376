import { isObject, member } from '../../engine/json.ts';
import type { Miniature } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelRequest, ModelState } from '../model-types.ts';
import { answering, async, asIf, intercepting } from '../mutations.ts';
import { variant, type LegalVariant } from './variant.ts';

const home = { services: ['database'], plans: ['small'] };

/** A broker that lets in whom the test of its Authorization header lets in. */
const entered = (isRight: (value: string) => boolean, run: Miniature['run']): Miniature => ({
  before: (request, state) =>
    state.model({ ...request, authorised: isRight(request.headers['authorization'] ?? '') }),
  run: { ...home, ...run },
});

/** Fields that have no meaning when there is nothing in them. */
const mayBeEmpty = [
  'context',
  'parameters',
  'bind_resource',
  'maintenance_info',
  'previous_values',
  'app_guid',
  'organization_guid',
  'space_guid',
  'service_id',
  'plan_id',
];

/** Another organization or space than that of the instance. */
function isElsewhere({ route, instanceId, body }: ModelRequest, { scratch }: ModelState): boolean {
  const place = JSON.stringify([member(body, 'organization_guid'), member(body, 'space_guid')]);
  const known = scratch.get(`place ${instanceId}`);
  if (route === 'provision' && known === undefined) scratch.set(`place ${instanceId}`, place);
  return known !== undefined && known !== place;
}

/** Legal ways to let somebody in, and to be particular about requests. */
export const legalEntrances: readonly LegalVariant[] = [
  variant(
    'is entered with a token',
    entered((value) => value === 'Bearer abc.def.ghi', { auth: { kind: 'bearer', token: 'abc.def.ghi' } }),
  ),
  variant(
    'does not look at the case of the scheme',
    entered((value) => /^basic /i.test(value) && value.slice(6) === btoa('admin:correct horse'), {}),
  ),
  variant('is entered with a key in a header', {
    before: (request, state) =>
      state.model({ ...request, authorised: request.headers['x-api-key'] === 'key-1' }),
    run: { ...home, auth: { kind: 'headers', headers: { 'X-Api-Key': 'key-1' } } },
  }),
  variant('is entered with a header that every request carries', {
    before: (request, state) =>
      state.model({ ...request, authorised: request.headers['x-api-key'] === 'key-1' }),
    run: { ...home, auth: { kind: 'none' }, headers: { 'X-Api-Key': 'key-1' } },
  }),
  variant('serves its catalog to anybody, as the configuration says', {
    before: (request, state) =>
      request.route === 'catalog' ? state.model({ ...request, authorised: true }) : undefined,
    run: { ...home, openToAnybody: 'catalog' },
  }),
  variant('has an empty password', {
    ...entered((value) => value === `Basic ${btoa('admin:')}`, {
      auth: { kind: 'basic', username: 'admin', password: '' },
    }),
  }),
  variant('has a colon and a blank in its password', {
    ...entered((value) => value === `Basic ${btoa('admin: a:b ')}`, {
      auth: { kind: 'basic', username: 'admin', password: ' a:b ' },
    }),
  }),
  variant(
    'takes another organization or space for another instance (HC-03)',
    intercepting('provision', isElsewhere, failure(409, 'It exists in another organization.')),
  ),
  variant('knows each entity tag of its catalog and no other', {
    before: (request) =>
      request.route === 'catalog' && request.authorised && request.headers['if-none-match'] === '"1"'
        ? { status: 304, body: '' }
        : undefined,
    after: (answer, request) =>
      request.route === 'catalog' ? { ...answer, headers: { ...answer.headers, ETag: '"1"' } } : answer,
  }),
  variant('takes as long as it declares', {
    ...async,
    catalog: ({ services }) => {
      for (const { plans } of services) for (const plan of plans) plan['maximum_polling_duration'] = 5;
    },
  }),
  variant('compares the ids of deletions with those of the instance (HC-16)', {
    ...intercepting(
      ['deprovision', 'unbind'],
      ({ query, instanceId }, { instances }) => {
        const instance = instances.get(instanceId);
        const [serviceId, planId] = [query.get('service_id') ?? '', query.get('plan_id') ?? ''];
        return (
          instance !== undefined &&
          serviceId !== '' &&
          planId !== '' &&
          (serviceId !== instance.serviceId || planId !== instance.planId)
        );
      },
      failure(400, 'These are the ids of another plan.'),
    ),
  }),
  variant(
    'shows a masked password to an identical bind',
    answering(
      'bind',
      (_request, answer) => answer.status === 200,
      (answer) => {
        const credentials = member(answer.body, 'credentials');
        return {
          ...answer,
          body: {
            ...(isObject(answer.body) ? answer.body : {}),
            credentials: { ...(isObject(credentials) ? credentials : {}), password: '********' },
          },
        };
      },
    ),
  ),
  variant(
    'does not show parameters',
    answering(
      'fetchInstance',
      (_request, answer) => answer.status === 200,
      (answer) => {
        const { parameters: _unseen, ...rest } = isObject(answer.body) ? answer.body : {};
        return { ...answer, body: rest };
      },
    ),
  ),
  variant('refuses empty objects and values', {
    before: (request) => {
      const parts = mayBeEmpty.map((field) => member(request.body, field));
      const isEmpty = parts.some((part) => part === '' || (isObject(part) && Object.keys(part).length === 0));
      return request.authorised && isEmpty && request.instanceId !== ''
        ? failure(400, 'A value is empty.')
        : undefined;
    },
  }),
  variant('reads a body with a byte order mark, and a key that comes twice', {
    before: (request, state) =>
      request.authorised && request.text.startsWith('\uFEFF')
        ? asIf(request, { body: JSON.parse(request.text.slice(1)) as unknown }, state)
        : undefined,
  }),
];
