import { mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeCertificates } from '../../broker/src/http/certificates.test-support.ts';
import { osb } from './osb.test-support.ts';

/** Ways to reach a broker, each through a real server. */
describe('cli: ways to reach a broker', function () {
  this.timeout(30_000);
  const cwd = mkdtempSync(join(tmpdir(), 'osb-connections-'));
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  const port = async (server: Server & { closeAllConnections?(): void }) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({
      close() {
        server.close();
        server.closeAllConnections?.();
      },
    });
    // A TCP server that listens has an AddressInfo.
    return (server.address() as AddressInfo).port;
  };
  /** Serves an empty catalog below a prefix to those who are let in. */
  const catalog =
    (letIn: (request: IncomingMessage) => boolean, prefix = ''): RequestListener =>
    (incoming, response) => {
      const isThere = incoming.url === `${prefix}/v2/catalog`;
      response.writeHead(!letIn(incoming) ? 401 : isThere ? 200 : 404, {
        'Content-Type': 'application/json',
      });
      response.end(isThere ? '{"services":[]}' : '{}');
    };
  const test = (url: string, ...more: string[]) =>
    osb(['test', url, '--only', 'catalog/status', ...more], { cwd, env: { XDG_STATE_HOME: cwd } });
  const everyone = () => true;

  it('a bearer token from a file', async () => {
    await writeFile(join(cwd, 'token'), 's3cr3t\n');
    const url = `http://127.0.0.1:${await port(createServer(catalog(({ headers }) => headers.authorization === 'Bearer s3cr3t')))}`;
    expect((await test(url, '--token-file', 'token')).code).to.equal(0);
    expect((await test(url)).stderr).to.match(/^osb: .*credentials/);
  });

  it('extra headers', async () => {
    const url = `http://127.0.0.1:${await port(createServer(catalog(({ headers }) => headers['x-tenant'] === 'blue')))}`;
    expect((await test(url, '--header', 'X-Tenant: blue')).code).to.equal(0);
    expect((await test(url)).code).to.equal(3);
  });

  it('basic credentials of the URL', async () => {
    const expected = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    const at = await port(createServer(catalog(({ headers }) => headers.authorization === expected)));
    expect((await test(`http://me:p%40ss@127.0.0.1:${at}`)).code).to.equal(0);
  });

  it('a path prefix', async () => {
    const url = `http://127.0.0.1:${await port(createServer(catalog(everyone, '/brokers/one')))}`;
    expect((await test(`${url}/brokers/one/`)).code).to.equal(0);
    expect((await test(url)).code).to.equal(3);
  });

  it('an HTTP proxy, through which every request goes', async () => {
    const target = `http://127.0.0.1:${await port(createServer(catalog(everyone)))}`;
    const proxied: string[] = [];
    const proxy = createServer((incoming, response) => {
      proxied.push(incoming.url ?? '');
      request(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }).end();
    });
    const ran = await test(target, '--proxy', `http://127.0.0.1:${await port(proxy)}`);
    expect(ran.code).to.equal(0);
    expect(new Set(proxied)).to.deep.equal(new Set([`${target}/v2/catalog`]));
    // Requests that are malformed on purpose take another way through the tester, and the same one through the network.
    const before = proxied.length;
    await test(
      target,
      '--proxy',
      `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      '--only',
      'headers/*',
    );
    expect(proxied.length - before).to.be.greaterThan(1);
  });

  describe('TLS', () => {
    before(function () {
      if (!makeCertificates(cwd, { server: '127.0.0.1', client: 'platform' })) this.skip();
    });
    const read = (name: string) => readFileSync(join(cwd, name));
    const served = async (options: object = {}) =>
      `https://127.0.0.1:${await port(createTlsServer({ key: read('server.key'), cert: read('server.pem'), ...options }, catalog(everyone)))}`;

    it('a certificate that nobody knows: one line with the remedy', async () => {
      const url = await served();
      for (const ran of [await test(url), await osb(['validate', url])]) {
        expect(ran.stderr).to.match(/^osb: .*TLS.*--ca.*--insecure/);
        expect(ran.stderr.trim().split('\n')).to.have.length(1);
        expect(ran.code).to.equal(3);
      }
    });

    it('a certificate authority of one’s own', async () => {
      expect((await test(await served(), '--ca', 'ca.pem')).code).to.equal(0);
    });

    it('a proxy, through which encrypted connections are tunnelled, all of them', async () => {
      let accepted = 0;
      const beyondProxy = createTlsServer(
        { key: read('server.key'), cert: read('server.pem') },
        catalog(everyone),
      );
      beyondProxy.on('secureConnection', () => (accepted += 1));
      const target = `https://127.0.0.1:${await port(beyondProxy)}`;
      const tunnels: string[] = [];
      const proxy = createServer((_incoming, response) => response.writeHead(405).end());
      proxy.on('connect', ({ url = '' }, socket) => {
        tunnels.push(url);
        const { hostname, port: at } = new URL(`http://${url}`);
        const beyond = connect(Number(at), hostname, () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(beyond).pipe(socket);
        });
        beyond.on('error', () => socket.destroy());
        socket.on('error', () => beyond.destroy());
      });
      const through = ['--ca', 'ca.pem', '--proxy', `http://127.0.0.1:${await port(proxy)}`];
      const ran = await test(target, ...through);
      expect(ran.code, ran.stderr).to.equal(0);
      expect(tunnels.length).to.be.greaterThan(0);
      // Malformed ones go another way through the tester, each over a connection of its own.
      const before = accepted;
      await test(target, ...through, '--only', 'headers/*');
      expect(accepted - before).to.be.greaterThan(1);
      expect(tunnels).to.have.length(accepted);
      expect(new Set(tunnels)).to.deep.equal(new Set([new URL(target).host]));
    });

    it('any certificate with --insecure', async () => {
      expect((await test(await served(), '--insecure')).code).to.equal(0);
    });

    it('a client certificate', async () => {
      const url = await served({ ca: read('ca.pem'), requestCert: true, rejectUnauthorized: true });
      const ran = await test(url, '--ca', 'ca.pem', '--cert', 'client.pem', '--key', 'client.key');
      expect(ran.code, ran.stderr).to.equal(0);
      expect((await test(url, '--ca', 'ca.pem')).code).to.equal(3);
    });
  });
});
