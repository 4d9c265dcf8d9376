import type { Finding, ValidationResult } from '../engine/finding.ts';
import type { JsonObject } from '../engine/json.ts';
import { profiles } from '../engine/finding.ts';
import { refusalText } from './refusals.ts';
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
  const { apiVersion, profiles, platformVersion, valid, failure, errors, warnings, notes } = result;
  const { refusals, findings, suppressed } = result;
  return {
    source: sourceOf(result),
    apiVersion,
    profiles,
    platformVersion,
    valid,
    failure,
    errors,
    warnings,
    notes,
    refusals: refusals?.map((refusal) => ({ ...refusal, said: refusalText(result, refusal) })),
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
  also,
  ownSeverity,
}: Finding): JsonObject {
  return {
    ...{ rule, requirement, profile, severity, message, pointer, position, link, related, also },
    ownSeverity,
  };
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

const severity = { enum: ['error', 'warning'] } as const;

const finding = {
  type: 'object',
  required: ['rule', 'profile', 'severity', 'message', 'pointer', 'link'],
  properties: {
    rule: { type: 'string', description: 'Id of the rule: see docs/reference/rules.md.' },
    requirement: {
      type: 'string',
      description: 'Id of the broken requirement, where the rule rests on one.',
    },
    profile: { enum: profiles },
    severity,
    message: { type: 'string', description: 'What is wrong, where, and the remedy.' },
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the document.' },
    position,
    link: { type: 'string', format: 'uri' },
    related: {
      type: 'array',
      items: { type: 'object', required: ['pointer'], properties: { pointer: { type: 'string' }, position } },
    },
    also: {
      type: 'array',
      description: 'What other profiles say of the same fault; "severity" is then the worst of all.',
      items: {
        type: 'object',
        required: ['profile', 'rule', 'severity', 'message', 'link'],
        properties: {
          profile: { enum: profiles },
          rule: { type: 'string' },
          severity,
          message: { type: 'string' },
          link: { type: 'string', format: 'uri' },
        },
      },
    },
    ownSeverity: {
      ...severity,
      description: 'How bad "profile" itself finds it, where another profile finds it worse.',
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
          platformVersion: {
            type: 'string',
            description: "The version of Cloud Controller's API that was asked for.",
          },
          refusals: {
            type: 'array',
            description: 'Profiles that were not asked for and have errors.',
            items: {
              type: 'object',
              required: ['profile', 'errors', 'said'],
              properties: {
                profile: { enum: profiles },
                errors: { type: 'integer', minimum: 1 },
                said: { type: 'string', description: 'In a sentence, with the command that shows why.' },
              },
            },
          },
          findings: { type: 'array', items: { $ref: '#/$defs/finding' } },
          suppressed: { type: 'array', items: { $ref: '#/$defs/finding' } },
        },
      },
    },
  },
  $defs: { finding },
} as const;
