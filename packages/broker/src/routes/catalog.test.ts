import { validateCatalog } from '@osb-kit/catalog-schema';
import { expect } from 'chai';
import { expectAnswer } from '../client.test-support.ts';
import { onStage } from '../reference/reference.test-support.ts';

describe('GET /v2/catalog', () => {
  const stage = onStage();

  it('serves a catalog that the validator finds nothing in, in strict mode', async () => {
    const answer = await stage().send('GET', '/v2/catalog');
    expectAnswer(answer, 200);
    expect(answer.headers.get('content-type')).to.match(/^application\/json/);
    expect(validateCatalog(answer.text, { strict: true, form: 'wire' }).findings).to.deep.equal([]);
  });

  it('serves a catalog that Cloud Foundry takes', async () => {
    const { text } = await stage().send('GET', '/v2/catalog');
    expect(validateCatalog(text, { profiles: ['cloudfoundry'], form: 'wire' }).findings).to.deep.equal([]);
  });

  it('has a strong validator that conditional requests are answered by', async () => {
    const { headers } = await stage().send('GET', '/v2/catalog');
    const etag = headers.get('etag') ?? '';
    const modified = headers.get('last-modified') ?? '';
    expect(etag).to.match(/^"[\w-]+"$/);
    const conditional: readonly [Record<string, string>, number][] = [
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': `"other", ${etag}` }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': '"other"' }, 200],
      [{ 'if-none-match': '"other"', 'if-modified-since': modified }, 200],
      [{ 'if-modified-since': modified }, 304],
      [{ 'if-modified-since': 'Mon, 01 Jan 1990 00:00:00 GMT' }, 200],
      [{ 'if-modified-since': 'yesterday' }, 200],
    ];
    for (const [sent, status] of conditional) {
      const answer = await stage().send('GET', '/v2/catalog', { headers: sent });
      expectAnswer(answer, status);
      expect(answer.text === '', JSON.stringify(sent)).to.equal(status === 304);
    }
  });
});
