import type { Finding, SuppressedFinding, ValidationResult } from '../engine/finding.ts';
import { frameAt } from './frame.ts';
import { refusalText } from './refusals.ts';
import { sourceOf, type Reporter } from './reporter.ts';
import { visible } from './visible.ts';
import { idsOf, placeOf } from './where.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** For CI servers: a suite for each catalog. An error is a failure, what could not be examined an error, a warning passes with output, what is switched off is skipped. */
export const junitReporter: Reporter = {
  id: 'junit',
  summary: 'For CI servers: JUnit XML, one suite for each catalog.',
  extension: 'xml',
  render(results) {
    const suites = results.map(suite);
    const sum = (key: 'tests' | 'failures' | 'errors' | 'skipped') =>
      suites.reduce((total, { counts }) => total + counts[key], 0);
    const total = {
      tests: sum('tests'),
      failures: sum('failures'),
      errors: sum('errors'),
      skipped: sum('skipped'),
    };
    const content = suites.map(({ text }) => text).join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'osb validate', ...total, time: 0 }, `\n${content}`)}\n`;
  },
};

function suite(result: ValidationResult) {
  const names = new Map<string, number>();
  const cases = [...result.findings, ...result.suppressed].map((finding) => {
    const name = `${finding.rule} ${finding.pointer || '/'}`;
    const nth = (names.get(name) ?? 0) + 1;
    names.set(name, nth);
    return testCase(result, nth === 1 ? name : `${name} (${nth})`, verdictOf(finding, result));
  });
  if (result.failure !== undefined) {
    const { failure } = result;
    cases.push(testCase(result, 'examined', element('error', { message: failure, type: 'not-examined' })));
  }
  for (const refusal of result.refusals ?? []) {
    const text = element('system-out', {}, xml(refusalText(result, refusal)));
    cases.push(testCase(result, `${refusal.profile} would refuse it`, text));
  }
  const whole = 'no finding'; // a suite without a case counts as one that never ran
  if (cases.length === 0) cases.push(testCase(result, whole, ''));
  const counts = {
    tests: cases.length,
    failures: result.errors,
    errors: result.failure === undefined ? 0 : 1,
    skipped: result.suppressed.length,
  };
  const notes =
    result.notes.length === 0 ? '' : `    ${element('system-out', {}, xml(result.notes.join('\n')))}\n`;
  const attributes = { name: sourceOf(result), ...counts, time: 0 };
  const text = `  ${element('testsuite', attributes, `\n${cases.join('')}${notes}  `)}\n`;
  return { counts, text };
}

function testCase(result: ValidationResult, name: string, content: string): string {
  return `    ${element('testcase', { name, classname: sourceOf(result), time: 0 }, content)}\n`;
}

function verdictOf(finding: Finding | SuppressedFinding, result: ValidationResult): string {
  if ('reason' in finding) return element('skipped', { message: `Switched off: ${finding.reason}` });
  const { message, severity, rule } = finding;
  const text = xml(detail(finding, result));
  return severity === 'error'
    ? element('failure', { message, type: rule }, text)
    : element('system-out', {}, text);
}

function detail(finding: Finding, result: ValidationResult): string {
  const { position, message, link } = finding;
  const frame = position && result.text !== undefined ? frameAt(result.text, position) : undefined;
  return [
    `${finding.severity} ${sourceOf(result)}:${placeOf(finding)}  ${idsOf(finding).join('  ')}`,
    message,
    ...(frame === undefined ? [] : [frame.code, frame.marks]),
    link,
  ].join('\n');
}

function element(name: string, attributes: Attributes, content = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(String(value))}"`);
  const open = `<${name}${list.join('')}`;
  return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** XML 1.0 has no way to write control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
function xml(text: string): string {
  return visible(text)
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll(/[&<>"]/g, (character) => entities.get(character) ?? character);
}
