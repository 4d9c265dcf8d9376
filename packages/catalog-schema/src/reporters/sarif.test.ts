import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ajvDraft04 from 'ajv-draft-04';
import { expect } from 'chai';
import type { Log, Run } from 'sarif';

import { brokenText, sampleResults } from '../testing/sample-results.ts';
import { validateCatalog } from '../validate.ts';
import { sarifReporter } from './sarif.ts';
import { sourceUri } from './source-uri.ts';

function logOf(results = sampleResults()): Log {
  return JSON.parse(sarifReporter.render(results, { toolVersion: '0.1.0' })) as Log;
}

function runOf(results = sampleResults()): Run {
  return logOf(results).runs[0]!;
}

/** The schema of the standard, from a package that ships it or from the file that SARIF_SCHEMA names. */
function sarifSchema(): object | undefined {
  const given = process.env['SARIF_SCHEMA'];
  try {
    const file =
      given ??
      createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : undefined;
  } catch {
    return undefined;
  }
}

describe('sarif reports', () => {
  it('are valid by the schema of the standard', function () {
    const schema = sarifSchema();
    if (schema === undefined) {
      process.stderr.write(
        'Skipped: no SARIF schema here. Install @microsoft/jest-sarif or name a file in SARIF_SCHEMA.\n',
      );
      this.skip();
    }
    const ajv = new ajvDraft04.default({ strict: false, unicodeRegExp: false, validateFormats: false });
    const accepts = ajv.compile(schema);
    for (const results of [sampleResults(), []]) {
      accepts(logOf(results));
      expect(accepts.errors ?? []).to.deep.equal([]);
    }
  });

  it('have a rule with help for every result', () => {
    const { tool, results = [] } = runOf();
    const found = sampleResults().flatMap(({ findings, suppressed }) => [...findings, ...suppressed]);
    expect(results).to.have.length(found.length);
    for (const { ruleId, ruleIndex = -1 } of results) {
      const rule = tool.driver.rules![ruleIndex]!;
      expect(rule.id).to.equal(ruleId);
      expect(rule.fullDescription!.text).to.not.equal(rule.id).and.not.equal('');
      expect(rule.helpUri).to.match(/^https:/);
      expect(rule.defaultConfiguration!.level).to.match(/^(error|warning)$/);
    }
  });

  it('mark the place in a relative file', () => {
    const [first] = runOf().results!;
    expect(first!.locations).to.deep.equal([
      {
        physicalLocation: {
          artifactLocation: { uri: 'catalogs/broken.json', uriBaseId: '%SRCROOT%' },
          region: { startLine: 8, startColumn: 19, endLine: 8, endColumn: 25 },
        },
        logicalLocations: [{ fullyQualifiedName: '/services/0/bindable' }],
      },
    ]);
  });

  it('say what is switched off, and why', () => {
    const off = runOf().results!.filter(({ suppressions }) => suppressions !== undefined);
    expect(off.map(({ ruleId }) => ruleId)).to.deep.equal(['offering-tags-strings']);
    expect(off[0]!.suppressions![0]!.justification).to.match(/^Known since <b>/);
  });

  it('mend what has one right answer, as --fix does', () => {
    const text = '{\n "services": [{"plan_updatable": true,\n  "bindable": "true", "tags": "a"}]}';
    const log = logOf([validateCatalog(text, { source: 'a.json' })]);
    const fixes = log.runs[0]!.results!.flatMap((result) => result.fixes ?? []);
    expect(fixes.map(({ description }) => description!.text)).to.deep.equal([
      'The key "plan_updatable" is now "plan_updateable".',
      '"bindable" is now the boolean true.',
      '"tags" is now a list.',
    ]);
    expect(fixes[1]!.artifactChanges).to.deep.equal([
      {
        artifactLocation: { uri: 'a.json', uriBaseId: '%SRCROOT%' },
        replacements: [
          {
            deletedRegion: { startLine: 3, startColumn: 15, endLine: 3, endColumn: 21 },
            insertedContent: { text: 'true' },
          },
        ],
      },
    ]);
    expect(
      JSON.stringify(logOf([validateCatalog(text, { source: 'https://a.example.com/v2/catalog' })])),
    ).to.not.include('"fixes"');
    const accepts = new ajvDraft04.default({
      strict: false,
      unicodeRegExp: false,
      validateFormats: false,
    }).compile(sarifSchema() ?? {});
    expect(accepts(log), JSON.stringify(accepts.errors)).to.equal(true);
  });

  it('have the page of the rule for viewers', () => {
    const [rule] = runOf().tool.driver.rules!;
    expect(rule!.help!.markdown).to.include('Passes:').and.to.include(`osb explain ${rule!.id}`);
  });

  it('keep values of the catalog from becoming links, and secrets out', () => {
    const messages = runOf().results!.map(({ message }) => message.text ?? '');
    expect(messages.join('\n')).to.contain(String.raw`\[x](http`);
    expect(messages.join('\n')).to.not.match(/(?<!\\)\[x\]\(/);
    expect(sarifReporter.render(sampleResults())).to.not.contain('hunter2');
  });

  describe('fingerprints', () => {
    const printsOf = (text: string) =>
      runOf([validateCatalog(text)]).results!.map(
        ({ partialFingerprints }) => partialFingerprints!['osbKit/v1'],
      );
    const before = printsOf(brokenText);

    it('are one for each result', () => {
      const all = runOf().results!.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
      const own = runOf([sampleResults()[1]!]).results!.map(
        (result) => result.partialFingerprints!['osbKit/v1'],
      );
      expect(new Set(own).size).to.equal(own.length);
      expect(all.every((print) => /"[0-9a-f]{16}:\d+"/.test(print))).to.equal(true);
    });
    it('survive lines that move', () => {
      expect(printsOf(`\n\n\n${brokenText.replaceAll('  ', '\t\n')}`)).to.deep.equal(before);
    });
    it('survive an offering that is added before', () => {
      const other = `{"id":"c0b7a6de-54d2-4d6a-9a3f-1f1d2b0f6e22","name":"other","description":"O.","bindable":true,
        "plans":[{"id":"c0b7a6de-54d2-4d6a-9a3f-1f1d2b0f6e23","name":"small","description":"P."}]},`;
      expect(printsOf(brokenText.replace('[', `[${other}`))).to.deep.equal(before);
    });
    it('tell places apart', () => {
      expect(new Set(before).size).to.equal(before.length);
    });
  });
});

describe('names of inputs as URIs', () => {
  for (const [source, uri] of [
    ['catalog.yaml', 'catalog.yaml'],
    ['./a b/100%.json', 'a%20b/100%25.json'],
    ['.\\dir\\catalog.json', 'dir/catalog.json'],
    ['../up/catalog.json', '../up/catalog.json'],
    ['/srv/catalog.json', 'file:///srv/catalog.json'],
    ['C:\\dir\\c.json', 'file:///C:/dir/c.json'],
    ['https://broker.example.com/v2/catalog?x=ä', 'https://broker.example.com/v2/catalog?x=%C3%A4'],
    ['\ud800.json', '%EF%BF%BD.json'],
    ['a:b.json', 'a%3Ab.json'],
  ] as const) {
    it(`${JSON.stringify(source)} is ${uri}`, () => {
      expect(sourceUri(source)).to.equal(uri);
    });
  }
});
