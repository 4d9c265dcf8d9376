import { randomUUID } from 'node:crypto';
import { atLeast, headerNames, type ApiVersion } from '@osb-kit/spec';
import { isRefusal, isSuccess, type Answer } from './answer.ts';
import { authHeaders, type Endpoint } from './endpoint.ts';
import type { ExchangeReference, ExchangeRole } from './exchange.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { stringMember, type JsonObject } from './json.ts';
import type { Patience } from './later.ts';
import type { Auth } from './options.ts';
import type { ExchangeLog } from './recorder.ts';
import { NotApplicable } from './signals.ts';
import { NetworkFault, type CredentialUse, type Header } from './wire.ts';

/** How one request departs from the ordinary one. */
export interface CallOptions {
  /** `true` (the default) sends `accepts_incomplete=true`, `false` leaves it out, `'false'` sends the word. */
  readonly acceptsIncomplete?: boolean | 'false';
  /** Query parameters to add or, with `undefined`, to leave out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** A query sent exactly as written, in place of all parameters. */
  readonly rawQuery?: string;
  /** Headers to add, to replace or, with `undefined`, to leave out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Other credentials than those configured. */
  readonly auth?: Auth;
  /** A body sent exactly as written, in place of the JSON of the given one. */
  readonly rawBody?: string;
  /** Sends the body in ISO 8859-1, which is not UTF-8 when it has letters beyond ASCII. */
  readonly charset?: 'latin1';
  /** Sends no header that this client does not name, as User-Agent or Accept. */
  readonly bare?: boolean;
  /** Takes the answer that asks to come again later for an answer. */
  readonly once?: boolean;
  readonly role?: ExchangeRole;
}

/** The ids that go with a request about an existing resource. */
export interface Hints {
  readonly id: string;
  readonly offering: { readonly id: string };
}

/** The operations of the Open Service Broker API, each one request; answers of any status are returned, not thrown. */
export interface BrokerClient {
  catalog(options?: CallOptions): Promise<Answer>;
  provision(instanceId: string, body: unknown, options?: CallOptions): Promise<Answer>;
  fetchInstance(instanceId: string, hints?: Hints, options?: CallOptions): Promise<Answer>;
  update(instanceId: string, body: unknown, options?: CallOptions): Promise<Answer>;
  deprovision(instanceId: string, hints: Hints, options?: CallOptions): Promise<Answer>;
  pollInstance(instanceId: string, hints: Hints, operation?: string, options?: CallOptions): Promise<Answer>;
  bind(instanceId: string, bindingId: string, body: unknown, options?: CallOptions): Promise<Answer>;
  fetchBinding(instanceId: string, bindingId: string, hints?: Hints, options?: CallOptions): Promise<Answer>;
  unbind(instanceId: string, bindingId: string, hints: Hints, options?: CallOptions): Promise<Answer>;
  pollBinding(
    instanceId: string,
    bindingId: string,
    hints: Hints,
    operation?: string,
    options?: CallOptions,
  ): Promise<Answer>;
  /** The same client, recording its exchanges in another role. */
  as(role: ExchangeRole): BrokerClient;
}

/** What a client needs to know. */
export interface ClientSetting {
  readonly endpoint: Endpoint;
  readonly apiVersion: ApiVersion;
  /** Headers that the broker turned out to need on every request. */
  readonly platformHeaders: readonly Header[];
  readonly log: ExchangeLog;
  readonly journal: Journal;
  /** Where references to the exchanges go. */
  readonly references: ExchangeReference[];
  readonly role: ExchangeRole;
  /** Without it, no request is sent again that the broker asked to send later. */
  readonly patience?: Patience;
  /** Ids to clean up with when the body of a creating request names none that are real. */
  readonly realIds: (body: unknown) => { readonly serviceId: string; readonly planId: string };
  /** Told of each resource that a request is about to create, and of each accepted change. */
  readonly onCreate?: (instanceId: string, bindingId?: string) => void;
  readonly onChange?: (instanceId: string) => void;
  /** Is asked before something is created of a plan and may refuse by throwing. */
  readonly admit?: (planId: string, kind: 'instance' | 'binding') => void;
}

/** Creates a client. */
export function createBrokerClient(setting: ClientSetting): BrokerClient {
  const { journal } = setting;
  const instancePath = (id: string) => `/v2/service_instances/${encodeURIComponent(id)}`;
  const bindingPath = (id: string, bindingId: string) =>
    `${instancePath(id)}/service_bindings/${encodeURIComponent(bindingId)}`;

  const create = async (
    path: string,
    body: unknown,
    instanceId: string,
    bindingId: string | undefined,
    options: CallOptions,
  ) => {
    setting.admit?.(stringMember(body, 'plan_id') ?? '', bindingId === undefined ? 'instance' : 'binding');
    const isNew = journal.find(instanceId, bindingId) === undefined;
    const ids = setting.realIds(body);
    const entry = journal.open({ instanceId, ...(bindingId === undefined ? {} : { bindingId }), ...ids });
    setting.onCreate?.(instanceId, bindingId);
    const answer = await call('PUT', path, asynchronous(options, bindingId), body, options).catch(
      (error: unknown) => {
        // What was never sent has made nothing.
        if (isNew && wasNeverSent(error)) journal.markRemoved(entry);
        throw error;
      },
    );
    if (isSuccess(answer)) entry.accepted = true;
    // Its deletion may have gone unobserved, and now it is another thing under the same id.
    if (answer.status === 201 || answer.status === 202) journal.noteIds(entry, ids);
    entry.refused = isRefusal(answer) && !entry.accepted;
    noteOperation(entry, answer);
    return answer;
  };

  const remove = async (path: string, hints: Hints, options: CallOptions, ids: [string, string?]) => {
    const answer = await call(
      'DELETE',
      path,
      { ...hintsOf(hints), ...asynchronous(options, ids[1]) },
      undefined,
      options,
    );
    const entry = journal.find(...ids);
    if (entry !== undefined && (answer.status === 200 || answer.status === 410)) journal.markRemoved(entry);
    noteOperation(entry, answer);
    if (isSuccess(answer)) setting.onChange?.(ids[0]);
    return answer;
  };

  /** Bindings came to be asynchronous with 2.14: a platform of an earlier version does not ask for it. */
  const asynchronous = (options: CallOptions, bindingId?: string): Record<string, string | undefined> => {
    const wanted = options.acceptsIncomplete ?? true;
    const isKnown = bindingId === undefined || atLeast(setting.apiVersion, '2.14');
    return wanted === false || !isKnown ? {} : { accepts_incomplete: String(wanted) };
  };

  const call = (
    method: string,
    path: string,
    query: Readonly<Record<string, string | undefined>>,
    body: unknown,
    options: CallOptions,
  ): Promise<Answer> => {
    const text = options.rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const headers = new Map<string, string>();
    for (const [name, value] of Object.entries(setting.endpoint.headers)) headers.set(name, value);
    for (const [name, value] of authHeaders(options.auth ?? setting.endpoint.auth)) headers.set(name, value);
    headers.set(headerNames.apiVersion, setting.apiVersion);
    if (atLeast(setting.apiVersion, '2.15')) headers.set(headerNames.requestIdentity, randomUUID());
    for (const [name, value] of setting.platformHeaders) headers.set(name, value);
    if (text !== undefined) headers.set('Content-Type', 'application/json');
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === undefined) headers.delete(name);
      else headers.set(name, value);
    }
    const search = options.rawQuery ?? formatQuery({ ...query, ...options.query });
    const verbatim =
      options.rawQuery !== undefined ||
      options.charset !== undefined ||
      options.bare === true ||
      (text !== undefined && !headers.has('Content-Type'));
    const request = {
      method,
      url: `${setting.endpoint.base}${path}${search === '' ? '' : `?${search}`}`,
      headers: [...headers],
      credentials: credentialsOf(options.auth),
      ...(text === undefined ? {} : { body: text }),
      ...(verbatim ? { verbatim } : {}),
      ...(options.charset === undefined ? {} : { charset: options.charset }),
    };
    const role = options.role ?? setting.role;
    const send = () => setting.log.send(request, role, setting.references);
    // The clean-up has a patience of its own, and who is limited after a wrong login is not to try again.
    const takesFirst = options.once === true || options.auth !== undefined || role === 'cleanup';
    return takesFirst || setting.patience === undefined ? send() : setting.patience(send);
  };

  return {
    catalog: (options = {}) => call('GET', '/v2/catalog', {}, undefined, options),
    provision: (id, body, options = {}) => create(instancePath(id), body, id, undefined, options),
    fetchInstance: (id, hints, options = {}) =>
      call('GET', instancePath(id), hints === undefined ? {} : hintsOf(hints), undefined, options),
    async update(id, body, options = {}) {
      const answer = await call('PATCH', instancePath(id), asynchronous(options), body, options);
      if (isSuccess(answer)) {
        const entry = journal.find(id);
        noteOperation(entry, answer);
        const planId = stringMember(body, 'plan_id');
        if (entry !== undefined && planId !== undefined)
          journal.noteIds(entry, { serviceId: entry.serviceId, planId });
        setting.onChange?.(id);
      }
      return answer;
    },
    deprovision: (id, hints, options = {}) => remove(instancePath(id), hints, options, [id]),
    pollInstance: (id, hints, operation, options = {}) =>
      call('GET', `${instancePath(id)}/last_operation`, pollQuery(hints, operation), undefined, options),
    bind: (id, bindingId, body, options = {}) =>
      create(bindingPath(id, bindingId), body, id, bindingId, options),
    fetchBinding: (id, bindingId, hints, options = {}) =>
      call('GET', bindingPath(id, bindingId), hints === undefined ? {} : hintsOf(hints), undefined, options),
    unbind: (id, bindingId, hints, options = {}) =>
      remove(bindingPath(id, bindingId), hints, options, [id, bindingId]),
    pollBinding: (id, bindingId, hints, operation, options = {}) =>
      call(
        'GET',
        `${bindingPath(id, bindingId)}/last_operation`,
        pollQuery(hints, operation),
        undefined,
        options,
      ),
    // What belongs to a clean-up goes on after an abort, its polls too.
    as: (role) => createBrokerClient({ ...setting, role: setting.role === 'cleanup' ? 'cleanup' : role }),
  };
}

const wasNeverSent = (error: unknown) =>
  error instanceof NotApplicable ||
  (error instanceof NetworkFault && ['refused', 'gone', 'no-proxy'].includes(error.kind));

function noteOperation(entry: JournalEntry | undefined, answer: Answer): void {
  if (entry !== undefined && answer.status === 202) entry.operation = stringMember(answer.json, 'operation');
}

const hintsOf = (hints: Hints) => ({ service_id: hints.offering.id, plan_id: hints.id });

const pollQuery = (hints: Hints, operation: string | undefined) => ({ ...hintsOf(hints), operation });

function credentialsOf(auth: Auth | undefined): CredentialUse {
  if (auth === undefined) return 'configured';
  return auth.kind === 'none' ? 'none' : 'altered';
}

function formatQuery(query: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

/** A JSON body without one of its members. */
export function without(body: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}
