import { expect } from 'chai';
import fc from 'fast-check';
import { client, ofService } from './catalog-rows.test.ts';
import { diffCatalogs, renderDifferencesAsJson } from './index.ts';

describe('diff: catalogs', () => {
  it('never shows a secret', () => {
    const found = diffCatalogs(
      ofService({ dashboard_client: client }),
      ofService({ dashboard_client: { ...client, id: 'd', secret: 'new-secret' } }),
    );
    expect(renderDifferencesAsJson(found)).to.not.match(/(?:top|new)-secret/);
  });

  it('takes any two values, without changing them, and finds nothing between equal ones', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const any = fc.oneof(
      json,
      fc.array(json).map((services) => ({ services })),
    );
    fc.assert(
      fc.property(any, any, (old, now) => {
        const before = JSON.stringify([old, now]);
        const first = diffCatalogs(old, now);
        expect(diffCatalogs(old, now)).to.deep.equal(first);
        expect(diffCatalogs(old, old).filter(({ kind }) => kind !== 'catalog-refused')).to.deep.equal([]);
        expect(JSON.stringify([old, now])).to.equal(before);
      }),
    );
  });

  it('takes names such as __proto__', () => {
    const old: unknown = JSON.parse(
      '{"services":[{"id":"__proto__","name":"constructor","__proto__":1,"plans":[]}]}',
    );
    const kinds = diffCatalogs(old, { services: [] }).map(({ kind }) => kind);
    expect(kinds).to.deep.equal(['catalog-refused', 'service-removed']);
  });
});
