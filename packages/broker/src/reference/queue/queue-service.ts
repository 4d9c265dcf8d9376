import { defineService } from '../../catalog/define-service.ts';
import type { BindingResult, InstanceResult } from '../../catalog/handlers.ts';
import type { Service } from '../../catalog/define-service.ts';
import { instancePath } from '../../dashboard/links.ts';
import type { Writer } from '../../store/database.ts';
import type { QueueInstance, QueueStore } from './queue-store.ts';

/** What the queue offering is built over. */
export interface QueueServiceParts {
  readonly queues: QueueStore;
  /** Base URL that applications reach this broker at. */
  readonly publicUrl: () => string;
  /** Milliseconds that an asynchronous operation takes. */
  readonly asyncDelayMs: number;
}

const draft = 'http://json-schema.org/draft-04/schema#';
const smallCapacity = 1000;
const durableCapacity = 100_000;
const lockSeconds = 30;
const expiresAfterDays = 90;
const renewBeforeDays = 7;
const dayMs = 86_400_000;

const settingsSchema = {
  $schema: draft,
  type: 'object',
  properties: {
    max_messages: {
      type: 'integer',
      minimum: 1,
      maximum: durableCapacity,
      description: 'Messages that the queue holds before it refuses more.',
    },
    lock_seconds: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      description: 'Seconds that a received message stays hidden unless it is acknowledged.',
    },
  },
  additionalProperties: false,
} as const;

const bindSchema = {
  $schema: draft,
  type: 'object',
  properties: {
    role: {
      type: 'string',
      enum: ['producer', 'consumer'],
      description: 'A producer publishes and consumes; a consumer only consumes.',
    },
  },
  additionalProperties: false,
} as const;

const schemas = { provision: settingsSchema, update: settingsSchema, bind: bindSchema } as const;

const durable = '4d5f3c1a-8a2f-4c1b-9f67-0c6a0d7c3b52';

/** A message queue over HTTP, kept in the broker's own store: real, shareable, and usable right after `bind`. */
export function queueService({ queues, publicUrl, asyncDelayMs }: QueueServiceParts): Service {
  const pause = { afterMs: Math.ceil(asyncDelayMs / 2) };
  const settings = (planId: string, parameters: Readonly<Record<string, unknown>>) => ({
    capacity: Number(parameters['max_messages'] ?? (planId === durable ? durableCapacity : smallCapacity)),
    lockSeconds: Number(parameters['lock_seconds'] ?? lockSeconds),
  });
  const announced = (instanceId: string, planName: string): InstanceResult => ({
    dashboardUrl: `${publicUrl()}/dashboard/${instancePath(instanceId)}`,
    metadata: { labels: { plan: planName }, attributes: { 'osb-kit.queue': 'http' } },
  });
  const grant = async (
    instance: QueueInstance,
    bindingId: string,
    mayPublish: boolean,
    planId: string,
    transaction?: Writer,
  ): Promise<BindingResult> => {
    const { username, password } = await queues.grant(instance, bindingId, mayPublish, transaction);
    const base = `${publicUrl()}/queues/${encodeURIComponent(instance.id)}`;
    const { hostname, port, protocol } = new URL(base);
    const expiry = Date.now() + expiresAfterDays * dayMs;
    return {
      credentials: {
        uri: base,
        username,
        password,
        ...(mayPublish && { publish_url: `${base}/messages` }),
        receive_url: `${base}/receive`,
      },
      endpoints: [
        { host: hostname.replace(/^\[|\]$/g, ''), ports: [port || (protocol === 'https:' ? '443' : '80')] },
      ],
      ...(planId === durable && {
        expiresAt: new Date(expiry),
        renewBefore: new Date(expiry - renewBeforeDays * dayMs),
      }),
    };
  };

  return defineService({
    id: '0a9e5b3e-6a1b-4d36-8d6f-3f1c5f2f9e11',
    name: 'message-queue',
    description: 'A message queue over HTTP: publish, receive, acknowledge.',
    tags: ['messaging', 'queue'],
    planUpdateable: true,
    allowContextUpdates: true,
    transactional: true,
    metadata: {
      displayName: 'Message Queue',
      longDescription:
        'Applications publish messages with POST and receive them in order; a message that is not acknowledged comes back.',
      providerDisplayName: 'osb-kit',
      shareable: true,
    },
    plans: [
      {
        id: 'b1c7d0a5-3a44-4f0e-9a55-5ad4bb0a2e21',
        name: 'small',
        description: `Up to ${String(smallCapacity)} messages, there at once.`,
        free: true,
        bindingRotatable: true,
        maintenanceInfo: { version: '1.2.0', description: 'Compacts the queue. No downtime.' },
        metadata: { displayName: 'Small', bullets: ['1,000 messages', 'Created at once'] },
        schemas,
      },
      {
        id: durable,
        name: 'durable',
        description: `Up to ${String(durableCapacity)} messages, set up step by step.`,
        free: true,
        planUpdateable: false,
        bindingRotatable: true,
        maximumPollingDuration: 600,
        maintenanceInfo: { version: '2.1.0', description: 'Moves the queue to newer storage. No downtime.' },
        metadata: {
          displayName: 'Durable',
          bullets: ['100,000 messages', 'Credentials expire after 90 days'],
        },
        schemas,
      },
    ],
    async provision({ instance, plan, parameters, defer, transaction }) {
      const known = announced(instance.id, plan.name);
      if (plan.id === durable) {
        return defer('allocate', null, {
          ...pause,
          ...known,
          description: 'Allocating storage (10% complete).',
        });
      }
      await queues.put(instance.lineage, settings(plan.id, parameters), transaction);
      return known;
    },
    async update({ instance, plan, mergedParameters, defer, transaction }) {
      const known = announced(instance.id, plan.name);
      if (plan.id === durable) {
        return defer('resize', null, {
          ...pause,
          ...known,
          description: 'Copying the queue (10% complete).',
        });
      }
      await queues.put(instance.lineage, settings(plan.id, mergedParameters), transaction);
      return known;
    },
    async deprovision({ instance, plan, defer, transaction }) {
      if (plan.id === durable)
        return defer('dismantle', null, { ...pause, description: 'Closing the queue.' });
      await queues.remove(instance.lineage, transaction);
      return undefined;
    },
    async bind({ instance, plan, binding, parameters, shared, acceptsIncomplete, defer, transaction }) {
      // Platforms before 2.14 know no asynchronous bindings.
      if (plan.id === durable && acceptsIncomplete)
        return defer('issue', null, { ...pause, description: 'Creating credentials.' });
      return grant(instance, binding.id, mayPublish(shared, parameters), plan.id, transaction);
    },
    async unbind({ instance, plan, binding, acceptsIncomplete, defer, transaction }) {
      // Access ends with the request, whatever is left to tidy up.
      await queues.revoke(instance.lineage, binding.id, transaction);
      return plan.id === durable && acceptsIncomplete
        ? defer('tidy', null, { ...pause, description: 'Revoking the credentials everywhere.' })
        : undefined;
    },
    steps: {
      allocate: ({ defer }) =>
        defer('open', null, { ...pause, description: 'Opening the queue (60% complete).' }),
      open: async ({ instance, plan, done }) => {
        await queues.put(instance.lineage, settings(plan.id, instance.parameters));
        return done();
      },
      resize: ({ defer }) =>
        defer('switch', null, { ...pause, description: 'Switching over (70% complete).' }),
      switch: async ({ instance, plan, mergedParameters, done }) => {
        await queues.put(instance.lineage, settings(plan.id, mergedParameters));
        return done();
      },
      dismantle: async ({ instance, done }) => {
        await queues.remove(instance.lineage);
        return done();
      },
      issue: async ({ instance, plan, binding, shared, done }) =>
        done(await grant(instance, binding?.id ?? '', mayPublish(shared, binding?.parameters), plan.id)),
      tidy: ({ done }) => done(),
    },
  });
}

/** Applications of another space, which share the instance, only consume (profile.md, sharing). */
function mayPublish(shared: boolean, parameters: Readonly<Record<string, unknown>> | undefined): boolean {
  return !shared && parameters?.['role'] !== 'consumer';
}
