import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findingsOf } from '../../engine/render.ts';
import { checks } from '../../registry.ts';
import { runOn } from '../../testing/miniature.ts';

const check = checks.filter(({ id }) => id === 'headers/request-identity');

describe('headers/request-identity', () => {
  it('tells once for all plans which endpoints do not echo', async () => {
    const report = await runOn(check, {
      after: (answer, { route }) =>
        route === 'bind' || route === 'fetchInstance'
          ? { ...answer, headers: { 'X-Broker-API-Request-Identity': '' } }
          : answer,
    });
    const [finding, ...others] = report.results.flatMap(findingsOf);
    expect(others).to.deep.equal([]);
    expect(finding?.because).to.match(/: bind, fetch of an instance$|: fetch of an instance, bind$/);
  });
});
