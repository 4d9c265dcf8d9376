import { createHash } from 'node:crypto';
import { isRequirementId, requirement, type RequirementId } from '@osb-kit/spec';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Exchange } from '../engine/exchange.ts';
import { findingsOf, stoppedEarly } from '../engine/render.ts';
import type { CheckResult, Finding, Report } from '../engine/report.ts';
import { exchangesById } from '../reporting/exchange-text.ts';
import { visible } from '../reporting/visible-text.ts';
import { levelName, targetName, worstFirst } from '../reporting/words.ts';

/** GitHub refuses more in one upload than it can show, so the worst come first and the rest is left to other formats. */
const mostResults = 5000;

/** SARIF 2.1.0 for code scanning: a rule for each requirement that the broker departs from, a result for each finding. */
export function renderSarif(report: Report): string {
  const byId = exchangesById(report.exchanges);
  const found = worstFirst(report.results)
    .flatMap((result) => findingsOf(result).map((finding) => ({ result, finding })))
    .slice(0, mostResults);
  const ids = [...new Set(found.map(({ finding }) => finding.requirement))];
  const rules = ids.flatMap((id) =>
    found
      .filter(({ finding }) => finding.requirement === id)
      .slice(0, 1)
      .map(ruleOf),
  );
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            rules,
          },
        },
        automationDetails: { id: `osb-conformance/${report.apiVersion}/` },
        invocations: [
          {
            executionSuccessful: !report.aborted && report.conclusion !== 'undecided',
            startTimeUtc: report.startedAt,
            endTimeUtc: new Date(Date.parse(report.startedAt) + report.durationMs).toISOString(),
            ...(report.aborted && {
              toolExecutionNotifications: [{ level: 'error' as const, message: { text: stoppedEarly } }],
            }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        properties: {
          target: visible(report.target),
          conclusion: report.conclusion,
          counts: report.counts,
          seed: report.seed,
        },
        results: found.map(({ result, finding }) =>
          resultOf(result, finding, ids.indexOf(finding.requirement), report, byId),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ finding }: { readonly finding: Finding }): ReportingDescriptor {
  const { requirement: id, statement, level, link, since } = finding;
  return {
    id,
    name: pascal(id),
    shortDescription: { text: sentence(statement) },
    fullDescription: {
      text: `${levelName(level)} since version ${since} of the Open Service Broker API. ${sentence(statement)}`,
    },
    help: { text: `${howToDecide(id)} Section of the specification: ${link}` },
    helpUri: link,
    defaultConfiguration: { level: finding.weight === 'error' ? 'error' : 'warning' },
    properties: {
      tags: ['osbapi', levelName(level)],
      'problem.severity': finding.weight === 'error' ? 'error' : 'warning',
    },
  };
}

function resultOf(
  result: CheckResult,
  finding: Finding,
  ruleIndex: number,
  report: Report,
  byId: ReadonlyMap<number, Exchange>,
): Result {
  const exchange = finding.exchange === null ? undefined : byId.get(finding.exchange);
  const plan = result.target === null ? '' : `${result.target.serviceId}/${result.target.planId}`;
  return {
    ruleId: finding.requirement,
    ruleIndex,
    level: levelOf(finding, report),
    message: {
      text: visible(
        `${result.check}, ${targetName(result.target)}: expected ${finding.expected}, got ${finding.actual}, because ${finding.because}.${finding.likelyCause === null ? '' : ` Likely cause: ${finding.likelyCause}`}`,
      ),
    },
    // There is no file. Code scanning wants a path all the same, so it gets the endpoint, which is where one has to look.
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: endpointOf(exchange) }, region: { startLine: 1 } },
        logicalLocations: [
          {
            name: result.check.split('/').at(-1) ?? result.check,
            fullyQualifiedName: visible(`${result.check}@${plan}`),
            kind: 'member',
          },
        ],
      },
    ],
    partialFingerprints: { 'check/v1': digest([result.check, finding.requirement, plan]) },
    properties: {
      check: result.check,
      plan: visible(targetName(result.target)),
      reproduce: finding.reproduce.map(visible),
      runAgain: visible(finding.runAgain),
    },
  };
}

function levelOf({ weight }: Finding, { strict }: Report): 'error' | 'warning' | 'note' {
  if (weight === 'advice') return 'note';
  return weight === 'error' || strict ? 'error' : 'warning';
}

/** The endpoint of an exchange as a relative path, without ids: `v2/service_instances/instance_id/last_operation`. */
function endpointOf(exchange: Exchange | undefined): string {
  const path = /\/(v2\/[a-z_]+)(?:\/([^/?#]+))?(\/[a-z_]+)?(?:\/([^/?#]+))?(\/[a-z_]+)?\/?(?:[?#]|$)/.exec(
    exchange?.request.url ?? '',
  );
  if (path === null) return 'v2';
  const [, collection = '', first, second = '', inner, third = ''] = path;
  return [collection, first && '/instance_id', second, inner && '/binding_id', third].join('');
}

function howToDecide(id: RequirementId): string {
  return isRequirementId(id) ? `How it is decided: ${sentence(requirement(id).check)}` : '';
}

function sentence(text: string): string {
  const line = visible(text);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function pascal(id: string): string {
  return id.toLowerCase().replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
