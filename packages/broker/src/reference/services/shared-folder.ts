import { defineService, type Service } from '../../catalog/define-service.ts';

/** An offering that mounts a volume into applications (spec.md#volume-services). */
export function sharedFolder(): Service {
  return defineService({
    id: 'd2b6c8a4-0e5f-4c7a-8b9d-f1e2d3c4b507',
    name: 'shared-folder',
    description: 'Shows how a volume is bound: it answers with volume_mounts.',
    tags: ['volume', 'nfs'],
    requires: ['volume_mount'],
    metadata: { displayName: 'Shared Folder', providerDisplayName: 'osb-kit' },
    plans: [
      {
        id: '36c9d8e7-f6a5-4b4c-93d2-e1f0a9b8c708',
        name: 'standard',
        description: 'One folder for all applications that are bound.',
        free: true,
        schemas: {
          bind: {
            $schema: 'http://json-schema.org/draft-04/schema#',
            type: 'object',
            properties: {
              mode: { type: 'string', enum: ['r', 'rw'], description: 'Read only, or read and write.' },
            },
          },
        },
      },
    ],
    provision: () => undefined,
    deprovision: () => undefined,
    bind: ({ instance, parameters }) => ({
      volumeMounts: [
        {
          driver: 'nfsv3driver',
          containerDir: '/data/shared',
          mode: parameters.mode ?? 'rw',
          device: { volumeId: instance.id, mountConfig: { source: 'nfs://files.example.com/shared' } },
        },
      ],
    }),
    unbind: () => undefined,
  });
}
