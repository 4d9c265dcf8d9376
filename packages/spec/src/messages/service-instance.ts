import { anyObject, flag, may, need, nonEmpty, object, ref, text } from './schema.ts';

const operation = text('Identifies an asynchronous operation, for polling. At most 10,000 characters.', {
  maxLength: 10000,
});
const nullableDashboardUrl = {
  description: 'The dashboard of the instance.',
  type: ['string', 'null'],
} as const;

/** Requests and responses on instances, and polls of their operations. */
export const serviceInstanceDefinitions = {
  ProvisionRequest: object('The body of PUT /v2/service_instances/:instance_id (spec.md#provisioning).', {
    service_id: need(nonEmpty('The id of an offering of the catalog.')),
    plan_id: need(nonEmpty('The id of a plan of that offering.')),
    context: may(ref('Context'), '2.12'),
    organization_guid: need(
      nonEmpty('The platform organization. Deprecated in favour of context, and still required.'),
    ),
    space_guid: need(nonEmpty('The platform space. Deprecated in favour of context, and still required.')),
    parameters: may(anyObject('Configuration of the instance.')),
    maintenance_info: may(ref('MaintenanceInfo'), '2.15'),
  }),
  ProvisionResponse: object('The body of a 200, 201 or 202 answer to a provision request.', {
    dashboard_url: may(nullableDashboardUrl),
    operation: may({ ...operation, type: ['string', 'null'] }),
    metadata: may(ref('ServiceInstanceMetadata'), '2.16'),
  }),
  FetchInstanceResponse: object(
    'The body of GET /v2/service_instances/:instance_id (spec.md#fetching-a-service-instance).',
    {
      service_id: may(text('The offering of the instance.')),
      plan_id: may(text('The plan of the instance.')),
      dashboard_url: may(text('The dashboard of the instance.')),
      parameters: may(anyObject('Configuration of the instance.')),
      maintenance_info: may(ref('MaintenanceInfo'), '2.17'),
      metadata: may(ref('ServiceInstanceMetadata'), '2.17'),
    },
  ),
  UpdateRequest: object(
    'The body of PATCH /v2/service_instances/:instance_id (spec.md#updating-a-service-instance).',
    {
      context: may(ref('Context'), '2.12'),
      service_id: need(nonEmpty('The offering of the instance.')),
      plan_id: may(nonEmpty('The plan to change to; absent for no change.')),
      parameters: may(anyObject('Configuration to change; absent for no change.')),
      previous_values: may(ref('PreviousValues')),
      maintenance_info: may(ref('MaintenanceInfo'), '2.15'),
    },
  ),
  PreviousValues: object('What the instance was before the update.', {
    service_id: may(text('The offering. Deprecated.')),
    plan_id: may(text('The plan before the update.')),
    organization_id: may(text('The platform organization. Deprecated.')),
    space_id: may(text('The platform space. Deprecated.')),
    maintenance_info: may(ref('MaintenanceInfo'), '2.15'),
  }),
  UpdateResponse: object('The body of a 200 or 202 answer to an update request.', {
    dashboard_url: may(nullableDashboardUrl, '2.14'),
    operation: may({ ...operation, minLength: 1 }),
    metadata: may(ref('ServiceInstanceMetadata'), '2.16'),
  }),
  DeprovisionResponse: object(
    'The body of a 200 or 202 answer to a deprovision request (spec.md#deprovisioning).',
    {
      operation: may(operation),
    },
  ),
  ServiceInstanceMetadata: object(
    'What a broker says of an instance for the platform to keep (spec.md#service-instance-metadata).',
    {
      labels: may(anyObject('Labels of the instance. Prefixed keys, short string values.'), '2.16'),
      attributes: may(anyObject('Attributes of the instance that help to work with it.'), '2.17'),
    },
  ),
  LastOperationResponse: object(
    'The body of GET …/last_operation for an instance (spec.md#polling-last-operation-for-service-instances).',
    {
      state: need({
        description: 'Where the operation stands.',
        type: 'string',
        enum: ['in progress', 'succeeded', 'failed'],
      }),
      description: may(nonEmpty('A message for users about the operation.')),
      instance_usable: may(
        flag('After a failed update or deprovision: whether the instance can still be used.', {
          default: true,
        }),
        '2.16',
      ),
      update_repeatable: may(
        flag('After a failed update: whether repeating it can succeed.', { default: true }),
        '2.16',
      ),
    },
  ),
  ErrorResponse: object('The body of an answer of status 400 or above (spec.md#service-broker-errors).', {
    error: may(nonEmpty('One camel-case word that identifies the condition.'), '2.11'),
    description: may(nonEmpty('A message for users that explains the error.')),
    instance_usable: may(
      flag('After a failed update or deprovision: whether the instance can still be used.', {
        default: true,
      }),
      '2.16',
    ),
    update_repeatable: may(
      flag('After a failed update: whether repeating it can succeed.', { default: true }),
      '2.16',
    ),
  }),
} as const;
