import { headerNames } from '@osb-kit/spec';
import type { Offering, Plan } from './catalog-model.ts';
import { isObject, member, parseJson, stringMember, type JsonObject } from './json.ts';
import { accepting, type ParameterUse } from './parameters.ts';
import type { WireRequest } from './wire.ts';

/** The kinds of requests of the API. */
export type RequestKind =
  | 'catalog'
  | 'provision'
  | 'fetch-instance'
  | 'update'
  | 'deprovision'
  | 'poll-instance'
  | 'bind'
  | 'fetch-binding'
  | 'unbind'
  | 'poll-binding';

/** A request of each kind in words, without an article. */
export const kindNames: Readonly<Record<RequestKind, string>> = {
  catalog: 'request for the catalog',
  provision: 'provision',
  'fetch-instance': 'fetch of an instance',
  update: 'update',
  deprovision: 'deprovision',
  'poll-instance': 'poll of an instance',
  bind: 'bind',
  'fetch-binding': 'fetch of a binding',
  unbind: 'unbind',
  'poll-binding': 'poll of a binding',
};

const routes: readonly (readonly [RegExp, Readonly<Partial<Record<string, RequestKind>>>])[] = [
  [/\/v2\/catalog$/, { GET: 'catalog' }],
  [
    /\/v2\/service_instances\/[^/]+$/,
    { PUT: 'provision', GET: 'fetch-instance', PATCH: 'update', DELETE: 'deprovision' },
  ],
  [/\/v2\/service_instances\/[^/]+\/last_operation$/, { GET: 'poll-instance' }],
  [
    /\/v2\/service_instances\/[^/]+\/service_bindings\/[^/]+$/,
    { PUT: 'bind', GET: 'fetch-binding', DELETE: 'unbind' },
  ],
  [/\/v2\/service_instances\/[^/]+\/service_bindings\/[^/]+\/last_operation$/, { GET: 'poll-binding' }],
];

/** The kind of a request; `undefined` for what is no request of the API. */
export function kindOf({ method, url }: Pick<WireRequest, 'method' | 'url'>): RequestKind | undefined {
  const [path = ''] = url.split('?');
  for (const [pattern, kinds] of routes) {
    const kind = kinds[method];
    if (kind !== undefined && pattern.test(path)) return kind;
  }
  return undefined;
}

/** True for a request that a platform may send: nothing about it by itself gives a broker a reason to refuse it. */
export function isWellFormed(request: WireRequest, offerings: readonly Offering[], version: string): boolean {
  const kind = kindOf(request);
  if (kind === undefined || request.credentials !== 'configured' || !hasHeaders(request, version))
    return false;
  if (kind === 'provision' || kind === 'update' || kind === 'bind') {
    const body = parseJson(request.body ?? '');
    return isObject(body) && isPlainText(request, body) && isSound(kind, body, offerings);
  }
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  if (kind === 'deprovision' || kind === 'unbind')
    return planOf(offerings, query.get('service_id'), query.get('plan_id')) !== undefined;
  return !/%(?![0-9a-fA-F]{2})/.test(request.url);
}

/** True for JSON as anybody writes it: UTF-8, no key twice, nothing around it. */
const isPlainText = ({ body, charset }: WireRequest, value: JsonObject) =>
  charset === undefined && body === JSON.stringify(value);

function hasHeaders({ headers, body }: WireRequest, version: string): boolean {
  const valueOf = (name: string) =>
    headers.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1];
  const identity = valueOf(headerNames.originatingIdentity);
  return (
    valueOf(headerNames.apiVersion) === version &&
    (body === undefined || valueOf('Content-Type') === 'application/json') &&
    (identity === undefined || isIdentity(identity))
  );
}

function isIdentity(text: string): boolean {
  const [, encoded] = /^\S+ (\S+)$/.exec(text) ?? [];
  return encoded !== undefined && isObject(parseJson(Buffer.from(encoded, 'base64').toString('utf8')));
}

function planOf(offerings: readonly Offering[], serviceId: unknown, planId: unknown): Plan | undefined {
  return offerings.find(({ id }) => id === serviceId)?.plans.find(({ id }) => id === planId);
}

const uses: Readonly<Record<'provision' | 'update' | 'bind', ParameterUse>> = {
  provision: 'create',
  update: 'update',
  bind: 'bind',
};

function isSound(
  kind: 'provision' | 'update' | 'bind',
  body: JsonObject,
  offerings: readonly Offering[],
): boolean {
  for (const field of ['parameters', 'context', 'bind_resource', 'previous_values', 'maintenance_info']) {
    if (Object.hasOwn(body, field) && !isObject(body[field])) return false;
  }
  const offering = offerings.find(({ id }) => id === body['service_id']);
  const names = kind === 'provision' ? ['organization_guid', 'space_guid'] : [];
  if (offering === undefined || names.some((name) => (stringMember(body, name) ?? '') === '')) return false;
  const isPlanless = kind === 'update' && !Object.hasOwn(body, 'plan_id');
  const plan = planOf(offerings, body['service_id'], body['plan_id']);
  if (plan === undefined)
    return isPlanless && body['parameters'] === undefined && body['maintenance_info'] === undefined;
  const asked = member(body['maintenance_info'], 'version');
  if (asked !== undefined && asked !== plan.maintenanceVersion) return false;
  if (kind === 'bind' && (!plan.bindable || body['predecessor_binding_id'] !== undefined)) return false;
  const { parameters } = body;
  const schema = plan.schemas[uses[kind]];
  return parameters === undefined || schema === undefined || accepting(schema)?.(parameters) !== false;
}
