import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, createBroker } from './broker.ts';
import { defineService, type ServiceDefinition } from './catalog/define-service.ts';
import { type Client, createClient, testUser } from './client.test-support.ts';
import { type Logger, silentLogger } from './logger.ts';
import { type OpenStore, openStore } from './store/open-store.ts';

/** Handlers and steps of a test; the rest of the service is always the same. */
export type Handlers = Partial<
  ServiceDefinition<readonly { id: string; name: string; description: string }[]>
>;

export const ids = { service_id: 's', plan_id: 'p' } as const;
export const order = { ...ids, organization_guid: 'o', space_guid: 's' } as const;
export const path = '/v2/service_instances/i';
export const lazy = '?accepts_incomplete=true';
export const query = `${lazy}&service_id=s&plan_id=p`;

/** A line of a log. */
export interface Line {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A log that can be looked at. */
export function notedLog(): { readonly log: Logger; readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const noting = (level: Line['level']) => (fields: Line['fields'], message: string) => {
    lines.push({ level, message, fields });
  };
  return { log: { ...silentLogger, warn: noting('warn'), error: noting('error') }, lines };
}

interface Workshop {
  /** Opens the store of the test, or another one. */
  readonly open: (name?: string) => Promise<OpenStore>;
  /** Creates a broker with one service, in a store of the test's own. */
  readonly made: (handlers: Handlers, more?: Partial<Parameters<typeof createBroker>[0]>) => Promise<Broker>;
  /** As `made`, and lets it listen. */
  readonly client: (
    handlers: Handlers,
    more?: Partial<Parameters<typeof createBroker>[0]>,
  ) => Promise<Client>;
}

/** A place to make brokers in, cleaned up after each test. */
export function workshop(): Workshop {
  let folder = '';
  const brokers: Broker[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osb-library-'));
  });
  afterEach(async () => {
    for (const broker of brokers.splice(0)) await broker.close();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (name = '') => openStore({ dataDir: join(folder, name) });
  const made: Workshop['made'] = async (handlers, more = {}) => {
    const service = defineService({
      id: 's',
      name: 's',
      description: 's',
      plans: [
        { id: 'p', name: 'p', description: 'p' },
        { id: 'q', name: 'q', description: 'q' },
      ],
      planUpdateable: handlers.update !== undefined,
      provision: () => undefined,
      deprovision: () => undefined,
      ...handlers,
    });
    const store = more.store ?? (await open()).store;
    const broker = await createBroker({
      services: [service],
      authentication: [testUser],
      log: silentLogger,
      ...more,
      store,
    });
    brokers.push(broker);
    return broker;
  };
  return {
    open,
    made,
    client: async (handlers, more) => createClient(await (await made(handlers, more)).listen()),
  };
}
