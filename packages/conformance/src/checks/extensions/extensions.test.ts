import type { Check } from '../../engine/check.ts';
import { isObject } from '../../engine/json.ts';
import { failure } from '../../testing/model-rules.ts';
import type { Miniature } from '../../testing/miniature.ts';
import type { RouteName } from '../../testing/model-types.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { ignoredFields } from './ignored-fields.ts';
import { prefixedExtensions } from './prefix.ts';
import { repeatWithUnknownField } from './repeat-with-field.ts';

const strict = (route: RouteName, place?: string): Miniature => ({
  before: (request) => {
    const holder =
      place === undefined ? request.body : isObject(request.body) ? request.body[place] : undefined;
    const isStrange =
      isObject(holder) && Object.keys(holder).some((name) => name.includes('osb-conformance'));
    return request.route === route && isStrange ? failure(400, 'unknown field') : undefined;
  },
});

const sync = {};
const async: Miniature = { mode: 'async' };

const cases: Readonly<Record<string, Miniature>> = {
  'extensions/unknown-field-in-provision': strict('provision'),
  'extensions/unknown-field-in-update': strict('update'),
  'extensions/unknown-field-in-bind': strict('bind'),
  'extensions/unknown-field-in-context': strict('provision', 'context'),
  'extensions/unknown-field-in-bind-resource': strict('bind', 'bind_resource'),
  'extensions/unknown-field-in-previous-values': strict('update', 'previous_values'),
  'extensions/unknown-field-in-maintenance-info': strict('provision', 'maintenance_info'),
  'extensions/unknown-field-in-context-of-update': strict('update', 'context'),
  'extensions/unknown-field-in-context-of-bind': strict('bind', 'context'),
  'extensions/unknown-field-in-maintenance-info-of-update': strict('update', 'maintenance_info'),
};

for (const check of ignoredFields) {
  testCheck(check, {
    passes: { conforms: sync, 'conforms asynchronously': async },
    fails: { 'refuses unknown fields there': cases[check.id]! },
  });
}

const byId = (id: string): Check => ignoredFields.find((check) => check.id === `extensions/${id}`)!;

testCheck(byId('unknown-field-in-provision'), {
  fails: {
    'knows version 2.13 only in its strictness': { ...strict('provision'), run: { apiVersion: '2.14' } },
    'crashes at unknown fields before 2.14': {
      run: { apiVersion: '2.13' },
      before: (request) =>
        request.route === 'provision' && request.text.includes('future_2_99')
          ? { status: 500, body: {} }
          : undefined,
    },
  },
  warns: { 'is strict before 2.14': { ...strict('provision'), run: { apiVersion: '2.13' } } },
  blocked: {
    'refuses every provision': {
      before: (request) =>
        request.route === 'provision' ? failure(422, 'The quota is used up.') : undefined,
    },
  },
});

testCheck(byId('unknown-field-in-update'), {
  fails: { 'is strict': strict('update') },
  skips: {
    'declares no update': {
      catalog: ({ services }) => {
        for (const service of services) {
          delete service['plan_updateable'];
          delete service['allow_context_updates'];
        }
      },
    },
  },
});

testCheck(repeatWithUnknownField, {
  passes: { conforms: sync, 'conforms asynchronously': async },
  warns: {
    'compares the raw body': {
      before: (request, { instances }) =>
        request.route === 'provision' &&
        instances.has(request.instanceId) &&
        request.text.includes('osb-conformance')
          ? failure(409, 'The body differs.')
          : undefined,
    },
  },
  skips: {
    'answers 409 to every repeat': {
      before: (request, { instances }) =>
        request.route === 'provision' && instances.has(request.instanceId)
          ? failure(409, 'It exists.')
          : undefined,
    },
  },
});

testCheck(prefixedExtensions, {
  passes: {
    conforms: sync,
    'conforms asynchronously': async,
    'puts a prefix before names that the specification has': {
      after: (answer, request) =>
        ['provision', 'bind'].includes(request.route) && isObject(answer.body)
          ? {
              ...answer,
              body: { ...answer.body, x_operation: 1, 'acme-metadata': 1, 'acme.host': 1, acme_user: 1 },
            }
          : answer,
    },
    'has a prefix, and free names inside metadata': {
      exotic: true,
      catalog: ({ services }) => {
        for (const service of services) service['metadata'] = { colour: 'red', costs: [{ unusual: 1 }] };
      },
      after: (answer, request) =>
        request.route === 'provision' && isObject(answer.body)
          ? { ...answer, body: { ...answer.body, backup_agent_url: 'https://x', 'example.com/status': 1 } }
          : answer,
    },
  },
  warns: {
    'adds "status" to provision answers': {
      after: (answer, request) =>
        request.route === 'provision' && isObject(answer.body)
          ? { ...answer, body: { ...answer.body, status: 'fine' } }
          : answer,
    },
    'misspells "dashboard_url"': {
      after: (answer, request) =>
        request.route === 'provision' && isObject(answer.body)
          ? { ...answer, body: { dashboardURL: 'https://x' } }
          : answer,
    },
    // Where all of them lie beside it, "credentials" is not there: binding/delivers-information tells that.
    'puts some of the credentials beside "credentials"': {
      after: (answer, request) =>
        request.route === 'bind' && isObject(answer.body) && answer.status === 201
          ? { ...answer, body: { ...answer.body, user_name: 'u', host: 'h' } }
          : answer,
    },
    'adds "colour" to plans': {
      catalog: ({ services }) => {
        for (const service of services) for (const plan of service.plans) plan['colour'] = 'red';
      },
    },
  },
});
