import { defineService, type Service } from '../../catalog/define-service.ts';

/** An offering that platforms stream logs to (spec.md#log-drain). */
export function logDrain(): Service {
  return defineService({
    id: 'a3a1de21-7d20-4dbd-9a86-2b8a2b7c5e03',
    name: 'log-drain',
    description: 'Shows how a log drain is bound: it answers with a syslog_drain_url.',
    tags: ['logs', 'syslog'],
    requires: ['syslog_drain'],
    metadata: { displayName: 'Log Drain', providerDisplayName: 'osb-kit' },
    plans: [
      {
        id: 'c0f6a9d4-3f8e-4f6f-9d65-1d3c5b7a9e04',
        name: 'standard',
        description: 'One drain per binding.',
        free: true,
      },
    ],
    provision: () => undefined,
    deprovision: () => undefined,
    bind: ({ instance, binding }) => ({
      syslogDrainUrl: `syslog-tls://logs.example.com:6514/${encodeURIComponent(instance.id)}/${encodeURIComponent(binding.id)}`,
    }),
    unbind: () => undefined,
  });
}
