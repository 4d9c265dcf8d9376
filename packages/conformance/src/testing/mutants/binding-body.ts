import { isObject, member } from '../../engine/json.ts';
import { failure } from '../model-rules.ts';
import type { Miniature, Mutant } from '../miniature.ts';
import { adding, answering, async, mutant, restating } from '../mutations.ts';

const without = (field: string) =>
  answering(
    'bind',
    (_request, answer) => answer.status < 300 && isObject(answer.body),
    (answer) => ({
      ...answer,
      body: Object.fromEntries(Object.entries(answer.body as object).filter(([name]) => name !== field)),
    }),
  );

const drain: Miniature = { exotic: true, run: { services: ['drain'] } };

/** Changes the mounts of the offering that has some. */
function mounting(change: (mount: Record<string, unknown>) => void): Miniature {
  const miniature = answering(
    'bind',
    (_request, answer) => answer.status === 201,
    (answer) => {
      const body = structuredClone(answer.body) as { volume_mounts: Record<string, unknown>[] }; // the drain offering always mounts
      body.volume_mounts.forEach(change);
      return { ...answer, body };
    },
  );
  return { ...miniature, ...drain };
}

const endpoint = (fields: object) =>
  adding('bind', { endpoints: [{ host: 'db.example.com', ports: ['5432'], ...fields }] }, { status: 201 });

const metadata = (fields: object) => adding('bind', { metadata: fields }, { status: 201 });

export const bindingBodyMutants: readonly Mutant[] = [
  mutant('BIND-OPERATION-TYPE', 'sends an object as operation of a bind', {
    ...adding('bind', { operation: { id: 1 } }, { status: 202 }),
    ...async,
  }),
  mutant('BIND-OPERATION-MAXLEN', 'sends an operation of 11,000 characters', {
    ...adding('bind', { operation: 'x'.repeat(11_000) }, { status: 202 }),
    ...async,
  }),
  mutant(
    'BIND-BODY-OBJECT',
    'answers a bind with a connection string',
    restating('bind', 201, 201, 'mysql://host'),
  ),
  mutant('BIND-METADATA-TYPE', 'sends a date as metadata', adding('bind', { metadata: '2030-01-01' })),
  mutant(
    'BIND-METADATA-NO-SECRETS',
    'repeats the password in metadata',
    answering(
      'bind',
      (_request, answer) => answer.status === 201,
      (answer) => ({
        ...answer,
        body: {
          ...(answer.body as object),
          metadata: { hint: member(member(answer.body, 'credentials'), 'password') },
        },
      }),
    ),
  ),
  mutant(
    'BIND-CREDENTIALS-UNIQUE',
    'gives everybody the same password',
    adding('bind', { credentials: { username: 'u', password: 'p' } }, { status: 201 }),
  ),
  mutant(
    'BIND-EXPIRES-FORMAT',
    'writes expires_at with a blank',
    metadata({ expires_at: '2030-01-01 12:00:00' }),
  ),
  mutant('BIND-RENEW-FORMAT', 'writes renew_before as a number', metadata({ renew_before: 1893456000 })),
  mutant(
    'BIND-RENEW-LE-EXPIRES',
    'renews a day after the end',
    metadata({ expires_at: '2098-01-01T00:00:00.0Z', renew_before: '2098-01-02T00:00:00.0Z' }),
  ),
  mutant(
    'BIND-RENEW-BUFFER',
    'renews at the very end',
    metadata({ expires_at: '2098-01-01T00:00:00.0Z', renew_before: '2098-01-01T00:00:00.0Z' }),
  ),
  mutant(
    'BIND-EXPIRES-FUTURE',
    'creates bindings that have expired',
    metadata({ expires_at: '1970-01-01T00:00:00.0Z' }),
  ),
  mutant(
    'BIND-ENDPOINTS-TYPE',
    'sends endpoints as text',
    adding('bind', { endpoints: 'db.example.com:5432' }, { status: 201 }),
  ),
  mutant('BIND-ENDPOINT-HOST', 'sends a network as host', endpoint({ host: '10.0.0.0/8' })),
  mutant('BIND-ENDPOINT-PORTS', 'sends ports as numbers', endpoint({ ports: [5432] })),
  mutant(
    'BIND-ENDPOINT-PORT-FORMAT',
    'sends a range that runs backwards',
    endpoint({ ports: ['9010-9000'] }),
  ),
  mutant('BIND-ENDPOINT-PROTOCOL', 'writes the protocol in capitals', endpoint({ protocol: 'TCP' })),
  mutant(
    'BIND-VOLUME-TYPE',
    'sends one mount instead of a list',
    adding('bind', { volume_mounts: { driver: 'nfs' } }, drain),
  ),
  mutant(
    'BIND-VOLUME-DRIVER',
    'mounts without a driver',
    mounting((mount) => delete mount['driver']),
  ),
  mutant(
    'BIND-VOLUME-CONTAINER-DIR',
    'mounts to null',
    mounting((mount) => (mount['container_dir'] = null)),
  ),
  mutant(
    'BIND-VOLUME-MODE',
    'mounts without a mode',
    mounting((mount) => delete mount['mode']),
  ),
  mutant(
    'BIND-VOLUME-MODE-ENUM',
    'mounts as "ro"',
    mounting((mount) => (mount['mode'] = 'ro')),
  ),
  mutant(
    'BIND-VOLUME-DEVICE-TYPE',
    'mounts without a device type',
    mounting((mount) => delete mount['device_type']),
  ),
  mutant(
    'BIND-VOLUME-DEVTYPE-ENUM',
    'mounts a block device',
    mounting((mount) => (mount['device_type'] = 'block')),
  ),
  mutant(
    'BIND-VOLUME-DEVICE',
    'names a device by text',
    mounting((mount) => (mount['device'] = 'sda')),
  ),
  mutant(
    'BIND-VOLUME-VOLUME-ID',
    'mounts without a volume id',
    mounting((mount) => (mount['device'] = {})),
  ),
  mutant(
    'BIND-VOLUME-MOUNT-CONFIG',
    'sends mount options as text',
    mounting((mount) => (mount['device'] = { volume_id: 'x', mount_config: 'ro,nosuid' })),
  ),
  mutant('BIND-SYSLOG-RETURNED', 'is a log drain without a drain', {
    ...without('syslog_drain_url'),
    exotic: true,
    run: { services: ['drain'], facts: [{ kind: 'log-drain' }] },
  }),
  mutant('BIND-VOLUME-RETURNED', 'is a volume service without mounts', {
    ...without('volume_mounts'),
    exotic: true,
    run: { services: ['drain'], facts: [{ kind: 'volume' }] },
  }),
  mutant('BIND-ROUTE-RETURNED', 'is a proxied route service without its URL', {
    ...without('route_service_url'),
    exotic: true,
    run: { services: ['drain'], facts: [{ routeMode: 'proxied' }] },
  }),
  mutant('BIND-ROUTE-NOT-RETURNED', 'is an out-of-band route service with a URL', {
    exotic: true,
    run: { services: ['drain'], facts: [{ routeMode: 'out-of-band' }] },
  }),
  mutant('BIND-NO-202-WITHOUT-AI', 'always answers 202 to binds', {
    ...async,
    before: (request, state) =>
      request.route === 'bind'
        ? state.model({ ...request, query: new URLSearchParams('accepts_incomplete=true') })
        : undefined,
  }),
  mutant('BIND-422-ASYNC', 'answers 400 to a bind without accepts_incomplete', {
    ...answering(
      'bind',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(400, 'async only'),
    ),
    mode: 'async',
  }),
  mutant('BIND-422-ASYNC-CODE', 'answers 422 to such a bind with a description only', {
    ...answering(
      'bind',
      (_request, answer) => member(answer.body, 'error') === 'AsyncRequired',
      () => failure(422, 'async only'),
    ),
    mode: 'async',
  }),
  mutant('ROT-422-ASYNC', 'answers 400 to a rotation without accepts_incomplete', {
    ...answering(
      'bind',
      (request, answer) =>
        member(request.body, 'predecessor_binding_id') !== undefined &&
        member(answer.body, 'error') === 'AsyncRequired',
      () => failure(400, 'async only'),
    ),
    mode: 'async',
  }),
];
