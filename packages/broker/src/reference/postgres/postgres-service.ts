import { defineService, type Service } from '../../catalog/define-service.ts';
import type { BindingResult } from '../../catalog/handlers.ts';
import type { JsonObject } from '../../json.ts';
import type { Access, Account, PostgresServer } from './postgres-server.ts';

const bindSchema = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: {
    role: {
      type: 'string',
      enum: ['owner', 'reader'],
      description: 'An owner creates and changes tables; a reader only reads them.',
    },
  },
  additionalProperties: false,
} as const;

const smallId = '7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d01';
const connectionLimits = new Map([
  [smallId, 10],
  ['7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d02', 50],
]);
const limitOf = (planId: string) => connectionLimits.get(planId) ?? 10;

/** A database for each instance and a role for each binding, on a PostgreSQL server that runs already. */
export function postgresService(server: PostgresServer, url: string): Service {
  const bound = async (instanceId: string, bindingId: string, access: Access) =>
    credentials(url, await server.createRole(instanceId, bindingId, access));
  return defineService({
    id: '7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d00',
    name: 'postgresql',
    description: 'A PostgreSQL database with a role of its own for each binding.',
    tags: ['postgresql', 'relational', 'sql'],
    planUpdateable: true,
    metadata: { displayName: 'PostgreSQL', providerDisplayName: 'osb-kit', shareable: true },
    plans: [
      {
        id: smallId,
        name: 'small',
        description: 'A database for 10 connections at a time.',
        free: true,
        bindingRotatable: true,
        schemas: { bind: bindSchema },
      },
      {
        id: '7b0c5f7e-4d0b-4b53-8f9d-6c3f0a8b2d02',
        name: 'large',
        description: 'A database for 50 connections at a time.',
        free: true,
        bindingRotatable: true,
        schemas: { bind: bindSchema },
      },
    ],
    async provision({ instance, plan, acceptsIncomplete, defer }) {
      if (acceptsIncomplete) return defer('create', null, { description: 'Creating the database.' });
      await server.createDatabase(instance.id, limitOf(plan.id));
      return undefined;
    },
    async update({ instance, plan }) {
      await server.createDatabase(instance.id, limitOf(plan.id));
      return undefined;
    },
    async deprovision({ instance, acceptsIncomplete, defer }) {
      if (acceptsIncomplete) return defer('drop', null, { description: 'Dropping the database.' });
      await server.dropDatabase(instance.id);
      return undefined;
    },
    bind: ({ instance, binding, shared, parameters }) =>
      bound(instance.id, binding.id, shared || parameters.role === 'reader' ? 'reader' : 'owner'),
    async unbind({ instance, binding }) {
      await server.dropRole(instance.id, binding.id);
      return undefined;
    },
    steps: {
      create: async ({ instance, plan, done }) => {
        await server.createDatabase(instance.id, limitOf(plan.id));
        return done();
      },
      drop: async ({ instance, done }) => {
        await server.dropDatabase(instance.id);
        return done();
      },
    },
  });
}

/** What an application connects with: the server as the broker knows it, in the names that libraries look for. */
function credentials(url: string, { database, username, password }: Account): BindingResult {
  const uri = new URL(url);
  uri.username = username;
  uri.password = password;
  uri.pathname = `/${database}`;
  const host = uri.searchParams.get('host') ?? uri.hostname.replace(/^\[|\]$/g, '');
  const port = uri.port === '' ? '5432' : uri.port;
  const known: JsonObject = { uri: uri.href, host, port: Number(port), database, username, password };
  return {
    credentials: known,
    // A folder is the place of a socket, which is no endpoint of a network.
    ...(!host.startsWith('/') && { endpoints: [{ host, ports: [port] }] }),
  };
}
