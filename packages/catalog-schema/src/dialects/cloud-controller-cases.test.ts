import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { examineAsCloudController, renderCloudControllerMessage } from './index.ts';

const catalogs = new URL('../../../../../shared/catalogs/', import.meta.url);

interface Case {
  readonly name: string;
  readonly text: string;
  /** Cloud Controller's own text; null for a catalog that it accepts. */
  readonly message: string | null;
}

function measuredCases(): Case[] {
  const lines = readFileSync(new URL('cases.jsonl', catalogs), 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    const { message } = JSON.parse(line) as { message: string | null };
    const text = line.slice('{"catalog":'.length, line.lastIndexOf(', "message":'));
    return { name: `line ${index + 1} of cases.jsonl`, text, message };
  });
}

function realCatalogs(): Case[] {
  const rows = JSON.parse(readFileSync(new URL('index.json', catalogs), 'utf8')) as {
    file: string;
    message: string | null;
    cloud_controller: string;
  }[];
  return rows.map(({ file, message }) => ({
    name: file,
    text: readFileSync(new URL(file, catalogs), 'utf8'),
    message,
  }));
}

const suites: [title: string, read: () => Case[], atLeast: number][] = [
  ['the measured cases', measuredCases, 382],
  ['the real catalogs', realCatalogs, 198],
];

describe('dialects: Cloud Controller as it was measured', () => {
  for (const [title, read, atLeast] of suites) {
    it(`gives the text of ${title}, byte for byte`, function () {
      if (!existsSync(catalogs)) {
        process.stdout.write(`Skipped: ${catalogs.pathname} is not there.\n`);
        this.skip();
      }
      const cases = read();
      expect(cases).to.have.lengthOf.at.least(atLeast);
      for (const { name, text, message } of cases) {
        const catalog: unknown = JSON.parse(text);
        for (const options of [{}, { text }]) {
          const problems = examineAsCloudController(catalog, options);
          expect(renderCloudControllerMessage(problems), name).to.equal(message ?? '');
          expect(problems.length > 0, name).to.equal(message !== null);
        }
      }
    });
  }
});
