import type { ModelCatalog, ModelOffering } from './model-types.ts';

const parameters = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { size: { type: 'integer', minimum: 1, maximum: 1000 } },
  additionalProperties: false,
};

const database = (): ModelOffering => ({
  id: 'f0c5b7d2-51d4-4c7e-8e0a-6d2f8a7b1c01',
  name: 'database',
  description: 'A relational database.',
  tags: ['sql'],
  bindable: true,
  instances_retrievable: true,
  bindings_retrievable: true,
  allow_context_updates: true,
  plan_updateable: true,
  metadata: { displayName: 'Database' },
  plans: [
    {
      id: '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b11',
      name: 'small',
      description: 'One node.',
      free: true,
      maintenance_info: { version: '1.2.0', description: 'Minor release.' },
      binding_rotatable: true,
      maximum_polling_duration: 600,
      schemas: {
        service_instance: { create: { parameters }, update: { parameters } },
        service_binding: {
          create: {
            parameters: {
              ...parameters,
              properties: { role: { type: 'string', enum: ['reader', 'writer', 'admin'] } },
            },
          },
        },
      },
    },
    {
      id: '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b12',
      name: 'large',
      description: 'Three nodes.',
      free: false,
      schemas: { service_instance: { update: { parameters } } },
    },
  ],
});

const queue = (): ModelOffering => ({
  id: 'f0c5b7d2-51d4-4c7e-8e0a-6d2f8a7b1c02',
  name: 'queue',
  description: 'A message queue.',
  bindable: false,
  plans: [
    { id: '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b21', name: 'standard', description: 'A queue for one team.' },
    { id: '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b22', name: 'premium', description: 'A queue for all teams.' },
  ],
});

const exotic = (): ModelOffering => ({
  id: 'f0c5b7d2-51d4-4c7e-8e0a-6d2f8a7b1c03',
  name: 'drain',
  description: 'Drains, routes and mounts.',
  bindable: true,
  bindings_retrievable: true,
  requires: ['syslog_drain', 'route_forwarding', 'volume_mount'],
  plans: [{ id: '0d6f5a3e-8a0c-4b52-9f6d-2f6f7a1e9b31', name: 'all', description: 'Everything.' }],
});

/** The catalog of the model broker: every flag is on somewhere and off somewhere else. */
export function modelCatalog(withExotic: boolean): ModelCatalog {
  return { services: withExotic ? [database(), queue(), exotic()] : [database(), queue()] };
}
