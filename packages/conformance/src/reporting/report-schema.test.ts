import ajvFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { checks } from '../registry.ts';
import { hostileReport, sampleReport } from './sample-report.test-support.ts';
import { runOn } from '../testing/miniature.ts';
import { renderJson } from '../reporters/json.ts';
import { renderNdjson } from '../reporters/ndjson.ts';
import { ndjsonSchema, reportSchema } from './report-schema.ts';

describe('conformance: schemas of the JSON formats', () => {
  const ajv = new Ajv2020({ allErrors: true });
  ajvFormats.default(ajv);
  const isReport = ajv.compile(reportSchema);
  const isLine = ajv.compile(ndjsonSchema);

  const expectReport = (text: string): void => {
    expect(isReport(JSON.parse(text)), ajv.errorsText(isReport.errors)).to.equal(true);
  };
  const expectLines = (text: string): void => {
    for (const line of text.trimEnd().split('\n'))
      expect(isLine(JSON.parse(line)), line + ajv.errorsText(isLine.errors)).to.equal(true);
  };

  for (const [name, report] of Object.entries({
    'one result of each outcome': sampleReport(),
    'hostile text': hostileReport(),
  })) {
    it(`describe a report of ${name}`, () => {
      expectReport(renderJson(report));
      expectLines(renderNdjson(report));
    });
  }

  it('describe a real run against a broker with a defect', async function () {
    this.timeout(60_000);
    const some = checks.filter(({ id }) => /^(catalog|provisioning|deprovisioning|headers)\//.test(id));
    const report = await runOn(some, {
      after: (answer) => (answer.status === 410 ? { ...answer, status: 404 } : answer),
    });
    expect(report.counts.failed, 'failures').to.be.above(0);
    expectReport(renderJson(report));
    expectLines(renderNdjson(report));
  });

  const broken: Readonly<Record<string, (report: Record<string, unknown>) => void>> = {
    'another format': (report) => (report['format'] = 99),
    'an unknown member': (report) => (report['extra'] = true),
    'a missing member': (report) => delete report['seed'],
    'a failure without findings': (report) => {
      report['results'] = sampleReport().results.map((result) => ({ ...result, findings: [] }));
    },
  };
  for (const [name, spoil] of Object.entries(broken)) {
    it(`refuse a report with ${name}`, () => {
      const report = JSON.parse(renderJson(sampleReport())) as Record<string, unknown>;
      spoil(report);
      expect(isReport(report)).to.equal(false);
    });
  }
});
