import { anyObject, flag, listOf, may, need, nonEmpty, object, ref, text } from './schema.ts';

const freeText = { description: 'A string.', type: 'string' } as const;

/** The catalog and what it is made of (spec.md#catalog-management, profile.md#service-metadata). */
export const catalogDefinitions = {
  Catalog: object('What a service broker offers: the body of GET /v2/catalog.', {
    services: need(listOf(ref('ServiceOffering'), 'The service offerings. May be empty.')),
  }),
  ServiceOffering: object('A service offering: one kind of service, in one or more plans.', {
    name: need(
      nonEmpty(
        'The name of the offering, unique in this catalog. A CLI-friendly name (letters, digits, periods, hyphens) is recommended.',
        {
          examples: ['message-queue'],
        },
      ),
    ),
    id: need(
      nonEmpty(
        'Identifies the offering in requests to the broker. Globally unique and never changed; a GUID is recommended.',
      ),
    ),
    description: need(nonEmpty('A short description of the service.')),
    tags: may(
      listOf(
        freeText,
        'Classes, attributes or base technologies of the service, such as "mysql" or "messaging".',
      ),
    ),
    requires: may(
      listOf(
        {
          description: 'A permission.',
          type: 'string',
          enum: ['syslog_drain', 'route_forwarding', 'volume_mount'],
        },
        'Permissions that a user gives the service on provisioning it.',
      ),
    ),
    bindable: need(flag('Whether instances can be bound to applications. Plans can override it.')),
    instances_retrievable: may(
      flag('Whether GET /v2/service_instances/:instance_id is supported, for all plans.', { default: false }),
      '2.14',
    ),
    bindings_retrievable: may(
      flag(
        'Whether GET /v2/service_instances/:instance_id/service_bindings/:binding_id is supported, for all plans.',
        {
          default: false,
        },
      ),
      '2.14',
    ),
    allow_context_updates: may(
      flag('Whether an instance can be updated when only the platform context of the instance has changed.', {
        default: false,
      }),
      '2.15',
    ),
    metadata: may(ref('ServiceOfferingMetadata')),
    dashboard_client: may(ref('DashboardClient')),
    plan_updateable: may(
      flag('Whether instances can change their plan. Plans can override it. The spelling is intended.', {
        default: false,
      }),
    ),
    plans: need(listOf(ref('ServicePlan'), 'The plans of the offering, at least one.', { minItems: 1 })),
  }),
  ServicePlan: object('A service plan: one size, price or quality of a service offering.', {
    id: need(
      nonEmpty(
        'Identifies the plan in requests to the broker. Globally unique and never changed; a GUID is recommended.',
      ),
    ),
    name: need(
      nonEmpty('The name of the plan, unique in its offering. A CLI-friendly name is recommended.', {
        examples: ['small'],
      }),
    ),
    description: need(nonEmpty('A short description of the plan.')),
    metadata: may(ref('ServicePlanMetadata')),
    free: may(flag('False when instances of the plan have a cost.', { default: true })),
    bindable: may(flag('Whether instances of the plan can be bound. Overrides the offering.')),
    binding_rotatable: may(flag('Whether bindings of the plan can be rotated.', { default: false }), '2.17'),
    plan_updateable: may(
      flag(
        'Whether instances of the plan can change to another plan. Overrides the offering. The spelling is intended.',
      ),
      '2.15',
    ),
    schemas: may(ref('Schemas'), '2.13'),
    maximum_polling_duration: may(
      {
        description: 'For how many seconds a platform should poll an operation of this plan at most.',
        type: 'integer',
      },
      '2.15',
    ),
    maintenance_info: may(ref('MaintenanceInfo'), '2.15'),
  }),
  Schemas: object('JSON Schemas of the parameters that a plan takes.', {
    service_instance: may(ref('ServiceInstanceSchema')),
    service_binding: may(ref('ServiceBindingSchema')),
  }),
  ServiceInstanceSchema: object('Schemas of the parameters for creating and updating an instance.', {
    create: may(ref('InputParametersSchema', 'Parameters for creating an instance.')),
    update: may(ref('InputParametersSchema', 'Parameters for updating an instance.')),
  }),
  ServiceBindingSchema: object(
    'Schema of the parameters for creating a binding. Used only if the plan is bindable.',
    {
      create: may(ref('InputParametersSchema', 'Parameters for creating a binding.')),
    },
  ),
  InputParametersSchema: object('Holds the schema of input parameters.', {
    parameters: may({
      description:
        'A JSON Schema with "$schema" at its root, no external references and at most 64 kB. Each parameter is a property of an object.',
      type: 'object',
      properties: {
        $schema: text(
          'The draft of JSON Schema, such as "http://json-schema.org/draft-07/schema#". Platforms must support draft 4.',
        ),
      },
      required: ['$schema'],
      additionalProperties: true,
    }),
  }),
  MaintenanceInfo: object(
    'The version of what runs an instance. A new version in the catalog announces maintenance.',
    {
      version: need(text('A semantic version 2.0.', { examples: ['2.1.1+abcdef'] })),
      description: may(text('The impact of the update, for users.')),
    },
  ),
  DashboardClient: object('Data for single sign-on to the service dashboard: a Cloud Foundry extension.', {
    id: need(nonEmpty('The id of the OAuth client that the platform creates. Unique across brokers.')),
    secret: need(nonEmpty('The secret of the OAuth client.')),
    redirect_uri: may(text('Where the platform may send users after login.')),
  }),
  ServiceOfferingMetadata: object('Conventions for displaying an offering. Platforms treat it as a blob.', {
    displayName: may(text('The name shown to users.')),
    imageUrl: may(text('The URL of an image, or a data URL.')),
    longDescription: may(text('A long description.')),
    providerDisplayName: may(text('The name of the provider.')),
    documentationUrl: may(text('Where the documentation is.')),
    supportUrl: may(text('Where help is.')),
    shareable: may(flag('Whether instances can be shared between spaces: a Cloud Foundry extension.')),
  }),
  ServicePlanMetadata: object('Conventions for displaying a plan. Platforms treat it as a blob.', {
    displayName: may(text('The name shown to users.')),
    bullets: may(listOf(freeText, 'Features of the plan, one a line.')),
    costs: may(listOf(ref('Cost'), 'What an instance costs.')),
  }),
  Cost: object('A price.', {
    amount: need({
      description: 'The price per currency code.',
      type: 'object',
      additionalProperties: { description: 'The price in this currency.', type: 'number' },
    }),
    unit: need(text('What the price is for, such as "MONTHLY" or "1GB of messages over 20GB".')),
  }),
  Context: anyObject(
    'Where a platform uses the resource. The field "platform" says which platform; the rest depends on it (profile.md#context-object).',
  ),
} as const;
