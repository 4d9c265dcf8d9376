import { atLeast, type RequirementId } from '@osb-kit/spec';
import type { Answer } from '../../engine/answer.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { defineCheck } from '../../engine/check.ts';
import { brief, type JsonObject } from '../../engine/json.ts';
import {
  bindingFields,
  endpointFields,
  isFilled,
  mountFields,
  type BindingJudgement,
} from '../../judgements/binding-body.ts';
import {
  judgeExpiry,
  judgeMetadataSecrets,
  judgeRenewal,
  judgeTimestamp,
} from '../../judgements/binding-metadata.ts';
import type { Place } from '../../judgements/fields.ts';
import { judgeOperationLength, judgeOperationType } from '../../judgements/operation.ts';
import { createdBinding, boundLife } from '../../preconditions/lives.ts';
import { carriersOf } from '../../judgements/carriers.ts';
import { judgeEndpointsComplete, namesAnAddress } from '../../judgements/endpoints-complete.ts';

/** A check that judges the binding as it is first delivered. */
function delivered(
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, body: JsonObject, plan: Plan) => void,
) {
  return defineCheck({
    id: `binding/${id}`,
    title,
    requirements: [requirement],
    given: createdBinding,
    run({ given: { part, life, plan }, expect }) {
      for (const answer of carriersOf(part, life)) {
        if (answer.object !== undefined) judge({ expect, answer, about: requirement }, answer.object, plan);
      }
    },
  });
}

/** A field that only an offering with the permission may return. */
function permitted(field: string, permission: string): (place: Place, body: JsonObject, plan: Plan) => void {
  return (place, body, plan) => {
    const value = body[field];
    if (value === undefined || plan.offering.requires.includes(permission)) return;
    place.expect.that(false, {
      about: place.about,
      answer: place.answer,
      expected: `no "${field}", or "${permission}" in "requires" of the offering`,
      actual: `"${field}": ${brief(value)}`,
      because: `"requires" is ${JSON.stringify(plan.offering.requires)}`,
      ...(isFilled(value) ? {} : { weight: 'warning' as const }),
    });
  };
}

const accepted = (
  id: string,
  title: string,
  requirement: RequirementId,
  judge: (place: Place, answer: Answer) => void,
) =>
  defineCheck({
    id: `binding/${id}`,
    title,
    requirements: [requirement],
    given: boundLife,
    run({ given: { part }, expect }) {
      expect.applies(part.bind.answer.status === 202, 'No bind was answered 202.');
      judge({ expect, answer: part.bind.answer, about: requirement }, part.bind.answer);
    },
  });

const judged = (id: string, title: string, requirement: RequirementId, judge: BindingJudgement) =>
  delivered(id, title, requirement, judge);

/** What a binding's body may hold, field by field. */
export const bindingBodies = [
  defineCheck({
    id: 'binding/answer-is-an-object',
    title: 'The answer to a bind is a JSON object.',
    requirements: ['BIND-BODY-OBJECT'],
    given: createdBinding,
    run({ given: { part }, expect, world }) {
      expect(part.bind.answer).object(
        'platforms parse it',
        atLeast(world.apiVersion, '2.14') ? 'warning' : 'error',
      );
    },
  }),
  judged(
    'credentials-type',
    '"credentials" is an object.',
    'BIND-CREDENTIALS-TYPE',
    bindingFields.credentialsType,
  ),
  judged(
    'syslog-drain-url-type',
    '"syslog_drain_url" is a URL.',
    'BIND-SYSLOG-TYPE',
    bindingFields.syslogType,
  ),
  judged(
    'route-service-url-type',
    '"route_service_url" is a URL.',
    'BIND-ROUTE-TYPE',
    bindingFields.routeType,
  ),
  judged(
    'volume-mounts-type',
    '"volume_mounts" is an array of objects.',
    'BIND-VOLUME-TYPE',
    bindingFields.volumeType,
  ),
  judged('metadata-type', '"metadata" is an object.', 'BIND-METADATA-TYPE', bindingFields.metadataType),
  judged(
    'metadata-without-secrets',
    '"metadata" holds no credentials.',
    'BIND-METADATA-NO-SECRETS',
    judgeMetadataSecrets,
  ),
  judged(
    'expires-at-format',
    '"expires_at" is a timestamp.',
    'BIND-EXPIRES-FORMAT',
    judgeTimestamp('expires_at'),
  ),
  judged('expires-at-in-the-future', '"expires_at" is in the future.', 'BIND-EXPIRES-FUTURE', judgeExpiry),
  judged(
    'renew-before-format',
    '"renew_before" is a timestamp.',
    'BIND-RENEW-FORMAT',
    judgeTimestamp('renew_before'),
  ),
  judged(
    'renew-before-expiry',
    '"renew_before" is not after "expires_at".',
    'BIND-RENEW-LE-EXPIRES',
    judgeRenewal.beforeEnd,
  ),
  judged(
    'renew-in-time',
    '"renew_before" leaves time before "expires_at".',
    'BIND-RENEW-BUFFER',
    judgeRenewal.buffer,
  ),
  judged('mount-driver', 'Mounts name a driver.', 'BIND-VOLUME-DRIVER', mountFields.driver),
  judged(
    'mount-container-dir',
    'Mounts name a directory.',
    'BIND-VOLUME-CONTAINER-DIR',
    mountFields.containerDir,
  ),
  judged('mount-mode', 'Mounts have a mode.', 'BIND-VOLUME-MODE', mountFields.mode),
  judged(
    'mount-mode-known',
    'The mode of a mount is "r" or "rw".',
    'BIND-VOLUME-MODE-ENUM',
    mountFields.modeEnum,
  ),
  judged(
    'mount-device-type',
    'Mounts have a device type.',
    'BIND-VOLUME-DEVICE-TYPE',
    mountFields.deviceType,
  ),
  judged(
    'mount-device-type-known',
    'The device type of a mount is "shared".',
    'BIND-VOLUME-DEVTYPE-ENUM',
    mountFields.deviceTypeEnum,
  ),
  judged('mount-device', 'Mounts have a device.', 'BIND-VOLUME-DEVICE', mountFields.device),
  judged('mount-volume-id', 'Devices have a volume id.', 'BIND-VOLUME-VOLUME-ID', mountFields.volumeId),
  judged(
    'mount-config-type',
    '"mount_config" is an object.',
    'BIND-VOLUME-MOUNT-CONFIG',
    mountFields.mountConfig,
  ),
  judged(
    'endpoints-type',
    '"endpoints" is an array of objects.',
    'BIND-ENDPOINTS-TYPE',
    bindingFields.endpointsType,
  ),
  judged('endpoint-host', 'Endpoints have a host.', 'BIND-ENDPOINT-HOST', endpointFields.host),
  judged('endpoint-ports', 'Endpoints have ports, as strings.', 'BIND-ENDPOINT-PORTS', endpointFields.ports),
  judged(
    'endpoint-port-format',
    'Ports are numbers or ranges.',
    'BIND-ENDPOINT-PORT-FORMAT',
    endpointFields.portFormat,
  ),
  judged(
    'endpoint-protocol',
    'The protocol of an endpoint is "tcp", "udp" or "all".',
    'BIND-ENDPOINT-PROTOCOL',
    endpointFields.protocol,
  ),
  delivered(
    'endpoints-given',
    'A binding with credentials names its endpoints.',
    'BIND-ENDPOINTS',
    ({ expect, answer }, body) => {
      // What has no address has no endpoint either.
      if (!namesAnAddress(body['credentials'])) return;
      expect.that(isFilled(body['endpoints']), {
        answer,
        expected: '"endpoints"',
        actual: 'none',
        because: 'the credentials name an address, and platforms open the network by endpoints',
      });
    },
  ),
  delivered(
    'endpoints-complete',
    'The host and port of the credentials are among the endpoints.',
    'BIND-ENDPOINTS-HOSTS-PORTS',
    judgeEndpointsComplete,
  ),
  delivered(
    'syslog-drain-permitted',
    'A drain is returned with the permission only.',
    'BIND-SYSLOG-REQUIRES',
    permitted('syslog_drain_url', 'syslog_drain'),
  ),
  delivered(
    'route-service-permitted',
    'A route service is returned with the permission only.',
    'BIND-ROUTE-REQUIRES',
    permitted('route_service_url', 'route_forwarding'),
  ),
  delivered(
    'volume-mounts-permitted',
    'Mounts are returned with the permission only.',
    'BIND-VOLUME-REQUIRES',
    permitted('volume_mounts', 'volume_mount'),
  ),
  accepted(
    'accepted-without-binding',
    'A 202 carries nothing of the binding.',
    'BIND-202-NO-INFO',
    ({ expect, about }, answer) => {
      const fields = ['credentials', 'syslog_drain_url', 'route_service_url', 'volume_mounts', 'endpoints'];
      for (const name of [...fields, 'metadata'].filter((field) => answer.object?.[field] !== undefined)) {
        expect.that(false, {
          about,
          answer,
          expected: '"operation" only',
          actual: `"${name}" as well`,
          because: 'the binding is not finished',
          ...(name === 'metadata' || !isFilled(answer.object?.[name]) ? { weight: 'warning' as const } : {}),
        });
      }
    },
  ),
  defineCheck({
    id: 'binding/operation-type',
    title: '"operation" is a string.',
    requirements: ['BIND-OPERATION-TYPE'],
    given: boundLife,
    run({ given: { part }, expect, world }) {
      expect.applies(part.bind.answer.status === 202, 'No bind was answered 202.');
      const place = { expect, answer: part.bind.answer, about: 'BIND-OPERATION-TYPE' } as const;
      judgeOperationType(place, { version: world.apiVersion, onNull: 'warning', onEmpty: 'warning' });
    },
  }),
  accepted(
    'operation-length',
    '"operation" has at most 10,000 characters.',
    'BIND-OPERATION-MAXLEN',
    judgeOperationLength,
  ),
];
