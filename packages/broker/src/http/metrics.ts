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
  readonly labels: string;
  readonly statuses: Map<number, number>;
  count: number;
  sum: number;
  /** Requests by the smallest bucket that they fit in. */
  readonly within: number[];
}

const longestMethod = 16;

/** Creates counters that start at zero. */
export function createMetrics(): Metrics {
  // Maps of maps: this runs for each request, and building a key of text costs more than counting.
  const routes = new Map<string, Map<string, Series>>();
  const seriesOf = (route: string, method: string): Series => {
    let methods = routes.get(route);
    if (methods === undefined) {
      methods = new Map<string, Series>();
      routes.set(route, methods);
    }
    let series = methods.get(method);
    if (series === undefined) {
      // A method is a token, which has no quotes and no line breaks.
      const labels = `method="${method.slice(0, longestMethod)}",route="${route}"`;
      series = { labels, statuses: new Map(), count: 0, sum: 0, within: buckets.map(() => 0) };
      methods.set(method, series);
    }
    return series;
  };
  const all = () => [...routes.values()].flatMap((methods) => [...methods.values()]);
  return {
    observe: ({ method, route, status, seconds }) => {
      const series = seriesOf(route, method);
      series.statuses.set(status, (series.statuses.get(status) ?? 0) + 1);
      series.count += 1;
      series.sum += seconds;
      let bucket = 0;
      while (bucket < buckets.length && seconds > (buckets[bucket] ?? 0)) bucket += 1;
      if (bucket < buckets.length) series.within[bucket] = (series.within[bucket] ?? 0) + 1;
    },
    render: (gauges) =>
      [
        ...heading('osb_broker_requests_total', 'counter', 'Requests answered.'),
        ...all().flatMap(({ labels, statuses }) =>
          [...statuses].map(
            ([status, count]) =>
              `osb_broker_requests_total{${labels},status="${String(status)}"} ${String(count)}`,
          ),
        ),
        ...heading('osb_broker_request_duration_seconds', 'histogram', 'Time until a request was answered.'),
        ...all().flatMap(histogram),
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

function histogram({ labels, ...series }: Series): readonly string[] {
  const name = 'osb_broker_request_duration_seconds';
  let within = 0;
  return [
    ...buckets.map((bound, index) => {
      within += series.within[index] ?? 0;
      return `${name}_bucket{${labels},le="${String(bound)}"} ${String(within)}`;
    }),
    `${name}_bucket{${labels},le="+Inf"} ${String(series.count)}`,
    `${name}_sum{${labels}} ${String(series.sum)}`,
    `${name}_count{${labels}} ${String(series.count)}`,
  ];
}
