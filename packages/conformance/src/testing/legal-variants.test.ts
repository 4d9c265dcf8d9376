import { apiVersions, atLeast, type ApiVersion } from '@osb-kit/spec';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checks } from '../registry.ts';
import { legalVariants } from './legal-variants.ts';
import type { LegalVariant } from './legal/variant.ts';
import { outline, runOn } from './miniature.ts';
import type { ModelOptions } from './model-types.ts';

/** What a conformant broker must never be told. */
const accusations = new Set(['failed', 'warned', 'errored', 'blocked']);

/** Runs everything against a broker that is right at a version. */
async function isAccusedOfNothing(
  { miniature }: LegalVariant,
  apiVersion: ApiVersion,
  mode: ModelOptions['mode'] = miniature.mode,
) {
  const run = { ...(miniature.run ?? { services: [], plans: ['small'] }), apiVersion };
  const report = await runOn(checks, { ...miniature, run, ...(mode === undefined ? {} : { mode }) });
  const accused = report.results.filter(({ outcome }) => accusations.has(outcome));
  expect(accused.map(outline)).to.deep.equal([]);
  expect(report.leftovers).to.deep.equal([]);
  expect(report.conclusion).to.equal('conformant');
}

describe('brokers that are right in their own way', () => {
  legalVariants.forEach((variant, index) => {
    const { name, since, until, miniature } = variant;
    const legalAt = apiVersions.filter((version) => atLeast(version, since) && atLeast(until, version));
    const latest = legalAt.at(-1) ?? until;
    // All versions would take many minutes: each variant stands for one of the earlier ones, set ALL_VERSIONS for all.
    const earlier = legalAt.slice(0, -1);
    const one = earlier[index % earlier.length];
    const others = process.env['ALL_VERSIONS'] === undefined ? (one === undefined ? [] : [one]) : earlier;

    it(`a broker that ${name} is accused of nothing`, () => isAccusedOfNothing(variant, latest));
    for (const version of others) {
      it(`a broker that ${name} is accused of nothing at ${version}`, () =>
        isAccusedOfNothing(variant, version));
    }
    if (miniature.mode === undefined) {
      it(`a broker that ${name} is accused of nothing when it works asynchronously`, () =>
        isAccusedOfNothing(variant, latest, 'async'));
    }
  });
});
