import { expect } from 'chai';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { modelledCloudController, oldestCloudController, profiles, reporters } from '@osb-kit/catalog-schema';
import { catalogFormats } from './catalog-formats.ts';
import { osb } from './osb.test-support.ts';
import { modelledVersions, profileNames } from './profiles.ts';
import { allCommands } from './registry.ts';

const commands = await allCommands();

/** Serves one answer for everything while a test runs. */
async function serving(listener: RequestListener, body: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    await body(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const html: RequestListener = (_request, response) =>
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>');
const status =
  (code: number): RequestListener =>
  (_request, response) =>
    response.writeHead(code, code === 302 ? { Location: '/login' } : {}).end('{}');

describe('cli: osb', () => {
  it('says what it can do, for itself and for each command, with examples', async () => {
    const { code, stdout } = await osb(['--help']);
    expect(code).to.equal(0);
    for (const { usage } of commands) {
      const [name = ''] = usage.split(' ');
      expect(stdout).to.include(`osb ${name}`);
      const own = await osb([name, '--help']);
      expect(own.code).to.equal(0);
      expect(own.stdout).to.include('Examples:').and.to.include(`$ osb ${name}`);
    }
  });

  it('knows the formats and profiles of the validator', () => {
    expect([...catalogFormats].sort()).to.deep.equal(reporters.map(({ id }) => id).sort());
    expect(profileNames).to.deep.equal(profiles);
    const { apiVersion } = modelledCloudController;
    expect(modelledVersions).to.contain(`${oldestCloudController} to ${apiVersion}; default ${apiVersion},`);
  });

  describe('bad input ends in one line with the remedy', () => {
    const rows: [what: string, argv: string[], code: number, line: RegExp, stdin?: string][] = [
      ['no command', [], 2, /No command given.*osb --help/],
      ['an unknown command', ['valdate', 'x'], 2, /Unknown command: valdate.*--help|Did you mean validate/],
      [
        'an unknown option',
        ['validate', '--wrong', 'x.json'],
        2,
        /Unknown argument: wrong.*osb validate --help/,
      ],
      [
        'an option value that does not exist',
        ['validate', 'x', '--api-version', '3.0'],
        2,
        /api-version.*3\.0.*osb validate --help/,
      ],
      ['no catalog', ['validate'], 2, /No catalog given/],
      ['a file that does not exist', ['validate', 'missing.json'], 3, /"missing.json" does not exist/],
      ['a pattern that matches nothing', ['validate', 'no-such-folder/*.json'], 2, /No file matches/],
      [
        'a file that is neither JSON nor YAML',
        ['validate', '-'],
        3,
        /<stdin>:1:1 cannot be read as JSON or YAML/,
        '<html>',
      ],
      [
        'JSON that ends early',
        ['validate', '-'],
        3,
        /<stdin>:\d+:\d+ cannot be read as JSON or YAML/,
        '{"services": [',
      ],
      ['nothing at all', ['validate', '-'], 3, /<stdin>.* cannot be read as JSON or YAML/, ''],
      [
        'an output without a format',
        ['validate', '-', '--output', 'x.html'],
        2,
        /--output "x.html" is not FORMAT=FILE/,
      ],
      [
        'an output to standard output, which --format is for',
        ['validate', '-', '--output', 'json=-'],
        2,
        /--output "json=-" names no file: .*--format json/,
      ],
      [
        'an option given twice that takes one value',
        ['validate', '-', '--format', 'json', '--format', 'text'],
        2,
        /--format is given more than once/,
      ],
      [
        'an output below what is no folder',
        ['validate', '-', '--output', 'json=package.json/x.json'],
        3,
        /"package.json\/x.json" cannot be written \(ENOTDIR\)/,
      ],
      [
        'an output that is a folder, before anything is done',
        ['test', 'http://127.0.0.1:1', '--output', 'json=.'],
        3,
        /"\." cannot be written \(EISDIR\)/,
      ],
      [
        'certificates that are none',
        ['validate', 'https://127.0.0.1:1', '--ca', 'package.json'],
        2,
        /--ca "package.json" holds no certificate in PEM/,
      ],
      [
        'a key that is none',
        ['validate', 'https://127.0.0.1:1', '--cert', 'package.json', '--key', 'package.json'],
        2,
        /--cert "package.json" holds no certificate in PEM/,
      ],
      [
        'a token that is empty',
        ['validate', 'http://127.0.0.1:1', '--token-file', '/dev/null'],
        2,
        /--token-file "\/dev\/null" is empty/,
      ],
      [
        'a proxy that is no URL',
        ['test', 'http://127.0.0.1:1', '--proxy', 'nonsense'],
        2,
        /--proxy "nonsense" is not an http or https URL/,
      ],
      [
        'a configuration that does not exist',
        ['validate', '-', '--config', 'none.yaml'],
        2,
        /"none.yaml" cannot be read/,
      ],
      ['something that is no URL', ['test', 'localhost'], 2, /"localhost" is not a URL/],
      ['a URL of another kind', ['test', 'ftp://x'], 2, /is not an http or https URL/],
      ['the same for a catalog', ['validate', 'ftp://x'], 2, /is not an http or https URL/],
      ['a catalog without a name', ['validate', ''], 2, /"" names no catalog/],
      [
        'a journal that does not exist',
        ['cleanup', 'missing.journal'],
        3,
        /journal ".*missing\.journal" cannot be read/,
      ],
      [
        'what is no report',
        ['badge', 'package.json'],
        3,
        /"package.json" is not a report of osb test: must have/,
      ],
      ['a port where nothing listens', ['test', 'http://127.0.0.1:1'], 3, /127\.0\.0\.1:1/],
      [
        'the same for a catalog',
        ['validate', 'http://127.0.0.1:1'],
        3,
        /gives no answer that can be read: the connection is refused \(ECONNREFUSED\)\. Check that the broker runs/,
      ],
      [
        'a user without a password',
        ['test', 'http://127.0.0.1:1', '--user', 'me'],
        2,
        /"me" has no password/,
      ],
      [
        'a certificate without its key',
        ['test', 'http://127.0.0.1:1', '--cert', 'x'],
        2,
        /--cert and --key belong together/,
      ],
      ['an unknown id', ['explain', 'PROV-409-PLAM'], 2, /Nearest: PROV-409-PLAN/],
      [
        'a list filter that matches nothing',
        ['list', 'checks', '--match', 'zzz*'],
        2,
        /Nothing matches "zzz\*" among the checks/,
      ],
      ['a port that is none', ['broker', '--port', '70000'], 2, /--port must be/],
    ];
    for (const [what, argv, code, line, stdin] of rows) {
      it(what, async () => {
        const ran = await osb(argv, stdin === undefined ? {} : { stdin });
        expect(ran.stderr).to.match(line);
        expect(ran.stderr.trim().split('\n')).to.have.length(1);
        expect(ran.stderr).to.match(/^osb: /);
        expect(ran.code).to.equal(code);
        // Reports leave no input out, also one that could not be examined.
        expect(ran.stdout).to.match(argv[0] === 'validate' ? /^$|not examined|[1-9] errors?/ : /^$/);
      });
    }

    const servers: [what: string, listener: RequestListener, code: number, line: RegExp][] = [
      ['a site that is no broker', html, 3, /is not the catalog of a broker|not a broker|catalog/],
      ['a redirect', status(302), 3, /redirect/],
      ['a router without a broker', status(404), 3, /404/],
      ['a broker that breaks', status(500), 3, /500/],
      ['a broker that refuses the credentials', status(401), 3, /credentials/],
    ];
    for (const [what, listener, code, line] of servers) {
      for (const command of ['validate', 'test']) {
        it(`${what}, for osb ${command}`, () =>
          serving(listener, async (url) => {
            const ran = await osb([command, url.replace('//', '//me:hidden-secret@')]);
            expect(ran.stderr).to.match(line);
            expect(ran.stderr.trim().split('\n')).to.have.length(1);
            expect(ran.code).to.equal(code);
            expect(ran.stdout + ran.stderr).to.not.include('hidden-secret');
          }));
      }
    }

    it('an answer that is asked for no longer', () =>
      serving(
        () => undefined,
        async (url) => {
          const stop = new AbortController();
          setTimeout(() => stop.abort(), 100);
          const ran = await osb(['validate', url], { signal: stop.signal });
          expect(ran.stderr).to.match(
            /^osb: The command was stopped before \S+\/v2\/catalog had answered\.\n$/,
          );
          expect(ran.code).to.equal(3);
        },
      ));

    it('a server without TLS at an address with it', () =>
      serving(html, async (url) => {
        for (const command of ['validate', 'test']) {
          const ran = await osb([command, url.replace('http:', 'https:')]);
          expect(ran.stderr).to.match(/does not speak TLS .*write http:\/\/ instead of https:\/\//);
          expect(ran.stderr.trim().split('\n')).to.have.length(1);
          expect(ran.code).to.equal(3);
        }
      }));

    it('a proxy where nothing listens, which is told apart from the broker', () =>
      serving(html, async (url) => {
        for (const command of ['validate', 'test']) {
          for (const target of [url, url.replace('http:', 'https:')]) {
            const ran = await osb([command, target, '--proxy', 'http://me:hidden-secret@127.0.0.1:1']);
            expect(ran.stderr).to.match(
              /the proxy cannot be reached \(127\.0\.0\.1:1, ECONNREFUSED\)\. Check --proxy/,
            );
            expect(ran.stderr).to.not.include('hidden-secret');
            expect(ran.code).to.equal(3);
          }
        }
      }));

    it('an answer that never ends', () =>
      serving(
        (_request, response) => void response.writeHead(200).write('{'),
        async (url) => {
          const ran = await osb(['validate', url, '--timeout', '0.3']);
          expect(ran.stderr).to.match(/no complete answer came in time/);
          expect(ran.code).to.equal(3);
        },
      ));
  });

  describe("says it in the platform's documented words", () => {
    const rows: [listener: RequestListener, line: RegExp][] = [
      [
        status(401),
        /^Server error, status code: 500, error code: 10001, message: Authentication failed for the service broker API\. Double-check that the username and password are correct: http:\S+\/v2\/catalog\n$/,
      ],
      [
        status(404),
        /message: The service broker API returned an error from http:\S+\/v2\/catalog: 404 Not Found\n$/,
      ],
      [
        status(500),
        /message: The service broker API returned an error from http:\S+\/v2\/catalog: 500 Internal Server Error\n$/,
      ],
      [html, /message: The service broker response was not understood\n$/],
    ];
    for (const [listener, line] of rows) {
      it(line.source, () =>
        serving(listener, async (url) => {
          const ran = await osb(['validate', url, '--messages', 'documented']);
          expect(ran.stdout).to.match(line);
          expect(ran.stderr).to.match(/^osb: http:\S+\/v2\/catalog: the platform says:\n$/);
          expect(ran.code).to.equal(3);
        }),
      );
    }
  });
});
