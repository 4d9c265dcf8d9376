import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { networkFaultOf, networkRemedy } from './network-fault.ts';
import { createTransport } from './transport.ts';
import { NetworkFault, type NetworkFaultKind } from './wire.ts';

describe('faults of the network', () => {
  const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
  const rows: [error: Error, proxy: string | undefined, kind: NetworkFaultKind, message: RegExp][] = [
    [coded('ECONNREFUSED'), undefined, 'refused', /refused \(ECONNREFUSED\)$/],
    [coded('ECONNREFUSED'), 'http://me:secret@proxy:3128', 'no-proxy', /\(proxy:3128, ECONNREFUSED\)$/],
    [coded('ENOTFOUND'), 'http://proxy:3128', 'no-proxy', /\(proxy:3128, ENOTFOUND\)$/],
    [coded('ECONNRESET'), 'http://proxy:3128', 'reset', /\(ECONNRESET\)$/],
    [coded('EPROTO', 'ssl3_get_record:wrong version number'), undefined, 'not-tls', /\(EPROTO\)$/],
    [coded('EPROTO', 'sslv3 alert handshake failure'), undefined, 'tls', /\(EPROTO\)$/],
  ];
  for (const [error, proxy, kind, message] of rows) {
    it(`${error.message}${proxy === undefined ? '' : ' with a proxy'} is ${kind}`, () => {
      const fault = networkFaultOf(error, proxy);
      expect(fault.kind).to.equal(kind);
      expect(fault.message).to.match(message);
    });
  }

  it('an answer without an end is too large, with the limit; no option raises it', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(500)), 1);
      response.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = createTransport({ requestTimeout: 5000, maxResponseBytes: 1000, tls: {} });
    try {
      const { port } = server.address() as AddressInfo;
      for (const verbatim of [false, true]) {
        const url = `http://127.0.0.1:${String(port)}/v2/catalog`;
        const request = { method: 'GET', url, headers: [], credentials: 'none' as const, verbatim };
        const fault: unknown = await transport
          .send(request, new AbortController().signal)
          .catch((error: unknown) => error);
        expect(fault).to.be.instanceOf(NetworkFault).and.to.include({ kind: 'too-large' });
        expect((fault as NetworkFault).detail).to.equal('limit 1000 bytes');
        expect(networkRemedy(fault as NetworkFault)).to.match(/check that the answer ends/);
      }
    } finally {
      transport.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
