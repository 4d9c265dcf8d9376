import { requirement, sectionLink, type RequirementId } from '@osb-kit/spec';
import type { Exchange } from '../engine/exchange.ts';
import { conclude, countOutcomes } from '../engine/conclusion.ts';
import { reportFormat, type CheckResult, type Finding, type Outcome, type Report } from '../engine/report.ts';

/** What a hostile broker may put into its catalog and its answers. */
export const hostile =
  '</script><img src=x onerror="window.pwned=1">\u0000\ud800\u202e|`@octocat`\r\n::error::x %0A ]]> <!--';

export function sampleExchange(id: number, overrides: Partial<Exchange> = {}): Exchange {
  return {
    id,
    at: id * 10,
    durationMs: 4.2,
    request: {
      method: 'PUT',
      url: `http://127.0.0.1:8080/prefix/v2/service_instances/i-${id}?accepts_incomplete=true`,
      headers: [
        ['X-Broker-API-Version', '2.17'],
        ['Authorization', 'Basic [redacted]'],
        ['Content-Type', 'application/json'],
      ],
      body: JSON.stringify({ service_id: 'db', plan_id: 'large', organization_guid: 'o', space_guid: 's' }),
      credentials: 'configured',
      shownCredentials: '',
    },
    outcome: {
      kind: 'answered',
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: '{}',
      truncated: false,
    },
    ...overrides,
  };
}

export function sampleFinding(id: RequirementId, overrides: Partial<Finding> = {}): Finding {
  const row = requirement(id);
  return {
    requirement: id,
    alsoBreaks: [],
    statement: row.statement,
    level: row.level,
    since: row.since,
    weight: row.level.startsWith('MUST') ? 'error' : 'warning',
    link: sectionLink(row.section),
    expected: '409 Conflict',
    actual: '200 OK',
    because: 'the instance exists with plan "small" and was asked for again with "large"',
    likelyCause: 'The repeat is recognised by the id of the instance alone.',
    exchange: 2,
    reproduce: [
      `curl -u "$OSB_USER:$OSB_PASS" -H 'X-Broker-API-Version: 2.17' -X PUT 'http://127.0.0.1:8080/prefix/v2/service_instances/i-1' -d '{"service_id":"db","plan_id":"small"}'`,
      `curl -u "$OSB_USER:$OSB_PASS" -H 'X-Broker-API-Version: 2.17' -X PUT 'http://127.0.0.1:8080/prefix/v2/service_instances/i-1' -d '{"service_id":"db","plan_id":"large"}'`,
    ],
    runAgain: 'osb test http://127.0.0.1:8080/prefix --only provisioning/conflict-on-different-plan',
    ...overrides,
  };
}

const small = { service: 'db', serviceId: 'db', plan: 'small', planId: 'small' };
const large = { service: 'db', serviceId: 'db', plan: 'large', planId: 'large' };

/** One result of each outcome. */
export const sampleResults: readonly CheckResult[] = [
  {
    check: 'catalog/answers',
    title: 'The catalog is served as a JSON object.',
    requirements: ['CAT-200'],
    target: null,
    durationMs: 12,
    notes: [],
    exchanges: [{ id: 1, role: 'probe' }],
    outcome: 'passed',
  },
  {
    check: 'provisioning/conflict-on-different-plan',
    title: 'A second provision with the same id but another plan is refused.',
    requirements: ['PROV-409-PLAN', 'PROV-BODY-OBJECT'],
    target: small,
    durationMs: 31.5,
    notes: ['The first provision took 20 ms.'],
    exchanges: [
      { id: 3, role: 'setup' },
      { id: 2, role: 'probe' },
      { id: 4, role: 'poll' },
      { id: 5, role: 'cleanup' },
    ],
    outcome: 'failed',
    findings: [sampleFinding('PROV-409-PLAN')],
  },
  {
    check: 'errors/describes',
    title: 'An error says what is wrong.',
    requirements: ['ERR-ERROR-CAMEL'],
    target: large,
    durationMs: 9,
    notes: [],
    exchanges: [
      { id: 3, role: 'setup' },
      { id: 6, role: 'probe' },
    ],
    outcome: 'warned',
    findings: [sampleFinding('ERR-ERROR-CAMEL', { exchange: null, likelyCause: null, reproduce: [] })],
  },
  {
    check: 'binding/needs-app',
    title: 'A bind without an app is refused.',
    requirements: ['BIND-422-REQUIRES-APP'],
    target: small,
    durationMs: 0,
    notes: [],
    exchanges: [],
    outcome: 'skipped',
    reason: 'No offering requires an app.',
  },
  {
    check: 'binding/repeat',
    title: 'A repeated bind answers 200.',
    requirements: ['BIND-202-RESEND'],
    target: large,
    durationMs: 3,
    notes: [],
    exchanges: [{ id: 7, role: 'setup' }],
    outcome: 'blocked',
    cause: 'The provision that the check starts from was answered with 500.',
    exchange: 7,
    reproduce: [],
  },
  {
    check: 'concurrency/one-creation',
    title: 'Identical provisions at once create one instance.',
    requirements: ['PROV-202-RESEND'],
    target: small,
    durationMs: 80,
    notes: [],
    exchanges: [{ id: 8, role: 'probe' }],
    outcome: 'inconclusive',
    why: 'The requests did not overlap.',
  },
  {
    check: 'deprovisioning/unknown',
    title: 'Deprovisioning an unknown instance answers 410.',
    requirements: ['DEP-410'],
    target: small,
    durationMs: 1000,
    notes: [],
    exchanges: [{ id: 9, role: 'probe' }],
    outcome: 'errored',
    error: 'no complete answer came in time (1000 ms)',
    exchange: 9,
    reproduce: [],
  },
];

/** A report of these results. */
export function sampleReport(overrides: Partial<Report> = {}): Report {
  const results = overrides.results ?? sampleResults;
  return {
    format: reportFormat,
    tool: { name: 'osb-kit', version: '0.1.0' },
    target: 'http://127.0.0.1:8080/prefix',
    apiVersion: '2.17',
    strict: false,
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 4321,
    seed: 42,
    catalog: {
      offerings: [
        {
          id: 'db',
          name: 'db',
          plans: [
            { id: 'small', name: 'small', tested: true },
            { id: 'large', name: 'large', tested: true },
            { id: 'huge', name: 'huge', tested: false },
          ],
        },
      ],
    },
    counts: countOutcomes(results),
    conclusion: conclude(countOutcomes(results), overrides.aborted ?? false),
    leftovers: [
      {
        kind: 'instance',
        instanceId: 'i-5',
        bindingId: null,
        serviceId: 'db',
        planId: 'small',
        reason: 'DELETE is answered with 500',
      },
      {
        kind: 'binding',
        instanceId: 'i-5',
        bindingId: 'b-1',
        serviceId: 'db',
        planId: 'small',
        reason: 'no answer',
      },
    ],
    exchanges: [1, 2, 3, 4, 5, 6, 7, 8]
      .map((id) => sampleExchange(id))
      .concat(
        sampleExchange(9, { outcome: { kind: 'unanswered', reason: 'no complete answer came in time' } }),
      ),
    aborted: false,
    ...overrides,
    results,
  };
}

/** A report in which every text that a broker influences is hostile. */
export function hostileReport(): Report {
  const target = { service: hostile, serviceId: hostile, plan: hostile, planId: hostile };
  const exchange = (id: number): Exchange =>
    sampleExchange(id, {
      request: {
        method: 'GET',
        url: `http://127.0.0.1/${hostile}`,
        headers: [['X-A', hostile]],
        body: hostile,
        credentials: 'none',
        shownCredentials: '',
      },
      outcome: {
        kind: 'answered',
        status: 299,
        headers: [[hostile, hostile]],
        body: hostile,
        truncated: true,
      },
    });
  const results = sampleResults.map((result): CheckResult => {
    const base = { ...result, title: hostile, target, notes: [hostile] };
    switch (base.outcome) {
      case 'failed':
      case 'warned':
        return {
          ...base,
          findings: [
            sampleFinding('PROV-409-PLAN', {
              expected: hostile,
              actual: hostile,
              because: hostile,
              likelyCause: hostile,
              reproduce: [hostile],
              runAgain: hostile,
              link: 'javascript:window.pwned=1',
            }),
          ],
        };
      case 'skipped':
        return { ...base, reason: hostile };
      case 'blocked':
        return { ...base, cause: hostile };
      case 'inconclusive':
        return { ...base, why: hostile };
      case 'errored':
        return { ...base, error: hostile };
      case 'passed':
        return base;
    }
  });
  return sampleReport({
    target: hostile,
    results,
    catalog: {
      offerings: [{ id: hostile, name: hostile, plans: [{ id: hostile, name: hostile, tested: true }] }],
    },
    exchanges: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(exchange),
    leftovers: [
      {
        kind: 'binding',
        instanceId: hostile,
        bindingId: hostile,
        serviceId: hostile,
        planId: hostile,
        reason: hostile,
      },
    ],
  });
}

/** A report of many results, each with exchanges of its own: the outcomes take turns. */
export function largeReport(size: {
  readonly results: number;
  readonly exchanges: number;
  readonly failing: number;
}): Report {
  const each = Math.floor(size.exchanges / size.results);
  const others: readonly Outcome[] = ['passed', 'passed', 'passed', 'skipped'];
  const results = Array.from({ length: size.results }, (_, at): CheckResult => {
    const wanted = at < size.failing ? 'failed' : (others[at % others.length] ?? 'passed');
    const model = sampleResults.find(({ outcome }) => outcome === wanted);
    if (model === undefined) throw new Error(`no sample is ${wanted}`);
    const first = at * each + 1;
    return {
      ...model,
      check: `${model.check}-${Math.floor(at / 20)}`,
      target: { service: 'db', serviceId: 'db', plan: `plan-${at % 20}`, planId: `plan-${at % 20}` },
      exchanges: Array.from({ length: each }, (__, step) => ({
        id: first + step,
        role: step === 0 ? 'setup' : 'probe',
      })),
    };
  });
  const exchanges = Array.from({ length: size.exchanges }, (_, at) => sampleExchange(at + 1));
  return sampleReport({ results, exchanges });
}
