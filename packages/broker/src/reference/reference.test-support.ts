import { randomUUID } from 'node:crypto';
import { type Answer, type Client, createClient, testUser } from '../client.test-support.ts';
import type { Json } from '../json.ts';
import {
  type ReferenceBroker,
  type ReferenceBrokerOptions,
  startReferenceBroker,
} from './reference-broker.ts';

/** The reference broker under test, with shorthands for what most tests do. */
export interface Stage extends Client {
  readonly broker: ReferenceBroker;
  /** A provision body of the message queue. */
  readonly order: (plan: PlanName, more?: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Creates an instance of the message queue and waits for it. */
  readonly instance: (plan: PlanName, more?: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Creates a binding and waits for it. */
  readonly binding: (
    instance: string,
    plan: PlanName,
    more?: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  readonly put: (id: string, body: unknown, query?: string) => Promise<Answer>;
  readonly patch: (id: string, body: unknown, query?: string) => Promise<Answer>;
  readonly remove: (path: string, plan: PlanName) => Promise<Answer>;
}

export type PlanName = 'small' | 'durable';

export const queueId = '0a9e5b3e-6a1b-4d36-8d6f-3f1c5f2f9e11';
export const planIds: Readonly<Record<PlanName, string>> = {
  small: 'b1c7d0a5-3a44-4f0e-9a55-5ad4bb0a2e21',
  durable: '4d5f3c1a-8a2f-4c1b-9f67-0c6a0d7c3b52',
};
export const lazy = '?accepts_incomplete=true';

export const home = { platform: 'cloudfoundry', organization_guid: 'org', space_guid: 'home' } as const;

/** Starts a reference broker before the tests of a suite, and stops it after them. */
export function onStage(options: ReferenceBrokerOptions = {}): () => Stage {
  let stage: Stage | undefined;
  before(async () => {
    stage = createStage(await startReferenceBroker({ asyncDelayMs: 400, users: [testUser], ...options }));
  });
  after(async () => {
    await stage?.broker.close();
  });
  return () => {
    if (stage === undefined)
      throw new Error('The broker is started before the tests, not while they are declared.');
    return stage;
  };
}

export function createStage(broker: ReferenceBroker): Stage {
  const client = createClient(broker.url);
  const { send, settle } = client;
  const order = (plan: PlanName, more: Readonly<Record<string, unknown>> = {}) => ({
    service_id: queueId,
    plan_id: planIds[plan],
    organization_guid: 'org',
    space_guid: 'home',
    context: home,
    ...more,
  });
  const created = async (path: string, body: unknown) => {
    const answer = await send('PUT', path + lazy, { body });
    if (answer.status === 202) await settle(path, answer.body['operation']);
    else if (answer.status !== 201) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  };
  return {
    broker,
    send,
    settle,
    order,
    put: (id, body, query = lazy) => send('PUT', `/v2/service_instances/${id}${query}`, { body }),
    patch: (id, body, query = lazy) => send('PATCH', `/v2/service_instances/${id}${query}`, { body }),
    remove: (path, plan) => send('DELETE', `${path}${lazy}&service_id=${queueId}&plan_id=${planIds[plan]}`),
    instance: async (plan, more) => {
      const id = randomUUID();
      await created(`/v2/service_instances/${id}`, order(plan, more));
      return id;
    },
    binding: async (instance, plan, more = {}) => {
      const id = randomUUID();
      await created(`/v2/service_instances/${instance}/service_bindings/${id}`, {
        service_id: queueId,
        plan_id: planIds[plan],
        ...more,
      });
      return id;
    },
  };
}

export function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`Expected a string, not ${JSON.stringify(value)}.`);
  return value;
}
