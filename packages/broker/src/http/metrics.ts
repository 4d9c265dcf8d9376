import type { Observer } from './exchange.ts';

/** Upper bounds in seconds of the buckets that durations are counted in. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

/** Values that are read when somebody asks. */
export type Gauges = Readonly<Record<string, { readonly help: string; readonly value: number }>>;

/** Counts requests, by pattern of their route and never by id. */
export interface Metrics {
  readonly observe: Observer;
  /** All of it in the text format of Prometheus. */
  render(gauges: Gauges): string;
}

interface Series {
  count: number;
  sum: number;
  readonly buckets: number[];
}

/** Creates counters that start at zero. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Series>();
  return {
    observe: ({ method, route, status, seconds }) => {
      const labels = `method="${escaped(method)}",route="${escaped(route)}"`;
      const counted = `${labels},status="${String(status)}"`;
      requests.set(counted, (requests.get(counted) ?? 0) + 1);
      const series = durations.get(labels) ?? { count: 0, sum: 0, buckets: buckets.map(() => 0) };
      durations.set(labels, series);
      series.count += 1;
      series.sum += seconds;
      buckets.forEach((bound, index) => {
        if (seconds <= bound) series.buckets[index] = (series.buckets[index] ?? 0) + 1;
      });
    },
    render: (gauges) =>
      [
        ...heading('osb_broker_requests_total', 'counter', 'Requests answered.'),
        ...[...requests].map(([labels, count]) => `osb_broker_requests_total{${labels}} ${String(count)}`),
        ...heading('osb_broker_request_duration_seconds', 'histogram', 'Time until a request was answered.'),
        ...[...durations].flatMap(([labels, series]) => histogram(labels, series)),
        ...Object.entries(gauges).flatMap(([name, { help, value }]) => [
          ...heading(name, 'gauge', help),
          `${name} ${String(value)}`,
        ]),
        '',
      ].join('\n'),
  };
}

function heading(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function histogram(labels: string, series: Series): readonly string[] {
  const name = 'osb_broker_request_duration_seconds';
  return [
    ...buckets.map(
      (bound, index) => `${name}_bucket{${labels},le="${String(bound)}"} ${String(series.buckets[index])}`,
    ),
    `${name}_bucket{${labels},le="+Inf"} ${String(series.count)}`,
    `${name}_sum{${labels}} ${String(series.sum)}`,
    `${name}_count{${labels}} ${String(series.count)}`,
  ];
}

/** A method is sent by clients: it may hold anything that is a token. */
function escaped(value: string): string {
  return value.replace(/["\\\n]/g, '_').slice(0, 64);
}
