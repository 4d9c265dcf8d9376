import { isObject, member, type JsonObject } from '../engine/json.ts';
import type { Place } from './fields.ts';

/** True when one of the credentials looks like where to connect to. */
export function namesAnAddress(credentials: unknown): boolean {
  return (
    isObject(credentials) &&
    Object.keys(credentials).some((name) =>
      /^(host(name)?s?|port|uri|url|jdbc_?url|endpoint|address)$/i.test(name),
    )
  );
}

/** The host and port of the credentials are among the endpoints. */
export function judgeEndpointsComplete({ expect, answer }: Place, body: JsonObject): void {
  const { credentials, endpoints } = body;
  const host = member(credentials, 'host') ?? member(credentials, 'hostname');
  const port = member(credentials, 'port');
  if (typeof host !== 'string' || !Array.isArray(endpoints)) return;
  const named = endpoints.filter((endpoint) => member(endpoint, 'host') === host);
  const hasPort =
    (typeof port !== 'string' && typeof port !== 'number') ||
    named.some((endpoint) => listsPort(member(endpoint, 'ports'), Number(port)));
  expect.that(named.length > 0 && hasPort, {
    answer,
    expected: 'the host and port of the credentials among the endpoints',
    actual: 'they are missing',
    because: 'platforms open the network by endpoints',
  });
}

function listsPort(ports: unknown, port: number): boolean {
  return (
    Array.isArray(ports) &&
    ports.some((entry) => {
      const [low, high] = String(entry).split('-').map(Number);
      return low !== undefined && port >= low && port <= (high ?? low);
    })
  );
}
