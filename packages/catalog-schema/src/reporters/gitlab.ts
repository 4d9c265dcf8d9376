import type { Finding, ValidationResult } from '../engine/finding.ts';
import type { JsonObject } from '../engine/json.ts';
import { fingerprints } from './fingerprint.ts';
import { refusalText } from './refusals.ts';
import { sourceOf, type Reporter } from './reporter.ts';
import { stretchesOf } from './where.ts';
import { visible } from './visible.ts';

/** For GitLab: a Code Quality report, which merge requests show beside the lines. */
export const gitlabReporter: Reporter = {
  id: 'gitlab',
  summary: 'For GitLab: a Code Quality report (artifacts:reports:codequality).',
  extension: 'json',
  render: (results) => `${JSON.stringify(results.flatMap(issuesOf), undefined, 2)}\n`,
};

function issuesOf(result: ValidationResult): readonly JsonObject[] {
  const path = sourceOf(result)
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '');
  const { failure, catalog, findings } = result;
  if (failure !== undefined) {
    return [
      {
        ...{ description: visible(failure), check_name: 'not-examined', severity: 'blocker' },
        fingerprint: `${path}:not-examined`,
        location: { path, lines: { begin: 1 } },
      },
    ];
  }
  const fingerprint = fingerprints(catalog);
  const stretchOf = stretchesOf(result);
  const refusals = (result.refusals ?? []).map((refusal) => ({
    description: visible(refusalText(result, refusal)),
    check_name: `${refusal.profile}-would-refuse`,
    fingerprint: `${path}:${refusal.profile}-would-refuse`,
    severity: 'info',
    location: { path, lines: { begin: 1 } },
  }));
  const issues = findings.map((finding: Finding): JsonObject => {
    const { rule, severity, message, position, link, pointer } = finding;
    const stretch = position && stretchOf(position);
    return {
      description: visible(position === undefined ? `${message} (at ${pointer || '/'})` : message),
      check_name: rule,
      fingerprint: `${path}:${fingerprint(finding)}`, // the same catalog may stand in two files
      severity: severity === 'error' ? 'major' : 'minor',
      content: { body: link },
      location: {
        path,
        lines: { begin: stretch?.startLine ?? 1, ...(stretch && { end: stretch.endLine }) },
      },
    };
  });
  return [...issues, ...refusals];
}
