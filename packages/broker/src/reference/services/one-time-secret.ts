import { randomBytes } from 'node:crypto';
import { defineService, type Service } from '../../catalog/define-service.ts';

/** An offering whose bindings cannot be fetched, and which gives credentials to applications only. */
export function oneTimeSecret(): Service {
  return defineService({
    id: '9c3e5a7b-1d2f-4e6a-8c4b-0a1b2c3d4e09',
    name: 'one-time-secret',
    description: 'Gives one application a random secret when it is bound. Bindings cannot be fetched.',
    tags: ['secret'],
    bindingsRetrievable: false,
    metadata: { displayName: 'One-Time Secret', providerDisplayName: 'osb-kit' },
    plans: [
      {
        id: '62f1e0d9-c8b7-4a6f-95e4-d3c2b1a0f910',
        name: 'standard',
        description: 'A secret of 32 random bytes for each application.',
        free: true,
        requiresApp: true,
      },
    ],
    provision: () => undefined,
    deprovision: () => undefined,
    bind: () => ({ credentials: { secret: randomBytes(32).toString('base64url') } }),
    unbind: () => undefined,
  });
}
