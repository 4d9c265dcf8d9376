import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';

import { diffCatalogs } from './diff/index.ts';
import { validateCatalog } from './validate.ts';

const example = (file: string) =>
  readFileSync(new URL(`../../../examples/catalogs/${file}`, import.meta.url), 'utf8');

/** What every browser has, and nothing that only Node has. */
const page = () => ({ URL, TextDecoder, TextEncoder, crypto: { randomUUID: () => 'fresh-id' } });

describe('in a browser', function () {
  this.timeout(60_000);
  let context: object;

  before(async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'osb',
      conditions: ['osb-kit-source'],
      logLevel: 'silent',
    });
    expect(warnings.map(({ text }) => text)).to.deep.equal([]);
    context = createContext({ ...page(), broken: example('broken.json'), orders: example('orders.yaml') });
    runInContext(outputFiles[0]?.text ?? '', context);
  });

  /** The value of an expression on the page, as JSON. */
  function evaluate(expression: string): unknown {
    return JSON.parse(String(runInContext(`JSON.stringify(${expression})`, context)));
  }

  it('there is nothing of Node', () => {
    const globals = ['process', 'Buffer', 'require', 'global', 'setImmediate'];
    expect(evaluate(JSON.stringify(globals).replaceAll(/"(\w+)"/g, 'typeof $1'))).to.deep.equal(
      globals.map(() => 'undefined'),
    );
  });
  for (const file of ['broken', 'orders']) {
    it(`the ${file} catalog is validated as in Node`, () => {
      const options = { profiles: ['osb', 'cloudfoundry', 'kubernetes'] } as const;
      const found = evaluate(`osb.validateCatalog(${file}, ${JSON.stringify(options)})`);
      const text = file === 'broken' ? example('broken.json') : example('orders.yaml');
      expect(found).to.deep.equal(JSON.parse(JSON.stringify(validateCatalog(text, options))));
    });
  }
  it('bytes are read', () => {
    expect(
      evaluate('osb.validateCatalog(Uint8Array.from(orders, (character) => character.charCodeAt(0))).valid'),
    ).to.equal(true);
  });
  it('every format is written', () => {
    const lengths = evaluate(
      'osb.reporters.map((reporter) => reporter.render([osb.validateCatalog(broken), osb.validateCatalog(orders)]).length > 500)',
    );
    expect(new Set(lengths as unknown[])).to.deep.equal(new Set([true]));
  });
  it('a catalog is mended, and the change shown', () => {
    const result = evaluate('osb.renderEdits(broken, osb.fixCatalog(broken, { generateIds: true }))');
    expect(result).to.contain('+      "plan_updateable": true,');
    expect(evaluate(`osb.fixCatalog('{"services":[{}]}', { generateIds: true }).text`)).to.equal(
      '{"services":[{ "id": "fresh-id" }]}',
    );
  });
  it('catalogs are compared, and brokers taken together', () => {
    const change = evaluate('osb.diffCatalogs(JSON.parse(broken), osb.validateCatalog(orders).catalog)');
    const known = diffCatalogs(
      JSON.parse(example('broken.json')),
      validateCatalog(example('orders.yaml')).catalog,
    );
    expect(known).to.not.deep.equal([]);
    expect(change).to.deep.equal(JSON.parse(JSON.stringify(known)));
    const brokers = `['a', 'b'].map((name) => ({ name, url: 'https://X.example.com/', catalog: JSON.parse(broken) }))`;
    expect(evaluate(`osb.validateTogether(${brokers}).length`)).to.be.above(1);
  });
  it('the JSON Schema is there', () => {
    expect(evaluate('osb.catalogJsonSchema().$schema')).to.equal('http://json-schema.org/draft-07/schema#');
  });
});
