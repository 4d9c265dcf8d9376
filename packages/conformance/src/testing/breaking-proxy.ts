import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The requests that get no complete answer, and how. */
export interface BrokenExchange {
  readonly method: string;
  readonly path: RegExp;
  /** `reset`: the connection breaks before the answer; `cut`: within it; `garbage`: no HTTP comes; `hang`: nothing comes. */
  readonly how: 'reset' | 'cut' | 'garbage' | 'hang';
}

/** A proxy in front of a broker that breaks some exchanges, as a broker does whose process panics at them. */
export async function startBreakingProxy(
  target: string,
  { method, path, how }: BrokenExchange,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    const { url = '', headers, socket } = request;
    const strikes = request.method === method && path.test(url);
    if (strikes && how !== 'cut') {
      request.resume().on('end', () => {
        if (how === 'reset') socket.destroy();
        if (how === 'garbage') socket.end('SSH-2.0-OpenSSH_9.2\r\n');
      });
      return;
    }
    const onward = send({ hostname, port, method: request.method, path: url, headers }, (answer) => {
      if (strikes) {
        answer.resume();
        response.writeHead(answer.statusCode ?? 0, { 'Content-Length': 500 });
        response.write('{"half":', () => socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => socket.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
