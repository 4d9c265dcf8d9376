import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { sameJson, type JsonObject } from '../../engine/json.ts';
import {
  bindingFields,
  endpointFields,
  hasBindingInformation,
  isFilled,
  mountFields,
} from '../../judgements/binding-body.ts';
import { judgeMetadataSecrets, judgeRenewal, judgeTimestamp } from '../../judgements/binding-metadata.ts';
import { optionalField, type Place } from '../../judgements/fields.ts';
import { factsOf } from '../../engine/parameters.ts';
import { fetchedBinding } from '../../preconditions/lives.ts';
import type { Plan } from '../../engine/catalog-model.ts';

/** A check that judges the body of the fetch of a binding. */
function fetchedBody(
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, body: JsonObject, plan: Plan) => void,
) {
  return defineCheck({
    id: `fetching/binding-${id}`,
    title,
    requirements: [requirement],
    given: fetchedBinding,
    run({ given: { part, plan }, expect }) {
      const answer = part.plain;
      expect.applies(
        answer.status === 200 && answer.object !== undefined,
        'The fetch was not answered 200 with an object.',
      );
      if (answer.object !== undefined) judge({ expect, answer, about: requirement }, answer.object, plan);
    },
  });
}

/** Fetching a binding. */
export const fetchingBindings = [
  defineCheck({
    id: 'fetching/binding-at-once',
    title: 'A binding can be fetched as soon as it is there.',
    requirements: ['GETB-SUPPORTED', 'GETB-IMMEDIATE', 'GETB-ALL-PLANS'],
    given: fetchedBinding,
    run({ given: { plan, part }, expect }) {
      const late = part.withBoth.status === 200;
      const because = `"${plan.offering.name}" declares bindings_retrievable, and the bind has ended with success`;
      if (late) expect(part.plain, 'GETB-IMMEDIATE').status(200, because);
      else expect(part.plain, 'GETB-SUPPORTED').status(200, because, 'GETB-ALL-PLANS');
    },
  }),
  defineCheck({
    id: 'fetching/bindings-of-every-plan',
    title: 'Bindings of every plan can be fetched.',
    requirements: ['GETB-ALL-PLANS'],
    given: fetchedBinding,
    run({ given: { plan, part }, expect }) {
      expect(part.withBoth).status(
        200,
        `"${plan.offering.name}" declares bindings_retrievable, which holds for plan "${plan.name}" too`,
      );
    },
  }),
  defineCheck({
    id: 'fetching/binding-without-hints',
    title: 'A fetch of a binding needs no service_id and plan_id.',
    requirements: ['GETB-HINTS-OPTIONAL'],
    given: fetchedBinding,
    run({ given: { part }, expect }) {
      for (const answer of [part.plain, part.withService]) {
        expect.that(answer.status === part.withBoth.status, {
          answer,
          expected: String(part.withBoth.status),
          actual: String(answer.status),
          because: 'the same fetch with service_id and plan_id is answered so, and both are optional',
        });
      }
    },
  }),
  defineCheck({
    id: 'fetching/binding-is-an-object',
    title: 'The answer to a fetch of a binding is a JSON object.',
    requirements: ['GETB-BODY-OBJECT'],
    given: fetchedBinding,
    run({ given: { part }, expect }) {
      expect.applies(part.plain.status === 200, 'The fetch was not answered 200.');
      expect(part.plain).object('the binding was fetched');
    },
  }),
  fetchedBody(
    'field-types',
    'The fields of a fetched binding have their types.',
    'GETB-FIELD-TYPES',
    (place, body) => {
      bindingFields.credentialsType(place, body);
      bindingFields.syslogType(place, body);
      bindingFields.routeType(place, body);
      bindingFields.volumeType(place, body);
      optionalField(place, body, 'parameters', 'object');
      for (const judge of Object.values(mountFields)) judge(place, body);
    },
  ),
  fetchedBody(
    'endpoints',
    'The endpoints of a fetched binding are well-formed.',
    'GETB-ENDPOINTS',
    (place, body) => {
      bindingFields.endpointsType(place, body);
      for (const judge of Object.values(endpointFields)) judge(place, body);
    },
  ),
  fetchedBody(
    'metadata',
    'The metadata of a fetched binding are well-formed.',
    'GETB-METADATA',
    (place, body) => {
      bindingFields.metadataType(place, body);
      judgeTimestamp('expires_at')(place, body);
      judgeTimestamp('renew_before')(place, body);
      judgeRenewal.beforeEnd(place, body);
    },
  ),
  fetchedBody(
    'metadata-without-secrets',
    'The metadata of a fetched binding hold no credentials.',
    'GETB-METADATA-NO-SECRETS',
    judgeMetadataSecrets,
  ),
  fetchedBody(
    'permissions',
    'A fetched binding shows drains, routes and mounts with the permission only.',
    'GETB-REQUIRES',
    (place, body, plan) => {
      const permissions = {
        syslog_drain_url: 'syslog_drain',
        route_service_url: 'route_forwarding',
        volume_mounts: 'volume_mount',
      };
      for (const [field, permission] of Object.entries(permissions)) {
        const value = body[field];
        if (value === undefined || plan.offering.requires.includes(permission)) continue;
        place.expect.that(false, {
          answer: place.answer,
          expected: `no "${field}", or "${permission}" in "requires" of the offering`,
          actual: `"${field}" is there`,
          because: `"requires" is ${JSON.stringify(plan.offering.requires)}`,
          ...(isFilled(value) ? {} : { weight: 'warning' as const }),
        });
      }
    },
  ),
  defineCheck({
    id: 'fetching/binding-as-created',
    title: 'A fetched binding is the one that the bind returned.',
    requirements: ['GETB-CONSISTENT'],
    given: fetchedBinding,
    run({ given: { life, part }, expect }) {
      const created = life.bound?.bind.answer;
      expect.applies(created?.status === 201 || created?.status === 200, 'The bind returned no binding.');
      for (const name of ['credentials', 'syslog_drain_url', 'route_service_url', 'volume_mounts']) {
        const [before, now] = [created?.object?.[name], part.plain.object?.[name]];
        if (before === undefined || now === undefined) continue;
        expect.that(sameJson(before, now), {
          answer: part.plain,
          expected: `the "${name}" that the bind returned`,
          actual: 'another value',
          because: 'nothing changed the binding in between',
        });
      }
    },
  }),
  defineCheck({
    id: 'fetching/binding-credentials',
    title: 'The credentials of a binding that was created asynchronously are fetched.',
    requirements: ['GETB-CREDENTIALS-ASYNC'],
    given: fetchedBinding,
    run({ given: { life, plan, part }, expect, world }) {
      expect.applies(life.bound?.bind.followed.mode === 'async', 'The plan is bound synchronously.');
      expect.reached(
        part.plain.status === 200,
        'The binding cannot be fetched: see fetching/binding-at-once.',
        part.plain,
      );
      const known = factsOf(plan, world.facts).credentials;
      expect.applies(known !== 'none', 'The configuration says that bindings carry none.');
      expect.applies(
        known === 'expected' || plan.offering.requires.length === 0,
        'The offering may do without credentials.',
      );
      expect.applies(
        !expect.states('BIND-INFO-ONCE') || hasBindingInformation(part.plain.object),
        'The binding carries nothing at all: see binding/delivers-information.',
      );
      expect.that(isFilled(part.plain.object?.['credentials']), {
        answer: part.plain,
        expected: '"credentials"',
        actual: 'none',
        because: 'the bind was answered 202, and only a fetch can deliver them',
        weight: known === 'expected' ? 'error' : 'warning',
      });
    },
  }),
];
