import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findingsOf } from '../../engine/render.ts';
import { runOn } from '../../testing/miniature.ts';
import { failure } from '../../testing/model-rules.ts';
import { intercepting } from '../../testing/mutations.ts';
import { oddRequests } from './odd-requests.ts';
import { noServerError } from './server-errors.ts';

describe('bodies that are odd in their text', () => {
  it('are named one by one by the check that sends them, however many a broker falls over, and by no other', async () => {
    const odd = oddRequests.find(({ id }) => id === 'errors/provision-with-odd-text')!;
    const unreadable = intercepting(
      'provision',
      ({ text, body }) => text.includes('\uFFFD') || (text !== '' && body === undefined),
      ({ text }) => failure(500, `Cannot read ${text.includes('\uFFFD') ? 'a byte' : 'a sign'}.`),
    );
    const run = { services: ['database'], plans: ['small'] };
    const report = await runOn([odd, noServerError], { ...unreadable, run });
    const told = report.results.map((result) => ({
      check: result.check,
      outcome: result.outcome,
      crashes: findingsOf(result)
        .filter(({ requirement }) => requirement === 'ERR-STATUS-APPROPRIATE')
        .map(({ because }) => because.replace('the body of the provision is JSON ', '')),
    }));
    expect(told).to.deep.equal([
      {
        check: 'errors/provision-with-odd-text',
        outcome: 'failed',
        crashes: [
          'with a second JSON document behind the first',
          'with text behind the JSON document',
          'in ISO 8859-1 in place of UTF-8',
          'with a byte order mark',
          'with a comma behind the last member',
        ],
      },
      { check: 'errors/no-server-error', outcome: 'passed', crashes: [] },
    ]);
  });
});
