import { expect } from 'chai';

import { otherId, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';
import { textReporter } from './text.ts';

const yaml = [
  'services:',
  '- id: 9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11',
  '  name: orders-db',
  '  description: A database.',
  '  bindable: "true" # quoted',
  '  plans:',
  '  - {id: 2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f1, name: small, description: Small.}',
].join('\n');

describe('text report', () => {
  it('shows place, rule, message with remedy, the underlined line and the link', () => {
    expect(textReporter.render([validateCatalog(yaml, { source: 'catalog.yaml' })])).to.equal(
      [
        'catalog.yaml (OSBAPI 2.17, osb): 1 error, 0 warnings',
        '',
        '  ✗ error catalog.yaml:5:13  offering-bindable-present  CAT-SVC-BINDABLE-REQUIRED',
        '    "bindable" of offering "orders-db" must be a boolean, but is "true". Write true without quotes.',
        '    5 |   bindable: "true" # quoted',
        '      |             ~~~~~~',
        '    https://github.com/openservicebrokerapi/servicebroker/blob/v2.17/spec.md#service-offering-object',
        '',
        '1 catalog, 0 valid: 1 error, 0 warnings',
        '',
      ].join('\n'),
    );
  });

  it('says so when there is nothing to say', () => {
    expect(textReporter.render([validateCatalog(withOffering({}))])).to.equal(
      '<catalog> (OSBAPI 2.17, osb): no findings\n\n1 catalog, 1 valid: 0 errors, 0 warnings\n',
    );
  });

  it('has colours only when asked', () => {
    const result = validateCatalog(withPlan({ id: 1 }));
    expect(textReporter.render([result])).to.not.contain('\u001b');
    expect(textReporter.render([result], { color: true })).to.contain('\u001b[31m');
  });

  it('shows no secret and no control character', () => {
    const hostile =
      '{"services": [{"name": "\u202e\u200b", "dashboard_client": {"secret": "hunter2", "id": ""}}]}';
    const report = textReporter.render([validateCatalog(hostile)]);
    expect(report).to.not.contain('hunter2');
    expect(report).to.not.match(/[\u202e\u200b]/);
  });

  it('cuts a long line around the place', () => {
    const text = JSON.stringify(withPlan({ metadata: { x: 'y'.repeat(5000) }, free: 'true' }));
    const lines = textReporter.render([validateCatalog(text)]).split('\n');
    const [code, marks] = [
      lines.findIndex((line) => line.startsWith('    1 |')),
      lines.findIndex((line) => line.includes('~')),
    ];
    const from = lines[marks]?.indexOf('~') ?? 0;
    expect(lines[code]?.length).to.be.lessThan(120);
    expect(lines[code]?.slice(from, lines[marks]?.length)).to.equal('"true"');
  });

  it('groups very many findings by rule, unless it is to be full', () => {
    const plans = Array.from({ length: 60 }, (_, index) =>
      samplePlan({ id: `${otherId.slice(0, -2)}${String(index + 10)}`, name: `p${index}`, free: 'true' }),
    );
    const text = JSON.stringify(withOffering({ id: 'x', plans }), undefined, 1);
    const result = validateCatalog(text, { source: 'many.json' });
    const grouped = textReporter.render([result]);
    expect(grouped).to.include('61 findings of 2 rules: the first of each is shown, --verbose shows all.');
    expect(grouped.match(/✗ error|! warning/g)).to.have.lengthOf(2);
    expect(grouped).to.match(/The same rule at \d+:\d+, .* and 49 more\./);
    expect(textReporter.render([result], { full: true }).match(/✗ error|! warning/g)).to.have.lengthOf(61);
  });
});
