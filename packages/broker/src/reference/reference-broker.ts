import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, createBroker, type ListenOptions } from '../broker.ts';
import type { Service } from '../catalog/define-service.ts';
import { BrokerError } from '../errors.ts';
import { type Authenticate, basicAuthentication, type User } from '../http/authentication.ts';
import { anyAuthentication } from '../http/token-authentication.ts';
import type { Listener } from '../http/front.ts';
import { errorReply, send } from '../http/respond.ts';
import type { JsonObject } from '../json.ts';
import { type Logger, silentLogger } from '../logger.ts';
import { openStore } from '../store/open-store.ts';
import { connectPostgresServer } from './postgres/postgres-server.ts';
import { postgresPanel } from './postgres/postgres-panel.ts';
import { postgresService } from './postgres/postgres-service.ts';
import { queueApi } from './queue/queue-api.ts';
import { queuePanel } from './queue/queue-figures.ts';
import { queueService } from './queue/queue-service.ts';
import { openQueueStore } from './queue/queue-store.ts';
import { logDrain } from './services/log-drain.ts';
import { noticeBoard } from './services/notice-board.ts';
import { oneTimeSecret } from './services/one-time-secret.ts';
import { requestGate } from './services/request-gate.ts';
import { sharedFolder } from './services/shared-folder.ts';

/** How the reference broker runs. Everything has a default. */
export interface ReferenceBrokerOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Folder of the embedded store. Without one, a temporary folder that is removed on close. */
  readonly dataDir?: string;
  /** `postgres://…`: keeps state there instead, for several replicas. */
  readonly storeUrl?: string;
  /** Keys for data at rest, newest first; see `openStore`. */
  readonly encryptionKeys?: readonly string[];
  /** Who may call. Without any, one user with a random password is made up: see `ReferenceBroker.users`. */
  readonly users?: readonly User[];
  /** Another way to authenticate besides the users, such as tokens or client certificates. */
  readonly authentication?: Authenticate;
  /** Serves HTTPS. */
  readonly tls?: ListenOptions['tls'];
  readonly log?: Logger;
  /** Allows users to make requests fail, at `/faults`, or sets faults from the start. Default: false. */
  readonly faults?: boolean | JsonObject;
  /** Milliseconds that an asynchronous operation takes. Default 200. */
  readonly asyncDelayMs?: number;
  /** `postgres://…`, as a role that may create databases and roles: offers databases on that server. */
  readonly postgresServiceUrl?: string;
  /** Base URL that applications reach the broker at. Default: where it listens. */
  readonly publicUrl?: string;
  /** Milliseconds after which another replica resumes what this process left. Default 5000. */
  readonly leaseMs?: number;
}

/** A reference broker that listens. */
export interface ReferenceBroker {
  /** Base URL, without credentials and without a trailing slash. */
  readonly url: string;
  /** Who may call; passwords that were made up are only here, so print them once. */
  readonly users: readonly User[];
  readonly broker: Broker;
  /** Finishes what runs, for at most `graceMs` milliseconds, and stops. */
  close(graceMs?: number): Promise<void>;
}

/** Nobody is asked for a password where nobody has one. */
function authenticationOf(
  other: Authenticate | undefined,
  users: readonly User[],
): Authenticate | readonly User[] {
  if (other === undefined) return users;
  return users.length === 0 ? other : anyAuthentication(other, basicAuthentication(users));
}

/** Starts the reference broker: a message queue that works, and an offering for each other kind of binding. */
export async function startReferenceBroker(options: ReferenceBrokerOptions = {}): Promise<ReferenceBroker> {
  const { log = silentLogger, asyncDelayMs = 200, port = 0, host = '127.0.0.1' } = options;
  const users = options.users ?? [{ username: 'admin', password: randomBytes(18).toString('base64url') }];
  const { postgresServiceUrl } = options;
  const databases =
    postgresServiceUrl === undefined ? undefined : await connectPostgresServer(postgresServiceUrl, log);
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'osb-broker-')));
  const { store, database } = await openStore({
    dataDir,
    log,
    ...(options.storeUrl !== undefined && { url: options.storeUrl }),
    ...(options.encryptionKeys && { encryptionKeys: options.encryptionKeys }),
  });
  const queues = await openQueueStore(database);
  let publicUrl = options.publicUrl ?? '';
  const queue = queueService({ queues, publicUrl: () => publicUrl, asyncDelayMs });
  const panels = new Map([[queue.id, queuePanel(queues.figures)]]);
  const postgres = databases && postgresService(databases, postgresServiceUrl ?? '');
  if (databases !== undefined && postgres !== undefined) panels.set(postgres.id, postgresPanel(databases));
  const services: readonly Service[] = [
    queue,
    ...(postgres === undefined ? [] : [postgres]),
    noticeBoard(),
    logDrain(),
    requestGate(),
    sharedFolder(),
    oneTimeSecret(),
  ];
  const broker = await createBroker({
    ...options,
    services,
    store,
    authentication: authenticationOf(options.authentication, users),
    log,
    panels,
  });
  const api = queueApi(queues, log);
  const otherwise: Listener = (request, response) => {
    if (request.url?.startsWith('/queues/') === true) api(request, response);
    else send(response, errorReply(new BrokerError('NotFound', 'There is nothing at this path.'), 'other'));
  };
  const close = async (graceMs?: number) => {
    await broker.close(graceMs);
    await databases?.close();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  const listening = broker.listen({ port, host, otherwise, ...(options.tls && { tls: options.tls }) });
  const url = await listening.catch(async (error: unknown) => {
    await close(0).catch(() => undefined);
    throw error;
  });
  if (publicUrl === '') publicUrl = url;
  return { url, users, broker, close };
}
