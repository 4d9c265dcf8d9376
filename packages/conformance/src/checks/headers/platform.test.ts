import { expect } from 'chai';
import { describe, it } from 'mocha';
import { member } from '../../engine/json.ts';
import { checks } from '../../registry.ts';
import { outline, runOn, type Miniature } from '../../testing/miniature.ts';
import { failure } from '../../testing/model-rules.ts';
import { testCheck } from '../../testing/test-check.test-support.ts';
import { identityTaken } from './demanded.ts';
import { originatingIdentityTolerated } from './identity.ts';

const identityOf = (headers: Readonly<Record<string, string | undefined>>) =>
  headers['x-broker-api-originating-identity'];

/** Takes requests of one platform only, as its context and the identity say. */
const onlyFor = (platform: string): Miniature => ({
  before({ body, headers, authorised }) {
    if (!authorised) return undefined;
    const context = member(body, 'context');
    const named = [member(context, 'platform'), identityOf(headers)?.split(' ')[0]];
    return named.some((name) => name !== undefined && name !== platform)
      ? failure(400, 'This platform is not supported.')
      : undefined;
  },
});

describe('the platform that the tester is taken for', () => {
  const own = { services: ['database'], plans: ['small'] };
  for (const [platform, run] of [
    ['ibmcloud', { platform: 'ibmcloud', context: { account_id: 'a' } }],
    ['kubernetes', { context: { platform: 'kubernetes' } }],
    ['cloudfoundry', {}],
  ] as const) {
    it(`is ${platform} for a broker that takes no other`, async () => {
      const report = await runOn(checks, { ...onlyFor(platform), run: { ...own, ...run } });
      const accused = report.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned');
      expect(accused.map(outline)).to.deep.equal([]);
      const sent = report.exchanges.flatMap(({ request }) =>
        request.method === 'PUT' && request.body?.includes('"context"') === true ? [request.body] : [],
      );
      expect(sent.some((body) => body.includes(`"platform":"${platform}"`))).to.equal(true);
    });
  }
});

const choking = (route: string): Miniature => ({
  before: (request) =>
    request.route === route && identityOf(request.headers) !== undefined ? failure(500, 'Oops.') : undefined,
});

testCheck(identityTaken, {
  passes: { conforms: {}, 'works asynchronously': { mode: 'async' } },
  warns: {
    'refuses an identity with a bind': {
      before: (request) =>
        request.route === 'bind' && identityOf(request.headers) !== undefined
          ? failure(400, 'Unexpected header.')
          : undefined,
    },
    'crashes at an identity with an update': choking('update'),
    'crashes at an identity with an unbind': choking('unbind'),
  },
});

testCheck(originatingIdentityTolerated, {
  passes: { conforms: {}, 'is for Cloud Foundry only': onlyFor('cloudfoundry') },
  fails: {
    'crashes at users of Kubernetes': {
      before: (request) =>
        identityOf(request.headers)?.startsWith('kubernetes') === true ? failure(500, 'Oops.') : undefined,
    },
  },
});
