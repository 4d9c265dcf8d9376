import { join } from 'node:path';
import { expect } from 'chai';
import { stateFolder } from './journals.ts';
import { quietIo } from './osb.test-support.ts';

describe('cli: the folder of the journals', () => {
  const rows: [what: string, env: Record<string, string>, folder: string][] = [
    ['where the user says', { XDG_STATE_HOME: '/state', HOME: '/home/me' }, '/state'],
    ['below the home of the user', { HOME: '/home/me' }, '/home/me/.local/state'],
    [
      'the same for a variable that is empty',
      { XDG_STATE_HOME: '', HOME: '/home/me' },
      '/home/me/.local/state',
    ],
  ];
  for (const [what, env, folder] of rows) {
    it(what, () => {
      expect(stateFolder({ ...quietIo, env })).to.equal(join(folder, 'osb-kit'));
    });
  }
});
