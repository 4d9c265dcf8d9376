import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a broker that notes the method and path of each request. */
export interface RecordingProxy {
  readonly url: string;
  readonly seen: readonly { readonly method: string; readonly path: string }[];
  close(): Promise<void>;
}

/** Starts a recording proxy in front of the broker at the address. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const seen: { method: string; path: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    seen.push({ method, path });
    const onward = request(`${target}${path}`, { method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
