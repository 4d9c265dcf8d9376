import type { RequirementId } from '@osb-kit/spec';
import { isObject } from '../engine/json.ts';
import type { Miniature } from './miniature.ts';
import type { ModelAnswer, ModelInstance, RouteName } from './model-types.ts';

/** A broker with one fault, and the rows that it breaks: all that it may be told, and each once. */
export interface Fault {
  /** Reads on after "a broker that". */
  readonly name: string;
  readonly miniature: Miniature;
  readonly rows: readonly RequirementId[];
}

const refused = (status: number): ModelAnswer => ({ status, body: { description: 'No.' } });
const done: ModelAnswer = { status: 200, body: {} };

/** Answers a route in one way, whatever is asked. */
const always = (routes: readonly RouteName[], answer: ModelAnswer, more: Miniature = {}): Miniature => ({
  ...more,
  before: (request) => (request.authorised && routes.includes(request.route) ? answer : undefined),
});

/** Answers success where the model refuses with one of these. */
const taking = (
  routes: readonly RouteName[],
  from: readonly number[],
  answer: ModelAnswer,
  more: Miniature = {},
): Miniature => ({
  ...more,
  after: (given, request) =>
    request.authorised && routes.includes(request.route) && from.includes(given.status) ? answer : given,
});

/** Asks to come again later, again and again. */
const limiting = (
  status: number,
  headers: Readonly<Record<string, string>>,
  every: number,
  only: readonly RouteName[] = [],
): Miniature => {
  let count = 0;
  return {
    before: (request) => {
      if (only.length > 0 && !only.includes(request.route)) return undefined;
      count += 1;
      return request.authorised && count % every === 0
        ? { status, body: { description: 'Later.' }, headers }
        : undefined;
    },
  };
};

const hidden: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) {
      service['instances_retrievable'] = false;
      service['bindings_retrievable'] = false;
    }
  },
};
const planChangesOnly: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) delete service['allow_context_updates'];
  },
};
const noUpdates: Miniature = {
  catalog: ({ services }) => {
    for (const service of services) {
      delete service['allow_context_updates'];
      delete service['plan_updateable'];
      for (const plan of service.plans) {
        delete plan['plan_updateable'];
        delete plan['schemas'];
      }
    }
  },
};
const async: Miniature = { mode: 'async' };
const deletions: readonly RouteName[] = ['deprovision', 'unbind'];
const changes: readonly RouteName[] = ['provision', 'update', 'bind', 'unbind', 'deprovision'];
const polls: readonly RouteName[] = ['pollInstance', 'pollBinding'];
const allButCatalog: readonly RouteName[] = [
  'provision',
  'fetchInstance',
  'update',
  'deprovision',
  'bind',
  'fetchBinding',
  'unbind',
  ...polls,
];

const fault = (name: string, miniature: Miniature, ...rows: readonly RequirementId[]): Fault => ({
  name,
  miniature,
  rows,
});

const each = (
  what: string,
  route: RouteName,
  statuses: readonly number[],
  row: RequirementId,
  more: Miniature = {},
): readonly Fault[] =>
  statuses.map((status) =>
    fault(`answers ${String(status)} to every ${what}`, always([route], refused(status), more), row),
  );

/** Deletions that say nothing, say the wrong thing, or are not there. */
const ofDeletions: readonly Fault[] = [
  fault('answers 200 to deprovisions of anything', taking(['deprovision'], [410], done), 'DEP-410'),
  fault('answers 200 to unbinds of anything', taking(['unbind'], [410], done), 'UNB-410'),
  fault('answers 200 to each DELETE', taking(deletions, [410], done), 'DEP-410', 'UNB-410'),
  fault(
    'answers 200 to each DELETE and lets nothing be fetched',
    taking(deletions, [410], done, hidden),
    'DEP-410',
    'UNB-410',
  ),
  fault(
    'works asynchronously and answers 200 to each DELETE of nothing',
    taking(deletions, [410], done, async),
    'DEP-410',
    'UNB-410',
  ),
  fault(
    'answers 404 to each DELETE of nothing',
    taking(deletions, [410], refused(404)),
    'DEP-410',
    'UNB-410',
  ),
  fault(
    'says that a deletion has ended and removes nothing',
    {
      ...hidden,
      before: ({ route, instanceId }, { instances, scratch }) => {
        const instance = instances.get(instanceId);
        if (route === 'deprovision' && instance !== undefined) scratch.set(instanceId, { ...instance });
        return route === 'pollInstance' && scratch.has(instanceId)
          ? { status: 200, body: { state: 'succeeded' } }
          : undefined;
      },
      after: (given, { route, instanceId, query }, { instances, scratch }) => {
        if (route !== 'deprovision' || given.status !== 200) return given;
        // What was noted when the request came is the instance itself.
        instances.set(instanceId, scratch.get(instanceId) as ModelInstance);
        return query.get('accepts_incomplete') === 'true' ? { status: 202, body: {} } : given;
      },
    },
    'DEP-410-SECOND',
  ),
  fault('calls every instance gone', always(['deprovision'], refused(410)), 'DEP-200'),
  fault('calls every binding gone', always(['unbind'], refused(410)), 'UNB-200'),
  ...each('deprovision', 'deprovision', [500, 404, 405, 501], 'DEP-200'),
  ...each('unbind', 'unbind', [500], 'UNB-200'),
  ...each('unbind', 'unbind', [404, 405, 501], 'UNB-IMPLEMENTED'),
];

/** Fetches that find nothing, find everything, or are not there. */
const ofFetches: readonly Fault[] = [
  ...each('fetch of an instance', 'fetchInstance', [404, 405, 500, 501, 503], 'GETI-SUPPORTED'),
  ...each('fetch of a binding', 'fetchBinding', [404, 405, 500, 501, 503], 'GETB-SUPPORTED'),
  fault('finds every instance', taking(['fetchInstance'], [404], done), 'GETI-404-UNKNOWN'),
  fault('finds every binding', taking(['fetchBinding'], [404], done), 'GETB-404-UNKNOWN'),
  fault(
    'binds asynchronously and finds no binding',
    always(['fetchBinding'], refused(404), async),
    'GETB-SUPPORTED',
  ),
];

/** Creations that never work, or say so of anything. */
const ofCreations: readonly Fault[] = [
  ...each('provision', 'provision', [500], 'ERR-STATUS-APPROPRIATE'),
  ...each('provision', 'provision', [401, 403, 404, 405, 501], 'PROV-201'),
  fault('needs parameters that nobody told', always(['provision'], refused(400))),
  fault('refuses every provision with 422', always(['provision'], refused(422))),
  ...each('bind', 'bind', [500], 'ERR-STATUS-APPROPRIATE'),
  ...each('bind', 'bind', [404, 405, 501], 'BIND-IMPLEMENTED'),
  fault('needs bind parameters that nobody told', always(['bind'], refused(400))),
  fault('lets nobody in but to the catalog', always(allButCatalog, refused(401)), 'PROV-201'),
  fault('has its routes somewhere else', always(allButCatalog, refused(404)), 'PROV-201'),
];

/** Updates that are not there. */
const ofUpdates: readonly Fault[] = [
  ...each('update', 'update', [400, 404, 405, 500, 501], 'UPD-CONTEXT-ONLY-WORKS'),
  ...each('plan change', 'update', [404, 405, 500, 501], 'UPD-PLAN-CHANGE-WORKS', planChangesOnly),
  fault(
    'declares no update and crashes at each',
    always(['update'], refused(500), noUpdates),
    'ERR-STATUS-APPROPRIATE',
  ),
  ...[404, 405, 501].map((status) =>
    fault(
      `declares no update and answers ${String(status)}`,
      always(['update'], refused(status), noUpdates),
      'UPD-422-PLAN-NOT-UPDATEABLE',
    ),
  ),
];

/** Polls that are not there, or say one thing of everything. */
const ofPolls: readonly Fault[] = [
  ...[400, 404, 405, 422, 500, 501].map((status) =>
    fault(`does all at once and answers ${String(status)} to polls`, always(polls, refused(status))),
  ),
  ...(['succeeded', 'in progress'] as const).map((state) =>
    fault(
      `does all at once and calls everything "${state}"`,
      always(polls, { status: 200, body: { state } }),
      'LO-I-404',
      'LO-B-404',
    ),
  ),
  ...[404, 405].map((status) =>
    fault(
      `works asynchronously and answers ${String(status)} to polls`,
      always(polls, refused(status), async),
      'LO-I-AVAILABLE',
    ),
  ),
  fault(
    'works asynchronously and answers 404 to polls of bindings',
    always(['pollBinding'], refused(404), async),
    'LO-B-AVAILABLE',
  ),
];

/** Bindings without what they are for, and operations whose state is called otherwise. */
const ofWords: readonly Fault[] = [
  ...(['sync', 'async'] as const).flatMap((mode) => {
    const route: RouteName = mode === 'sync' ? 'bind' : 'fetchBinding';
    const with200 = (body: object): Miniature => ({
      mode,
      after: (given, request) =>
        request.route === route && given.status < 300 ? { status: given.status, body } : given,
    });
    return [
      fault(`binds (${mode}) and returns nothing`, with200({}), 'BIND-INFO-ONCE'),
      fault(
        `binds (${mode}) and returns credentials at the top level`,
        with200({ username: 'u', password: 'p', uri: 'mysql://u:p@h/d' }),
        'BIND-INFO-ONCE',
      ),
    ];
  }),
  ...(
    [
      ['in progress', 'in progres'],
      ['in progress', 'IN_PROGRESS'],
      ['succeeded', 'success'],
      ['succeeded', 'suceeded'],
    ] as const
  ).map(([right, wrong]) =>
    fault(
      `calls the state "${wrong}"`,
      {
        ...async,
        after: (given, request) =>
          polls.includes(request.route) && isObject(given.body) && given.body['state'] === right
            ? { ...given, body: { ...given.body, state: wrong } }
            : given,
      },
      'LO-I-STATE-ENUM',
      'LO-B-STATE-ENUM',
    ),
  ),
];

/** Brokers that limit how often one may ask: no fault at all. */
const ofLimits: readonly Fault[] = [
  fault('limits the rate and says to come back at once', limiting(429, { 'Retry-After': '0' }, 3)),
  fault('limits the rate and says nothing', limiting(429, {}, 7)),
  fault('is away for a second at changes and says so', limiting(503, { 'Retry-After': '1' }, 250, changes)),
];

/** Brokers with one fault each. */
export const faults: readonly Fault[] = [
  ...ofDeletions,
  ...ofFetches,
  ...ofCreations,
  ...ofUpdates,
  ...ofPolls,
  ...ofWords,
  ...ofLimits,
];
