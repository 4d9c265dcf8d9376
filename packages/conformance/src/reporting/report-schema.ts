import { apiVersions, levels } from '@osb-kit/spec';
import { outcomes, reportFormat } from '../engine/report.ts';
import { count, duration, list, orNull, record, ref, text, type Schema } from './schema-words.ts';

const resultBase: Readonly<Record<string, Schema>> = {
  check: { type: 'string', description: 'Id of the check, as in "provisioning/conflict-on-different-plan".' },
  title: text,
  requirements: list({ type: 'string', description: 'Id of a requirement of the ledger.' }),
  target: orNull(ref('target')),
  durationMs: duration,
  notes: list(text, { description: 'Remarks that do not change the verdict.' }),
  exchanges: list(ref('exchangeReference')),
};

function resultSchema(
  outcome: Schema,
  own: Readonly<Record<string, Schema>>,
  lead: Readonly<Record<string, Schema>>,
): Schema {
  return record({ ...lead, ...resultBase, outcome, ...own });
}

/** The request that stood in the way. */
const obstacle: Readonly<Record<string, Schema>> = {
  exchange: orNull({
    type: 'integer',
    minimum: 1,
    description: 'Number of the exchange that stood in the way.',
  }),
  reproduce: list(text, { description: 'Commands that repeat the requests.' }),
};

/** The alternatives of a result; `lead` is what stands before its members. */
function resultAlternatives(lead: Readonly<Record<string, Schema>> = {}): Schema[] {
  return [
    resultSchema({ const: 'passed' }, {}, lead),
    resultSchema({ enum: ['failed', 'warned'] }, { findings: list(ref('finding'), { minItems: 1 }) }, lead),
    resultSchema({ const: 'skipped' }, { reason: text }, lead),
    resultSchema({ const: 'blocked' }, { cause: text, ...obstacle }, lead),
    resultSchema({ const: 'inconclusive' }, { why: text }, lead),
    resultSchema({ const: 'errored' }, { error: text, ...obstacle }, lead),
  ];
}

/** Definitions that the schemas share. */
export const definitions: Readonly<Record<string, Schema>> = {
  tool: record({ name: text, version: text }),
  apiVersion: { enum: apiVersions },
  catalog: record(
    {
      offerings: list(
        record({
          id: text,
          name: text,
          plans: list(record({ id: text, name: text, tested: { type: 'boolean' } })),
        }),
      ),
    },
    {},
    {
      sample: record(
        { tested: count, of: count },
        { description: 'Present when the catalog is so large that only some of its plans were tested.' },
      ),
    },
  ),
  target: record(
    { service: text, serviceId: text, plan: text, planId: text },
    { description: 'The plan that a result is about; null when it is about the broker as a whole.' },
  ),
  finding: record(
    {
      requirement: text,
      alsoBreaks: list(text, { description: 'General requirements that are broken with it.' }),
      statement: text,
      level: { enum: levels },
      since: ref('apiVersion'),
      weight: { enum: ['error', 'warning', 'advice'] },
      link: { type: 'string', description: 'The section of the specification at the tested version.' },
      expected: { type: 'string', description: 'All answers that would have been legal.' },
      actual: text,
      because: text,
      likelyCause: orNull(text),
      exchange: orNull({ type: 'integer', minimum: 1, description: 'Number of the exchange that shows it.' }),
      reproduce: list(text, { description: 'Commands that repeat the requests.' }),
      runAgain: text,
    },
    { description: 'One way in which the broker departs from a requirement.' },
  ),
  exchangeReference: record({
    id: { type: 'integer', minimum: 1 },
    role: { enum: ['setup', 'probe', 'poll', 'cleanup'] },
  }),
  header: {
    type: 'array',
    prefixItems: [text, text],
    items: false,
    minItems: 2,
    description: 'Name and value.',
  },
  exchange: record(
    {
      id: { type: 'integer', minimum: 1, description: 'In the order in which requests were sent.' },
      at: { type: 'number', minimum: 0, description: 'Milliseconds since the start of the run.' },
      durationMs: duration,
      request: record(
        {
          method: text,
          url: text,
          headers: list(ref('header')),
          body: orNull(text),
          credentials: { enum: ['configured', 'altered', 'none'] },
          shownCredentials: {
            type: 'string',
            description:
              'Words for curl that send the same credentials where others than those configured were sent.',
          },
        },
        {},
        {
          charset: {
            const: 'latin1',
            description: 'The characters of the body on the wire, where they are not those of UTF-8.',
          },
        },
      ),
      outcome: {
        oneOf: [
          record({
            kind: { const: 'answered' },
            status: { type: 'integer', minimum: 100, maximum: 999 },
            headers: list(ref('header')),
            body: text,
            truncated: { type: 'boolean' },
          }),
          record({ kind: { const: 'unanswered' }, reason: text }),
        ],
      },
    },
    { description: 'A request and its answer; secrets are redacted, long bodies cut.' },
  ),
  counts: record(Object.fromEntries(outcomes.map((outcome) => [outcome, count]))),
  conclusion: { enum: ['conformant', 'not-conformant', 'undecided'] },
  baseline: record(
    {
      known: list(
        record({ check: text, target: orNull(ref('target')), requirements: list(text), reason: text }),
      ),
      stale: list(record({ check: text, plan: orNull(text), requirement: orNull(text), reason: text })),
    },
    { description: 'Known failures, which do not fail the run, and entries that no longer hold, which do.' },
  ),
  leftover: record(
    {
      kind: { enum: ['instance', 'binding'] },
      instanceId: text,
      bindingId: orNull(text),
      serviceId: text,
      planId: text,
      reason: text,
    },
    { description: 'Something that the run created and could not remove.' },
  ),
};

const start: Readonly<Record<string, Schema>> = {
  format: { const: reportFormat },
  tool: ref('tool'),
  target: { type: 'string', description: 'The address that was tested, without credentials.' },
  apiVersion: ref('apiVersion'),
  strict: { type: 'boolean' },
  startedAt: { type: 'string', format: 'date-time' },
  seed: { type: 'integer' },
  catalog: ref('catalog'),
};

const end: Readonly<Record<string, Schema>> = {
  durationMs: duration,
  counts: ref('counts'),
  conclusion: ref('conclusion'),
  leftovers: list(ref('leftover')),
  aborted: { type: 'boolean', description: 'True when the run was stopped before all checks were through.' },
};

/** An object that may have a baseline as well. */
function withBaseline(schema: Schema): Schema {
  return { ...schema, properties: { ...(schema['properties'] as object), baseline: ref('baseline') } };
}

/** JSON Schema (draft 2020-12) of the report that the format `json` writes. */
export const reportSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:osb-kit:conformance-report:${reportFormat}`,
  title: 'Report of a conformance run of osb-kit',
  ...withBaseline(
    record({ ...start, ...end, results: list(ref('result')), exchanges: list(ref('exchange')) }),
  ),
  $defs: { ...definitions, result: { oneOf: resultAlternatives() } },
};

/** JSON Schema (draft 2020-12) of one line that the format `ndjson` writes. */
export const ndjsonSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:osb-kit:conformance-report-line:${reportFormat}`,
  title: 'One line of a conformance run of osb-kit',
  oneOf: [
    record({ event: { const: 'start' }, ...start }),
    ...resultAlternatives({ event: { const: 'result' } }),
    withBaseline(record({ event: { const: 'end' }, ...end })),
  ],
  $defs: Object.fromEntries(
    Object.entries(definitions).filter(([name]) => name !== 'exchange' && name !== 'header'),
  ),
};
