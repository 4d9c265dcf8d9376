import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { createHttpTransport } from './http-transport.ts';
import { NetworkFault, type Transport, type WireRequest } from './wire.ts';

const options = { requestTimeout: 5000, maxResponseBytes: 1000, tls: {} };
const signal = new AbortController().signal;

describe('transport of ordinary requests', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** A server that answers the first request of each connection and tears it down at the second. */
  async function start(
    second: (socket: Socket) => void = (socket) => socket.resetAndDestroy(),
    later?: (socket: Socket) => void,
  ) {
    const received: string[] = [];
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      let count = 0;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        count += 1;
        received.push(`${String(sockets.indexOf(socket))} ${data.toString().split(' ')[0] ?? ''}`);
        if (received.length > 1 && later !== undefined) later(socket);
        else if (count === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
        else second(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    const transport: Transport = createHttpTransport(options);
    closers.push(() => {
      transport.close();
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const send = (method: string) => {
      const request: WireRequest = {
        method,
        url: `http://127.0.0.1:${String(port)}/v2/catalog`,
        headers: [],
        credentials: 'configured',
      };
      return transport.send(request, signal).catch((error: unknown) => error);
    };
    return { send, received };
  }

  it('does not use a connection again that has been idle: the broker may be closing it', async () => {
    const { send, received } = await start();
    await send('GET');
    await sleep(1100);
    expect(await send('PUT')).to.have.property('status', 200);
    expect(received).to.deep.equal(['0 GET', '1 PUT']);
  });

  for (const method of ['PUT', 'PATCH', 'DELETE', 'GET']) {
    for (const idle of [0, 600, 1100]) {
      it(`sends a ${method} once, ${String(idle)} ms after another request, when the broker resets the connection`, async () => {
        const { send, received } = await start(undefined, (socket) => socket.resetAndDestroy());
        await send('OPTIONS');
        await sleep(idle);
        expect(await send(method)).to.be.instanceOf(NetworkFault);
        expect(received.filter((line) => line.endsWith(method))).to.have.lengthOf(1);
      });
    }
  }

  it('does not send again what a busy connection lost: it may have been processed', async () => {
    const { send, received } = await start();
    await send('GET');
    expect(await send('PUT'))
      .to.be.instanceOf(NetworkFault)
      .with.property('kind', 'reset');
    expect(received).to.deep.equal(['0 GET', '0 PUT']);
  });

  it('does not send again when a part of the answer came', async () => {
    const { send, received } = await start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{', () => socket.resetAndDestroy());
    });
    await send('GET');
    await sleep(600);
    expect(await send('PUT')).to.be.instanceOf(NetworkFault);
    expect(received).to.deep.equal(['0 GET', '0 PUT']);
  });

  /** The transport and an HTTP server that answers every request in the same way. */
  async function answering(answer: (response: ServerResponse) => void, maxResponseBytes = 100_000) {
    const server = createHttpServer((_, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = createHttpTransport({ ...options, maxResponseBytes });
    closers.push(() => {
      transport.close();
      server.closeAllConnections();
      server.close();
    });
    // A TCP server that listens has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${String(port)}/v2/catalog`;
    return () => transport.send({ method: 'GET', url, headers: [], credentials: 'configured' }, signal);
  }

  for (const [encoding, encode] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`reads a body in ${encoding}`, async () => {
      const send = await answering((response) => {
        response.writeHead(200, { 'Content-Encoding': encoding }).end(encode('{"services":[]}'));
      });
      expect((await send()).body).to.equal('{"services":[]}');
    });
  }

  it('needs no compressed body where there is none', async () => {
    const send = await answering((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': '0' }).end();
    });
    expect((await send()).body).to.equal('');
  });

  it('reads no more of a compressed body than the limit, however little was sent', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const send = await answering((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await send().catch((error: unknown) => error)).to.have.property('kind', 'too-large');
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(20_000_000);
  });

  it('names the fault of a body that is not compressed as it says', async () => {
    const send = await answering((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{"services":[]}');
    });
    expect(await send().catch((error: unknown) => String(error))).to.contain('Z_DATA_ERROR');
  });

  it('reads a long catalog that stays the same, grows, ends early or changes', async () => {
    const long = `{"services":["${'x'.repeat(300_000)}"]}`;
    const answers = [long, long, `${long} `, long.slice(0, 280_000), long.replace('x"]', 'y"]'), '{}', long];
    let next = 0;
    const send = await answering((response) => void response.end(answers[next++]), 1_000_000);
    for (const answer of answers) expect((await send()).body === answer).to.equal(true);
  });
});
