import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

import { validateCatalog } from './validate.ts';

const folder = new URL('../../../../shared/catalogs/', import.meta.url);

interface RealCatalog {
  readonly file: string;
  readonly tier: string;
  readonly cloud_controller: 'valid' | 'invalid';
}

describe('real catalogs', () => {
  before(function () {
    if (existsSync(folder)) return;
    process.stderr.write(
      'skipped: ../shared/catalogs is not here, so nothing is compared with real catalogs\n',
    );
    this.skip();
  });

  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

  it('get the verdict of Cloud Controller in the profile cloudfoundry', () => {
    const index = JSON.parse(read('index.json')) as RealCatalog[];
    const differing = index.filter(({ file, cloud_controller: verdict }) => {
      const { valid } = validateCatalog(read(file), { source: file, profiles: ['cloudfoundry'] });
      return valid !== (verdict === 'valid');
    });
    expect(differing.map(({ file }) => file)).to.deep.equal([]);
  });

  it('that were made to break Cloud Controller get its verdict, too', () => {
    const lines = read('cases.jsonl')
      .split('\n')
      .filter((line) => line !== '');
    const differing = lines.flatMap((line, index) => {
      const { catalog, message } = JSON.parse(line) as { catalog: unknown; message: string | null };
      const { valid } = validateCatalog(JSON.stringify(catalog), { profiles: ['cloudfoundry'] });
      return valid === (message === null || message === '') ? [] : [index + 1];
    });
    expect(lines).to.have.length.greaterThan(300);
    expect(differing).to.deep.equal([]);
  });

  it('that platforms accept have no error by the specification (tiers A to C)', () => {
    const index = JSON.parse(read('index.json')) as RealCatalog[];
    const accepted = index.filter(
      ({ tier, cloud_controller }) => 'ABC'.includes(tier) && cloud_controller === 'valid',
    );
    const errors = accepted.flatMap(({ file }) =>
      validateCatalog(read(file), { source: file })
        .findings.filter(({ severity }) => severity === 'error')
        .map(({ rule }) => `${file} ${rule}`),
    );
    expect(errors).to.deep.equal([]);
  });
});
