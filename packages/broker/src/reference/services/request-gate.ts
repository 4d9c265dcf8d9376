import { defineService, type Service } from '../../catalog/define-service.ts';

/** An offering that requests to applications pass through (spec.md#route-services). */
export function requestGate(): Service {
  return defineService({
    id: '1f9f0f62-94a5-4f2a-a7a5-e3b0c8d7f105',
    name: 'request-gate',
    description: 'Shows how a route service is bound: it answers with a route_service_url.',
    tags: ['route'],
    requires: ['route_forwarding'],
    metadata: { displayName: 'Request Gate', providerDisplayName: 'osb-kit' },
    plans: [
      {
        id: '8e4b7a90-6c1d-4b39-9f12-a5d6c7e8f906',
        name: 'standard',
        description: 'Passes every request on.',
        free: true,
      },
    ],
    provision: () => undefined,
    deprovision: () => undefined,
    bind: ({ binding }) => ({
      routeServiceUrl: `https://gate.example.com/${encodeURIComponent(binding.id)}`,
    }),
    unbind: () => undefined,
  });
}
