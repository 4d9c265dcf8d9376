import { expect } from 'chai';

import { otherId, withOffering } from '../engine/samples.ts';
import { reporters } from '../reporters/index.ts';
import { validateCatalog } from '../validate.ts';

const catalog = JSON.stringify(
  withOffering({ description: 'A "new"\nü 😀 one', bindable: 'true' }),
  undefined,
  2,
);
const line = catalog.split('\n').findIndex((each) => each.includes('bindable')) + 1;
const base64 = Buffer.from(catalog).toString('base64');
const indented = (text: string) => text.replaceAll('\n', '\n    ');
const manifest = (kind: string, data: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: broker}\n${data}\n`;

/** The text behind the only finding, and the line on which it stands. */
function shown(text: string): readonly [rule: string | undefined, line: number | undefined, text: string] {
  const { findings } = validateCatalog(text);
  expect(findings).to.have.lengthOf(1);
  const { line: at, offset = 0, length = 0 } = findings[0]?.position ?? {};
  return [findings[0]?.rule, at, text.slice(offset, offset + length)];
}

describe('a catalog inside a Kubernetes manifest', () => {
  const rule = 'offering-bindable-present';
  for (const [style, data, lead] of [
    ['literal', `data:\n  catalog.json: |\n    ${indented(catalog)}`, 5],
    [
      'literal with Windows line ends',
      `data:\r\n  catalog.json: |\r\n    ${indented(catalog).replaceAll('\n', '\r\n')}`,
      5,
    ],
    ['folded', `data:\n  catalog.json: >-\n    ${indented(catalog)}`, 5],
    ['single-quoted', `data:\n  catalog.json: '${indented(catalog)}'`, 4],
    ['an object of YAML', `data:\n  catalog.yaml: |\n    # ours\n    ${indented(catalog)}`, 6],
  ] as const) {
    it(`is examined with its own lines, written as ${style}`, () => {
      expect(shown(manifest('ConfigMap', data))).to.deep.equal([rule, line + lead, '"true"']);
    });
  }

  it('is examined inside an escaped string', () => {
    const held = { apiVersion: 'v1', kind: 'ConfigMap', data: { 'catalog.json': catalog } };
    for (const text of [
      JSON.stringify(held),
      manifest('ConfigMap', `data: {a: ${JSON.stringify(catalog)}}`),
    ]) {
      expect(shown(text)[2]).to.match(/^\\"true\\?"?$/);
    }
  });

  it('is examined behind base64, whose text no report shows', () => {
    for (const text of [
      manifest('Secret', `data:\n  catalog.json: ${base64}`),
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Secret', data: { 'catalog.json': base64 } }],
      }),
    ]) {
      const result = validateCatalog(text);
      expect(result.findings.map((finding) => finding.rule)).to.deep.equal([rule]);
      expect(result.findings[0]?.message).to.include(`line ${line}, column`);
      for (const reporter of reporters) expect(reporter.render([result])).to.not.include(base64.slice(0, 20));
    }
  });

  it('shows no secret of what stands escaped in a string', () => {
    const held = JSON.stringify(
      withOffering({
        bindable: 1,
        dashboard_client: { id: 'a', secret: 'hun"ter2', redirect_uri: 'https://a.example.com' },
      }),
    );
    const result = validateCatalog(
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: held } }),
    );
    expect(result.findings).to.not.deep.equal([]);
    for (const reporter of reporters) expect(reporter.render([result])).to.not.match(/hun|ter2/);
  });

  it('is found among other documents, and as Spring configuration', () => {
    const settings = `spring:\n  cloud:\n    openservicebroker:\n      catalog:\n        services:\n        - id: ${otherId}\n          name: orders\n          description: 7\n          plans: []`;
    const text = `apiVersion: v1\nkind: Service\n---\n${manifest('ConfigMap', `data:\n  run.sh: 'echo services: {'\n  application.yml: |\n    ${indented(settings)}`)}`;
    const { findings, notes } = validateCatalog(text);
    expect(findings.map(({ pointer, position }) => [pointer, position?.line])).to.deep.include([
      '/data/application.yml/spring/cloud/openservicebroker/catalog/services/0/description',
      17,
    ]);
    expect(notes.join('\n')).to.include('of the ConfigMap "broker"').and.to.include('Spring');
  });

  for (const [what, text, known] of [
    [
      'a syntax error',
      manifest('ConfigMap', 'data:\n  catalog.yaml: |\n    services:\n    - name: ["a"\n      id: b'),
      ['input-syntax', 8],
    ],
    [
      'an alias bomb',
      manifest(
        'ConfigMap',
        `data:\n  catalog.yaml: |\n    a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.replace(
          /./g,
          (key, at: number) =>
            `    ${key}: &${key} [${Array<string>(10)
              .fill(`*${'abcdefghi'[at] ?? ''}`)
              .join(',')}]\n`,
        )}    services: *j`,
      ),
      ['input-syntax', 6],
    ],
    [
      'deep nesting',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: { 'catalog.json': `{"services": ${'['.repeat(5000)}${']'.repeat(5000)}}` },
      }),
      ['input-depth-bounded', 1],
    ],
    ['no catalog', manifest('Deployment', 'spec: {}'), ['input-one-catalog', 1]],
    [
      'keys that objects inherit',
      manifest(
        'ConfigMap',
        'data: {__proto__: "services, plans", constructor: "services", toString: "plans"}',
      ),
      ['input-one-catalog', 1],
    ],
  ] as const) {
    it(`${what}: ${known[0]}`, () => {
      const { findings } = validateCatalog(text);
      expect(findings.map((finding) => [finding.rule, finding.position?.line])[0]).to.deep.equal(known);
    });
  }

  it('is one of two, and only the first is examined', () => {
    const two = `${manifest('ConfigMap', 'data: {a: "services: []"}')}---\n${manifest('ConfigMap', 'data: {a: "services: []"}')}`;
    expect(shown(two).slice(0, 2)).to.deep.equal(['input-one-catalog', 9]);
  });

  it('is not looked for in what a broker sends', () => {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: catalog } });
    expect(validateCatalog(body, { form: 'wire' }).findings.map((finding) => finding.rule)).to.include(
      'catalog-services-present',
    );
  });
});

describe('an array of catalogs', () => {
  it('is told, and the first is examined', () => {
    const one = withOffering({ bindable: 'true' });
    expect(validateCatalog([one]).findings.map(({ rule, pointer }) => [rule, pointer])).to.deep.equal([
      ['input-one-catalog', ''],
      ['offering-bindable-present', '/0/services/0/bindable'],
    ]);
    const [first] = validateCatalog(JSON.stringify([one, one])).findings.filter(
      ({ rule }) => rule === 'input-one-catalog',
    );
    expect(first?.pointer).to.equal('/1');
    expect(first?.message).to.include('2 catalogs');
  });
});

describe('bytes that are no UTF-8', () => {
  for (const [name, bytes, known] of [
    [
      'Latin-1',
      [...Buffer.from('{"services": [],\n "x-é": "'), 0xe9, ...Buffer.from('"}')],
      [2, 10, '0xe9 at byte 28, as "é"'],
    ],
    [
      'a character that breaks off',
      [...Buffer.from('{"services": []}'), 0xe2, 0x82],
      [1, 17, '0xe2 at byte 17'],
    ],
    ['behind a byte order mark', [0xef, 0xbb, 0xbf, 0x80], [1, 1, '0x80 at byte 4.']],
  ] as const) {
    it(`are pointed at: ${name}`, () => {
      const { findings } = validateCatalog(Uint8Array.from(bytes));
      const first = findings.find(({ rule }) => rule === 'input-utf8');
      expect([first?.position?.line, first?.position?.column]).to.deep.equal(known.slice(0, 2));
      expect(first?.message).to.include(known[2]);
    });
  }
});
