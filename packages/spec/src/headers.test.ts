import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatOriginatingIdentity,
  parseApiVersionHeader,
  parseOriginatingIdentity,
  parseRequestIdentity,
} from './headers.ts';

describe('spec: headers', () => {
  const versions: [string | undefined, ReturnType<typeof parseApiVersionHeader>][] = [
    ['2.17', { kind: 'version', major: 2, minor: 17 }],
    [' 2.5 ', { kind: 'version', major: 2, minor: 5 }],
    [undefined, { kind: 'absent' }],
    ['', { kind: 'absent' }],
    ['2', { kind: 'malformed', text: '2' }],
    ['v2.17', { kind: 'malformed', text: 'v2.17' }],
    ['2.17.1', { kind: 'malformed', text: '2.17.1' }],
    ['2.x', { kind: 'malformed', text: '2.x' }],
  ];
  for (const [text, parsed] of versions) {
    it(`reads the version header ${JSON.stringify(text)}`, () => {
      expect(parseApiVersionHeader(text)).to.deep.equal(parsed);
    });
  }

  it('reads back every originating identity that it writes', () => {
    const platform = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(platform, fc.dictionary(fc.string(), fc.jsonValue()), (name, value) => {
        const json = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
        const read = parseOriginatingIdentity(formatOriginatingIdentity({ platform: name, value: json }));
        expect(JSON.stringify(read)).to.equal(
          JSON.stringify({ kind: 'identity', platform: name, value: json }),
        );
      }),
    );
  });

  for (const text of [
    'cloudfoundry',
    'cloudfoundry !!!',
    'cloudfoundry W10=',
    'cloudfoundry e30= more',
    'cf bm90IGpzb24=',
  ]) {
    it(`says why the originating identity "${text}" is malformed`, () => {
      expect(parseOriginatingIdentity(text)).to.include({ kind: 'malformed' });
    });
  }

  it('takes an empty request identity for none', () => {
    expect(parseRequestIdentity(' ')).to.equal(undefined);
    expect(parseRequestIdentity(' 26a1 ')).to.equal('26a1');
  });
});
