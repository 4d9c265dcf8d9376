import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import type { Miniature } from '../../testing/miniature.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { credentialsRefused } from '../unbinding/credentials-refused.ts';
import { credentialsWork } from './credentials-work.ts';

/** A service in a folder: each user is a file, and the command succeeds when the user of the credentials has one. */
const users = mkdtempSync(join(tmpdir(), 'osb-users-'));
after(() => rmSync(users, { recursive: true, force: true }));
const command = `user=$(sed -n 's/.*"username":"\\([^"]*\\)".*/\\1/p'); test -e "${users}/$user"`;

const service = (make: boolean, remove: boolean, mode: 'sync' | 'async' = 'sync'): Miniature => ({
  mode,
  after(answer, request) {
    const file = join(users, `user-${request.bindingId}`);
    if (make && request.route === 'bind' && answer.status < 300) writeFileSync(file, '');
    if (remove && request.route === 'unbind' && answer.status < 300) rmSync(file, { force: true });
    return answer;
  },
  run: { plans: ['small'], facts: [{ tryCredentials: command, credentialNames: ['username', 'password'] }] },
});
const unconfigured: Miniature = { run: { plans: ['small'] } };

testCheck(credentialsWork, {
  passes: { 'has users': service(true, true), 'has users, asynchronously': service(true, true, 'async') },
  fails: {
    'makes no user': service(false, false),
    'leaves out what is promised': {
      ...service(true, true),
      run: { plans: ['small'], facts: [{ tryCredentials: command, credentialNames: ['uri'] }] },
    },
  },
  skips: { 'nobody has told of a command': unconfigured },
});

testCheck(credentialsRefused, {
  passes: {
    'removes users': service(true, true),
    'removes users, asynchronously': service(true, true, 'async'),
  },
  fails: { 'keeps users': service(true, false) },
  blocked: { 'makes no user': service(false, false) },
  skips: { 'nobody has told of a command': unconfigured },
});
