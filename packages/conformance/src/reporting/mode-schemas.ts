import { levels } from '@osb-kit/spec';
import { reportFormat } from '../engine/report.ts';
import { count, duration, list, orNull, record, ref, text, type Schema } from './schema-words.ts';
import { definitions, reportSchema } from './report-schema.ts';

const draft = 'https://json-schema.org/draft/2020-12/schema';
const id = (name: string) => `urn:osb-kit:${name}:${String(reportFormat)}`;
const address: Schema = { type: 'string', description: 'The address that was tested, without credentials.' };

/** A report inside another document: its definitions stand with those of the document. */
const report: Schema = Object.fromEntries(
  Object.entries(reportSchema).filter(([name]) => !['$schema', '$id', '$defs'].includes(name)),
);
const shared = { ...definitions, ...(reportSchema['$defs'] as object), report };

/** JSON Schema (draft 2020-12) of what "osb test --explore" writes as `json`. */
export const explorationSchema: Schema = {
  $schema: draft,
  $id: id('exploration'),
  title: 'An exploration of osb-kit',
  ...record({
    kind: { const: 'exploration' },
    format: { const: reportFormat },
    target: address,
    apiVersion: ref('apiVersion'),
    strict: { type: 'boolean' },
    seed: { type: 'integer' },
    durationMs: duration,
    steps: { ...count, description: 'Steps that were taken, those to find the shortest sequences included.' },
    sequences: count,
    accepted: { ...count, description: 'Operations that the broker accepted.' },
    findings: list(
      record({
        requirement: text,
        statement: text,
        level: { enum: levels },
        weight: { enum: ['error', 'warning', 'advice'] },
        link: text,
        expected: text,
        actual: text,
        because: text,
        steps: list(text, { description: 'The shortest sequence that was found to show it, a line a step.' }),
        script: { type: 'string', description: 'A shell script that repeats the sequence with curl.' },
        reproducible: { type: 'boolean', description: 'It showed again on the last run of the sequence.' },
        exchanges: list(ref('exchange')),
      }),
    ),
    remarks: list(text),
    leftovers: list(ref('leftover')),
    stopped: orNull({ type: 'string', description: 'Why it ended before all steps were taken.' }),
  }),
  $defs: Object.fromEntries(
    Object.entries(definitions).filter(([name]) =>
      ['apiVersion', 'exchange', 'header', 'leftover'].includes(name),
    ),
  ),
};

/** JSON Schema (draft 2020-12) of what "osb test --matrix" writes as `json`. */
export const matrixSchema: Schema = {
  $schema: draft,
  $id: id('matrix'),
  title: 'A broker held against several versions by osb-kit',
  ...record({
    kind: { const: 'matrix' },
    format: { const: reportFormat },
    target: address,
    columns: list({
      oneOf: [
        record({ version: ref('apiVersion'), report: ref('report') }),
        record({ version: ref('apiVersion'), refused: text }),
      ],
    }),
    rows: list(
      record({
        requirement: text,
        cells: list({ enum: ['passed', 'failed', 'warned', 'undecided', 'not tested', '-'] }),
      }),
      { description: 'Only requirements whose outcome differs between versions, or fails in some.' },
    ),
  }),
  $defs: shared,
};

/** JSON Schema (draft 2020-12) of what "osb test --replay" writes as `json`. */
export const replaySchema: Schema = {
  $schema: draft,
  $id: id('replay'),
  title: 'Results of a report of osb-kit, repeated',
  type: 'object',
  required: ['kind', 'format', 'results', 'report'],
  additionalProperties: false,
  properties: {
    kind: { const: 'replay' },
    format: { const: reportFormat },
    results: list({
      type: 'object',
      required: ['before', 'verdict'],
      additionalProperties: false,
      properties: {
        before: ref('result'),
        after: { ...ref('result'), description: 'Absent when the plan is gone.' },
        verdict: { enum: ['fixed', 'failed', 'undecided'] },
      },
    }),
    report: ref('report'),
  },
  $defs: shared,
};
