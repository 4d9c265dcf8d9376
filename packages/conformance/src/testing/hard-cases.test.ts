import { checks } from '../registry.ts';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { outline, runOn } from './miniature.ts';
import { answersDecided } from './hard-cases/answers.ts';
import { home } from './hard-cases/decision.ts';
import { requestsDecided } from './hard-cases/requests.ts';

describe('hard cases', () => {
  for (const [hardCase, broker, id, outcome, miniature] of [...requestsDecided, ...answersDecided]) {
    it(`${hardCase}: a broker that ${broker} is ${outcome} by ${id}`, async () => {
      const report = await runOn(
        checks.filter((check) => check.id === id),
        { ...miniature, run: miniature.run ?? home },
      );
      expect(
        [...new Set(report.results.map((result) => result.outcome))],
        report.results.map(outline).join('\n'),
      ).to.deep.equal([outcome]);
    });
  }
});
