import type { Finding, ValidationResult } from '../engine/finding.ts';
import type { JsonObject } from '../engine/json.ts';
import { sourceOf, type Reporter } from './reporter.ts';

/** The version of the format; grows when a field is removed or changes its meaning. */
export const jsonReportVersion = 1;

/** For programs: everything that is known, in the form that {@link jsonReportSchema} describes. */
export const jsonReporter: Reporter = {
  id: 'json',
  summary: 'For programs: every finding with all its parts; the form has a published schema.',
  extension: 'json',
  render(results) {
    const report = {
      format: 'osb-kit/catalog-report',
      version: jsonReportVersion,
      valid: results.every(({ valid }) => valid),
      results: results.map(jsonResult),
    };
    return `${JSON.stringify(report, undefined, 2)}\n`;
  },
};

function jsonResult(result: ValidationResult): JsonObject {
  const { apiVersion, profiles, valid, failure, errors, warnings, notes, findings, suppressed } = result;
  return {
    source: sourceOf(result),
    apiVersion,
    profiles,
    valid,
    failure,
    errors,
    warnings,
    notes,
    findings: findings.map(jsonFinding),
    suppressed: suppressed.map(({ reason, ...finding }) => ({ ...jsonFinding(finding), reason })),
  };
}

function jsonFinding({
  rule,
  requirement,
  profile,
  severity,
  message,
  pointer,
  position,
  link,
  related,
}: Finding): JsonObject {
  return { rule, requirement, profile, severity, message, pointer, position, link, related };
}

const position = {
  type: 'object',
  description:
    'Line and column count from 1; columns, offset and length are UTF-16 code units. Absent when a value was examined.',
  required: ['line', 'column', 'offset', 'length'],
  properties: {
    line: { type: 'integer', minimum: 1 },
    column: { type: 'integer', minimum: 1 },
    offset: { type: 'integer', minimum: 0 },
    length: { type: 'integer', minimum: 0 },
  },
} as const;

const finding = {
  type: 'object',
  required: ['rule', 'profile', 'severity', 'message', 'pointer', 'link'],
  properties: {
    rule: { type: 'string', description: 'Id of the rule: see docs/reference/rules.md.' },
    requirement: {
      type: 'string',
      description: 'Id of the broken requirement, where the rule rests on one.',
    },
    profile: { enum: ['osb', 'cloudfoundry', 'kubernetes'] },
    severity: { enum: ['error', 'warning'] },
    message: { type: 'string', description: 'What is wrong, where, and the remedy.' },
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the document.' },
    position,
    link: { type: 'string', format: 'uri' },
    related: {
      type: 'array',
      items: { type: 'object', required: ['pointer'], properties: { pointer: { type: 'string' }, position } },
    },
    reason: { type: 'string', description: 'Why the finding was switched off; on suppressed findings only.' },
  },
} as const;

/** The JSON Schema (draft 2020-12) of the JSON report. */
export const jsonReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Report of osb validate --format json, version 1',
  type: 'object',
  required: ['format', 'version', 'valid', 'results'],
  properties: {
    format: { const: 'osb-kit/catalog-report' },
    version: { const: jsonReportVersion },
    valid: {
      type: 'boolean',
      description: 'True when every input was examined and no catalog has an error.',
    },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'source',
          'apiVersion',
          'profiles',
          'valid',
          'errors',
          'warnings',
          'notes',
          'findings',
          'suppressed',
        ],
        properties: {
          source: { type: 'string' },
          apiVersion: { type: 'string', pattern: '^2\\.1[1-7]$' },
          profiles: { type: 'array', items: { type: 'string' } },
          valid: { type: 'boolean' },
          failure: {
            type: 'string',
            description:
              'Why the input could not be examined, as a file that does not exist; absent otherwise.',
          },
          errors: { type: 'integer', minimum: 0 },
          warnings: { type: 'integer', minimum: 0 },
          notes: { type: 'array', items: { type: 'string' } },
          findings: { type: 'array', items: { $ref: '#/$defs/finding' } },
          suppressed: { type: 'array', items: { $ref: '#/$defs/finding' } },
        },
      },
    },
  },
  $defs: { finding },
} as const;
