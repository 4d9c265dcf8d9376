import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';

import { withPlan } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';
import { jsonReporter, jsonReportSchema } from './json.ts';

const text = JSON.stringify({ services: [{ name: 'a', plans: [{ id: 'x' }, { id: 'x' }] }] });
const results = [
  validateCatalog(text, { source: 'catalog.json', suppress: [{ rule: 'plan-id-guid', reason: 'agreed' }] }),
  validateCatalog(withPlan({ id: 1 }), { profiles: ['osb', 'cloudfoundry', 'kubernetes'] }),
  validateCatalog('{'),
];

describe('JSON report', () => {
  it('conforms to its published schema', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonReportSchema);
    const report: unknown = JSON.parse(jsonReporter.render(results));
    expect(validate(report), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...(report as object), version: 2 })).to.equal(false);
  });

  it('says all that the result says', () => {
    const report = JSON.parse(jsonReporter.render(results)) as {
      valid: boolean;
      results: { findings: unknown; suppressed: { reason: string }[]; errors: number }[];
    };
    expect(report.valid).to.equal(false);
    expect(report.results[0]?.findings).to.deep.equal(results[0]?.findings);
    expect(report.results[0]?.errors).to.equal(results[0]?.errors);
    expect(report.results[0]?.suppressed.map(({ reason }) => reason)).to.deep.equal(['agreed', 'agreed']);
  });
});
