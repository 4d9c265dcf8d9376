import type { Log, Location, ReportingDescriptor, Result } from 'sarif';

import { requirement, type ApiVersion } from '@osb-kit/spec';

import type { Finding, Position, Related, SuppressedFinding, ValidationResult } from '../engine/finding.ts';
import type { Examples } from '../engine/rule.ts';
import { severityOfRule } from '../engine/run.ts';
import { documentRules, rules } from '../registry.ts';
import { fingerprints } from './fingerprint.ts';
import { refusalText } from './refusals.ts';
import { fixesOf } from './sarif-fixes.ts';
import { sourceOf, type Reporter } from './reporter.ts';
import { sourceUri } from './source-uri.ts';
import { stretchesOf } from './where.ts';
import { visible } from './visible.ts';

const root = '%SRCROOT%';
const longestExample = 2000;

/** For code scanning: SARIF 2.1.0, one run. Snippets are left out, since the text may hold secrets. */
export const sarifReporter: Reporter = {
  id: 'sarif',
  summary: 'For code scanning, as on GitHub: SARIF 2.1.0.',
  extension: 'sarif',
  render(results, { toolVersion } = {}) {
    const found = results.flatMap(({ findings, suppressed, apiVersion }) =>
      [...findings, ...suppressed].map((finding) => ({ finding, apiVersion })),
    );
    const descriptors = new Map<string, ReportingDescriptor>();
    for (const { finding, apiVersion } of found) {
      if (!descriptors.has(finding.rule)) descriptors.set(finding.rule, descriptor(finding, apiVersion));
    }
    const indexes = new Map([...descriptors.keys()].map((id, index) => [id, index]));
    const told = results.flatMap((result) => [
      ...(result.failure === undefined ? [] : [{ level: 'error' as const, text: result.failure, result }]),
      ...result.notes.map((text) => ({ level: 'note' as const, text, result })),
      ...(result.refusals ?? []).map((refusal) => ({
        level: 'warning' as const,
        text: refusalText(result, refusal),
        result,
      })),
    ]);
    const log: Log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'osb-kit',
              ...(toolVersion !== undefined && { version: toolVersion }),
              rules: [...descriptors.values()],
            },
          },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { [root]: { description: { text: 'The folder in which osb was started.' } } },
          invocations: [
            {
              executionSuccessful: told.every(({ level }) => level !== 'error'),
              ...(told.length > 0 && {
                toolExecutionNotifications: told.map(({ level, text, result }) => ({
                  level,
                  message: { text: plain(text) },
                  locations: [{ physicalLocation: { artifactLocation: artifact(result) } }],
                })),
              }),
            },
          ],
          results: results.flatMap((result) => resultsOf(result, indexes)),
        },
      ],
    };
    return `${JSON.stringify(log, undefined, 2)}\n`;
  },
};

function descriptor(finding: Finding, version: ApiVersion): ReportingDescriptor {
  const rule = rules.find(({ id }) => id === finding.rule);
  const documentRule = documentRules.find(({ id }) => id === finding.rule);
  const statement =
    rule?.summary ??
    documentRule?.summary ??
    (finding.requirement === undefined ? undefined : requirement(finding.requirement).statement);
  const level =
    documentRule?.severity ?? (rule === undefined ? undefined : severityOfRule(rule, version)) ?? 'warning';
  return {
    id: finding.rule,
    shortDescription: { text: statement ?? finding.rule },
    fullDescription: { text: statement ?? finding.rule },
    helpUri: finding.link,
    help: helpOf(finding, statement ?? finding.rule, rule?.examples),
    defaultConfiguration: { level },
    properties: { tags: [finding.profile] },
  };
}

/** The page of the rule, where the viewer shows it: what it wants, and an example that passes and one that does not. */
function helpOf(
  { rule, link }: Finding,
  statement: string,
  examples: Examples | undefined,
): ReportingDescriptor['help'] {
  const text = `${statement} See ${link}, or run: osb explain ${rule}`;
  if (examples === undefined) return { text };
  const block = (example: unknown) => ['```json', exampleText(example), '```'].join('\n');
  const parts = [
    `${plain(statement)} [Where it is written](${link}), or \`osb explain ${rule}\`.`,
    `Passes:\n\n${block(examples.good)}`,
    `Fails:\n\n${block(examples.bad)}`,
  ];
  return { text, markdown: parts.join('\n\n') };
}

function exampleText(example: unknown): string {
  const text = JSON.stringify(example, undefined, 2);
  return text.length > longestExample ? `${text.slice(0, longestExample)}…` : text;
}

function resultsOf(result: ValidationResult, indexes: ReadonlyMap<string, number>): Result[] {
  const locate = locator(result);
  const fingerprint = fingerprints(result.catalog);
  const fixesFor = fixesOf(result, artifact(result));
  const one = (finding: Finding | SuppressedFinding): Result => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    level: finding.severity,
    message: { text: plain(finding.message) },
    locations: [locate(finding)],
    partialFingerprints: { 'osbKit/v1': fingerprint(finding) },
    ...fixesFor(finding),
    ...(finding.also !== undefined && {
      properties: {
        tags: [finding.profile, ...finding.also.map(({ profile }) => profile)],
        also: finding.also,
        ...(finding.ownSeverity !== undefined && { ownSeverity: finding.ownSeverity }),
      },
    }),
    ...(finding.related !== undefined && {
      relatedLocations: finding.related.map((related, index) => ({
        id: index + 1,
        ...locate(related),
        message: { text: plain(related.pointer) || '/' },
      })),
    }),
    ...('reason' in finding && {
      suppressions: [{ kind: 'external' as const, justification: visible(finding.reason) }],
    }),
  });
  return [...result.findings, ...result.suppressed].map(one);
}

function locator(result: ValidationResult): (place: Finding | Related) => Location {
  const stretchOf = stretchesOf(result);
  const artifactLocation = artifact(result);
  const region = (position: Position | undefined) => position && { region: stretchOf(position) };
  return ({ position, pointer }) => ({
    physicalLocation: { artifactLocation, ...region(position) },
    logicalLocations: [{ fullyQualifiedName: visible(pointer) || '/' }],
  });
}

function artifact(result: ValidationResult): { uri: string; uriBaseId?: string } {
  const uri = sourceUri(sourceOf(result));
  return /^[a-z][a-z\d+.-]*:/i.test(uri) ? { uri } : { uri, uriBaseId: root };
}

/** In SARIF `[text](target)` inside a message is a link; a value that a catalog brings along shall not be one. */
function plain(text: string): string {
  return visible(text).replaceAll(/\[(?=[^\]]*\]\()/g, String.raw`\[`);
}
