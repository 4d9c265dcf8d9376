import type { InstancePanel } from '../../dashboard/page.ts';
import type { PostgresServer } from './postgres-server.ts';

/** What the dashboard shows of a database. */
export function postgresPanel({ figures }: PostgresServer): InstancePanel {
  return async ({ id }) => {
    const found = await figures(id);
    if (found === undefined) return undefined;
    const { name, bytes, connections, connectionLimit, roles } = found;
    return {
      title: 'PostgreSQL database',
      facts: [
        { label: 'Name', value: name },
        ...(bytes === undefined ? [] : [{ label: 'Size', value: `${(bytes / 2 ** 20).toFixed(1)} MiB` }]),
        { label: 'Connections', value: `${String(connections)} of ${String(connectionLimit)}` },
        { label: 'Roles of bindings', value: roles },
      ],
    };
  };
}
