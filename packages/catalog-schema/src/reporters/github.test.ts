import { expect } from 'chai';

import { sampleResults } from '../testing/sample-results.ts';
import { githubReporter } from './github.ts';

/** Reads workflow commands as a runner does: one a line, with its escapes undone. */
function commandsIn(text: string): Readonly<Record<string, string | undefined>>[] {
  const unescape = (value: string) =>
    value
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  return text.split(/[\r\n]/).flatMap((line) => {
    const match = /^::(\w+) (.*?)::(.*)$/.exec(line);
    if (match === null) return [];
    const [, name, list = '', message = ''] = match;
    const properties = list.split(',').map((pair): [string, string] => {
      const [key = '', ...value] = pair.split('=');
      return [key, unescape(value.join('='))];
    });
    return [{ name, message: unescape(message), ...Object.fromEntries(properties) }];
  });
}

describe('github reports', () => {
  const results = sampleResults();
  const commands = commandsIn(githubReporter.render(results));

  it('annotate every finding and note', () => {
    const wanted = results.flatMap(({ findings, notes }) => [
      ...findings.map(({ severity }) => severity),
      ...notes.map(() => 'notice'),
    ]);
    expect(commands.map(({ name }) => name)).to.deep.equal(wanted);
  });
  it('name file, line and columns', () => {
    expect(commands[0]).to.deep.include({
      name: 'error',
      file: 'catalogs/broken.json',
      line: '8',
      endLine: '8',
      col: '19',
      endColumn: '25',
      title: 'offering-bindable-present',
    });
  });
  it('mark the first line of a stretch of several', () => {
    const [whole] = commandsIn(
      githubReporter.render(
        [sampleResults()[0]!].map((result) => ({
          ...result,
          findings: result.findings.map((finding) => ({
            ...finding,
            position: { line: 3, column: 5, offset: 20, length: 80 },
          })),
        })),
      ),
    );
    expect(whole).to.include({ line: '3', col: '5' }).and.not.have.any.keys('endLine', 'endColumn');
  });
  it('let no text of a catalog end a line, a property or the command', () => {
    const odd = commands.filter(({ file }) => file?.startsWith('odd <b>'));
    expect(odd).to.have.length(results[1]!.findings.length);
    expect(odd[0]!['file']).to.match(/%0A::error::.*,:\.json$/);
  });
  it('end in the verdict', () => {
    expect(githubReporter.render(results)).to.match(/\n3 catalogs, 1 valid: \d+ errors, \d+ warnings\n$/);
    expect(githubReporter.render([])).to.equal('0 catalogs, 0 valid: 0 errors, 0 warnings\n');
  });
});
