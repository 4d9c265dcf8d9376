import type { RequirementId } from '@osb-kit/spec';
import { isObject, member, parseJson } from '../../engine/json.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { failure } from '../model-rules.ts';
import type { ModelAnswer, ModelRequest, ModelState, RouteName } from '../model-types.ts';
import { async, mutant } from '../mutations.ts';

type Verb = Extract<RouteName, 'provision' | 'update' | 'bind' | 'unbind' | 'deprovision'>;

/** For what a request is refused. */
type Reason = (request: ModelRequest, answer: ModelAnswer) => boolean;

const codeOf = ({ body }: ModelAnswer) => member(body, 'error');
const says =
  (text: string): Reason =>
  (_request, { body }) =>
    String(member(body, 'description')).includes(text);

const reasons = {
  'its credentials': ({ authorised }) => !authorised,
  'its parameters': ({ body }, { status }) => status === 400 && member(body, 'parameters') !== undefined,
  'its maintenance version': (_request, answer) => codeOf(answer) === 'MaintenanceInfoConflict',
  'its lack of accepts_incomplete': (_request, answer) => codeOf(answer) === 'AsyncRequired',
  'its lack of an app': (_request, answer) => codeOf(answer) === 'RequiresApp',
  'its broken JSON': ({ text, body }) => text !== '' && body === undefined,
  'its lack of ids': says('is missing'),
  'its unknown plan': says('no such'),
  'the ids of another plan': says('another plan'),
  'its version of the API': (_request, { status }) => status === 412,
} as const satisfies Readonly<Record<string, Reason>>;

/** The request as it should have been. */
function mended(request: ModelRequest, { catalog, instances }: ModelState): ModelRequest {
  const instance = instances.get(request.instanceId);
  const [offering] = catalog.services;
  const ids = {
    service_id: instance?.serviceId ?? offering?.id ?? '',
    plan_id: instance?.planId ?? offering?.plans[0]?.id ?? '',
  };
  const parsed = request.body ?? parseJson(`${request.text}}`);
  const body: Record<string, unknown> = { ...(isObject(parsed) ? parsed : {}) };
  delete body['maintenance_info'];
  const isInvalid =
    !isObject(body['parameters']) || Object.hasOwn(body['parameters'], 'osb_kit_unknown_parameter');
  if (isInvalid || typeof member(body['parameters'], 'size') === 'string') delete body['parameters'];
  body['organization_guid'] ??= 'organization';
  body['space_guid'] ??= 'space';
  const named = offering?.plans.find(({ id }) => id === body['plan_id']);
  const query = new URLSearchParams({ ...ids, accepts_incomplete: 'true' });
  return {
    ...request,
    authorised: true,
    headers: { ...request.headers, 'x-broker-api-version': '2.17' },
    query,
    body: {
      ...body,
      service_id: ids.service_id,
      plan_id: request.route === 'update' && named !== undefined ? named.id : ids.plan_id,
      // What cannot be mended otherwise is at least seen.
      ...(request.route === 'update' && body['parameters'] === undefined ? { parameters: { size: 3 } } : {}),
    },
  };
}

/** A broker that refuses a request and carries it out all the same. */
const carryingOut = (verb: Verb, reason: Reason, more: Miniature = {}): Miniature => ({
  ...more,
  after: (answer, request, state) => {
    if (request.route !== verb || answer.status < 400 || answer.status > 499 || !reason(request, answer))
      return answer;
    state.model(mended(request, state));
    return answer;
  },
});

const needsApp: Miniature = {
  before: (request) =>
    request.route === 'bind' &&
    request.authorised &&
    isObject(request.body) &&
    request.body['app_guid'] === undefined
      ? failure(422, 'For apps only.', 'RequiresApp')
      : undefined,
};

const comparesIds: Miniature = {
  before: (request, { instances }) => {
    const planId = instances.get(request.instanceId)?.planId;
    const isOther = !['', null, planId].includes(request.query.get('plan_id'));
    return (request.route === 'unbind' || request.route === 'deprovision') &&
      request.authorised &&
      isOther &&
      planId !== undefined
      ? failure(400, 'It is of another plan.')
      : undefined;
  },
};

const unchangeable: Miniature = {
  catalog: (catalog) => {
    for (const offering of catalog.services) offering['plan_updateable'] = false;
  },
  after: (answer, request, { instances }) => {
    const instance = instances.get(request.instanceId);
    const planId = member(request.body, 'plan_id');
    const isRefused = codeOf(answer) === 'PlanChangeNotSupported';
    if (isRefused && instance !== undefined && typeof planId === 'string') instance.planId = planId;
    return answer;
  },
};

const table: readonly (readonly [Verb, RequirementId, readonly (keyof typeof reasons)[]])[] = [
  [
    'provision',
    'ERR-4XX-NO-CHANGE-PROV',
    [
      'its parameters',
      'its maintenance version',
      'its broken JSON',
      'its lack of ids',
      'its unknown plan',
      'its version of the API',
    ],
  ],
  [
    'update',
    'ERR-4XX-NO-CHANGE-UPD',
    [
      'its parameters',
      'its maintenance version',
      'its broken JSON',
      'its lack of ids',
      'its unknown plan',
      'its version of the API',
    ],
  ],
  [
    'bind',
    'ERR-4XX-NO-CHANGE-BIND',
    ['its parameters', 'its broken JSON', 'its lack of ids', 'its version of the API'],
  ],
  ['unbind', 'ERR-4XX-NO-CHANGE-UNB', ['its lack of ids', 'its version of the API']],
  ['deprovision', 'ERR-4XX-NO-CHANGE-DEP', ['its lack of ids', 'its version of the API']],
];

/** Offerings whose resources cannot be fetched. */
const unseen: Miniature = {
  catalog: (catalog) => {
    for (const offering of catalog.services) {
      delete offering['instances_retrievable'];
      delete offering['bindings_retrievable'];
    }
  },
};

/** Brokers that refuse and do it all the same: each verb, each reason. */
export const refusedMutants: readonly Mutant[] = table.flatMap(([verb, row, ownReasons]) => {
  const refuses = (name: keyof typeof reasons, how: string, more: Miniature, of: RequirementId = row) =>
    mutant(
      of,
      `refuses ${verb === 'update' || verb === 'unbind' ? 'an' : 'a'} ${verb} for ${name} and does it all the same${how}`,
      carryingOut(verb, reasons[name], more),
    );
  return [
    refuses('its credentials', '', {}, 'AUTH-401-NO-SIDE-EFFECT'),
    refuses('its credentials', ', asynchronously', async, 'AUTH-401-NO-SIDE-EFFECT'),
    // An update that cannot be fetched cannot be seen.
    ...(verb === 'update'
      ? []
      : [refuses('its credentials', ', where nothing can be fetched', unseen, 'AUTH-401-NO-SIDE-EFFECT')]),
    refuses('its lack of accepts_incomplete', '', async),
    ...ownReasons.flatMap((name) => [refuses(name, '', {}), refuses(name, ', asynchronously', async)]),
    ...(verb === 'bind' ? [refuses('its lack of an app', '', needsApp)] : []),
    ...(verb === 'unbind' || verb === 'deprovision'
      ? [refuses('the ids of another plan', '', comparesIds)]
      : []),
    ...(verb === 'update'
      ? [mutant(row, 'refuses a plan change that is not supported and makes it all the same', unchangeable)]
      : []),
  ];
});
