import { anyObject, listOf, may, need, nonEmpty, object, ref, text } from './schema.ts';

const operation = text('Identifies an asynchronous operation, for polling. At most 10,000 characters.', {
  maxLength: 10000,
});
const timestamp = {
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d+Z$',
  examples: ['2031-12-31T23:59:59.0Z'],
} as const;

const bindingInformation = {
  metadata: may(ref('BindingMetadata'), '2.16'),
  credentials: may(anyObject('Credentials for applications or users. Of free form.')),
  syslog_drain_url: may(
    text('Where logs must be streamed. Needs "syslog_drain" in the offering\'s requires.'),
  ),
  route_service_url: may(
    text('Where requests must be proxied. Needs "route_forwarding" in the offering\'s requires.'),
    '2.11',
  ),
  volume_mounts: may(
    listOf(ref('VolumeMount'), 'Remote storage to mount. Needs "volume_mount" in the offering\'s requires.'),
  ),
  endpoints: may(
    listOf(ref('Endpoint'), 'Every network endpoint that an application uses to reach the instance.'),
    '2.15',
  ),
} as const;

/** Requests and responses on bindings, and polls of their operations. */
export const serviceBindingDefinitions = {
  BindRequest: object('The body of PUT …/service_bindings/:binding_id (spec.md#binding).', {
    context: may(ref('Context'), '2.13'),
    service_id: need(nonEmpty('The offering of the instance.')),
    plan_id: need(nonEmpty('The plan of the instance.')),
    app_guid: may(nonEmpty('The application to bind. Deprecated in favour of bind_resource.app_guid.')),
    bind_resource: may(ref('BindResource')),
    parameters: may(anyObject('Configuration of the binding.')),
    predecessor_binding_id: may(
      nonEmpty('Rotation: the binding that the new one succeeds (spec.md#binding-rotation).'),
      '2.17',
    ),
  }),
  BindResource: object('What a binding is for (spec.md#bind-resource-object).', {
    app_guid: may(nonEmpty('The application to bind.')),
    route: may(nonEmpty('The address of the application, for route services.')),
    credential_client_id: may(
      text('The CredHub client that reads the credentials: a Cloud Foundry extension.'),
      '2.16',
    ),
    space_guid: may(
      text(
        "The application's space, which differs from the instance's where the instance is shared: a Cloud Foundry extension.",
      ),
    ),
    app_annotations: may(anyObject("The application's annotations: a Cloud Foundry extension."), '2.16'),
  }),
  BindResponse: object(
    'The body of a 200 or 201 answer to a bind request, and of a 202 answer, which has only operation.',
    {
      ...bindingInformation,
      operation: may(operation, '2.14'),
    },
  ),
  FetchBindingResponse: object(
    'The body of GET …/service_bindings/:binding_id (spec.md#fetching-a-service-binding).',
    {
      ...bindingInformation,
      parameters: may(anyObject('Configuration of the binding.')),
    },
  ),
  UnbindResponse: object('The body of a 200 or 202 answer to an unbind request (spec.md#unbinding).', {
    operation: may(operation, '2.14'),
  }),
  BindingLastOperationResponse: object(
    'The body of GET …/last_operation for a binding (spec.md#polling-last-operation-for-service-bindings).',
    {
      state: need({
        description: 'Where the operation stands.',
        type: 'string',
        enum: ['in progress', 'succeeded', 'failed'],
      }),
      description: may(text('A message for users about the operation.')),
    },
  ),
  BindingMetadata: object(
    'What a broker says of a binding for managing it (spec.md#binding-metadata-object).',
    {
      expires_at: may(text('When the binding becomes invalid, in UTC.', timestamp), '2.16'),
      renew_before: may(
        text('By when the binding should be renewed, in UTC; not after expires_at.', timestamp),
        '2.17',
      ),
    },
  ),
  VolumeMount: object(
    'A device to mount into the file system of an application (spec.md#volume-mount-object).',
    {
      driver: need(text('The volume driver plug-in.')),
      container_dir: need(text('Where to mount in the container.')),
      mode: need({ description: 'Read-only or read-write.', type: 'string', enum: ['r', 'rw'] }),
      device_type: need({ description: 'The kind of device.', type: 'string', enum: ['shared'] }),
      device: need(ref('Device')),
    },
  ),
  Device: object('A shared device (spec.md#device-object).', {
    volume_id: need(text('The shared volume.')),
    mount_config: may(anyObject('Configuration for the driver.')),
  }),
  Endpoint: object('A network endpoint (spec.md#endpoint-object).', {
    host: need(text('A host name or one IP address.')),
    ports: need(
      listOf(
        text('A port, or a range as in "9000-9010".', { pattern: '^\\d{1,5}(-\\d{1,5})?$' }),
        'Ports, at least one.',
        {
          minItems: 1,
        },
      ),
    ),
    protocol: may({
      description: 'The protocol.',
      type: 'string',
      enum: ['tcp', 'udp', 'all'],
      default: 'tcp',
    }),
  }),
} as const;
