import { expect } from 'chai';
import { startError } from './broker-start-error.ts';
import { CliError } from './cli-error.ts';

/** Errors as Node, SQLite and PostgreSQL throw them; those that a test can provoke are in commands/broker.test.ts. */
describe('cli: why a broker does not start', () => {
  const setting = { host: '127.0.0.1', port: 80, dataDir: '/data' };
  const coded = (message: string, more: object) => Object.assign(new Error(message), more);
  const rows: [what: string, error: Error, setting: object, line: RegExp][] = [
    [
      'a port that only root may have',
      coded('listen EACCES', { code: 'EACCES', syscall: 'listen' }),
      {},
      /^Port 80 of 127\.0\.0\.1 is not permitted/,
    ],
    [
      'a data folder that may not be made',
      coded('mkdir EACCES', { code: 'EACCES', syscall: 'mkdir' }),
      {},
      /^The data folder "\/data" may not be read or written \(EACCES\)\. .*--data-dir/,
    ],
    [
      'a store in a folder that may not be written',
      coded('unable to open database file', { code: 'ERR_SQLITE_ERROR', errcode: 14 }),
      {},
      /^"\/data\/broker\.sqlite" cannot be opened/,
    ],
    [
      'a store that may not be written, by its extended code',
      coded('attempt to write a readonly database', { code: 'ERR_SQLITE_ERROR', errcode: 8 + (3 << 8) }),
      {},
      /^"\/data\/broker\.sqlite" cannot be written/,
    ],
    [
      'a role that PostgreSQL does not know, said below another error',
      new Error('cannot begin', { cause: coded('role "me" does not exist', { code: '28000' }) }),
      { postgresService: 'postgres://me@db/x' },
      /^PostgreSQL does not let the user of --postgres-service in: role "me" does not exist\. Create/,
    ],
  ];
  for (const [what, error, more, line] of rows) {
    it(what, () => {
      const shown = startError(error, { ...setting, ...more });
      expect(shown).to.be.instanceOf(CliError).and.to.include({ exitCode: 3 });
      expect((shown as CliError).message).to.match(line);
    });
  }

  it('gives back what it does not know', () => {
    const error = coded('x', { code: 'ERR_SQLITE_ERROR', errcode: 21 });
    expect(startError(error, setting)).to.equal(error);
  });
});
