import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../engine/json.ts';
import { modelCatalog } from './model-catalog.ts';
import { createModel } from './model-routes.ts';
import { failure } from './model-rules.ts';
import type {
  ModelAnswer,
  ModelCatalog,
  ModelOptions,
  ModelRequest,
  ModelState,
  RouteName,
} from './model-types.ts';

/** The credentials that the model broker accepts. */
export const modelCredentials = { kind: 'basic', username: 'admin', password: 'correct horse' } as const;

/** A running model broker. */
export interface ModelBroker {
  readonly url: string;
  readonly catalog: ModelCatalog;
  /** Ids of the instances that exist. */
  instances(): readonly string[];
  /** Requests that were answered. */
  requests(): number;
  /** From now on no request is answered. */
  hang(): void;
  close(): Promise<void>;
}

/** Starts a broker that conforms to OSBAPI 2.17 in every respect, save for the misbehaviour that the options name. */
export async function startModelBroker(options: ModelOptions = {}): Promise<ModelBroker> {
  const catalog = modelCatalog(options.exotic ?? false);
  options.catalog?.(catalog);
  const state: ModelState = {
    instances: new Map(),
    tombstones: new Map(),
    scratch: new Map(),
    catalog,
    model: (request) => model(request),
  };
  const model = createModel(state, {
    mode: options.mode ?? 'sync',
    polls: options.polls ?? 3,
    deleteDuringCreate: options.deleteDuringCreate ?? 'accept',
  });
  let requests = 0;
  let hanging = false;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    if (hanging) return;
    void readText(incoming).then(async (text) => {
      if (options.delay !== undefined) await sleep(options.delay);
      const request = readRequest(incoming, text);
      if (request === undefined) {
        send(outgoing, failure(404, 'There is no such route.'), undefined);
        return;
      }
      const answer = options.before?.(request, state) ?? model(request);
      send(outgoing, options.after?.(answer, request, state) ?? answer, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    catalog,
    instances: () => [...state.instances.keys()],
    requests: () => requests,
    hang() {
      hanging = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

const routes: readonly (readonly [RegExp, Readonly<Partial<Record<string, RouteName>>>])[] = [
  [/^\/v2\/catalog$/, { GET: 'catalog' }],
  [
    /^\/v2\/service_instances\/([^/]+)$/,
    { PUT: 'provision', GET: 'fetchInstance', PATCH: 'update', DELETE: 'deprovision' },
  ],
  [/^\/v2\/service_instances\/([^/]+)\/last_operation$/, { GET: 'pollInstance' }],
  [
    /^\/v2\/service_instances\/([^/]+)\/service_bindings\/([^/]+)$/,
    { PUT: 'bind', GET: 'fetchBinding', DELETE: 'unbind' },
  ],
  [/^\/v2\/service_instances\/([^/]+)\/service_bindings\/([^/]+)\/last_operation$/, { GET: 'pollBinding' }],
];

function readRequest(incoming: IncomingMessage, text: string): ModelRequest | undefined {
  const [path = '', rawQuery = ''] = (incoming.url ?? '').split('?');
  for (const [pattern, methods] of routes) {
    const match = pattern.exec(path);
    const route = methods[incoming.method ?? ''];
    if (match === null || route === undefined) continue;
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    );
    const expected = Buffer.from(`${modelCredentials.username}:${modelCredentials.password}`).toString(
      'base64',
    );
    return {
      route,
      instanceId: decodeURIComponent(match[1] ?? ''),
      bindingId: decodeURIComponent(match[2] ?? ''),
      query: new URLSearchParams(rawQuery),
      rawQuery,
      headers,
      text,
      body: text === '' ? undefined : parseJson(text),
      authorised: headers['authorization'] === `Basic ${expected}`,
    };
  }
  return undefined;
}

function send(outgoing: ServerResponse, answer: ModelAnswer, request: ModelRequest | undefined): void {
  const identity = request?.headers['x-broker-api-request-identity'];
  const text =
    typeof answer.body === 'string'
      ? answer.body
      : answer.body === undefined
        ? ''
        : JSON.stringify(answer.body);
  const headers = {
    'Content-Type': 'application/json',
    ...(identity === undefined ? {} : { 'X-Broker-API-Request-Identity': identity }),
    ...answer.headers,
  };
  outgoing.writeHead(
    answer.status,
    Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')),
  );
  outgoing.end(text);
}
