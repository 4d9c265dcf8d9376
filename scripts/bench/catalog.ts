import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { reporters, validateCatalog } from '@osb-kit/catalog-schema';

interface Shape {
  readonly name: string;
  readonly aim: number;
  readonly text: string;
}

const guid = (kind: number, offering: number, plan: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${(offering * 100_000 + plan).toString(16).padStart(12, '0')}`;

/** A plan such as real catalogs have; a broken one lacks its description and quotes a boolean. */
function plan(offering: number, index: number, broken: boolean): unknown {
  return {
    id: guid(1, offering, index),
    name: `plan-${index}`,
    ...(broken ? {} : { description: 'One shared server with backups every night.' }),
    free: broken ? 'false' : false,
    bindable: true,
    metadata: {
      displayName: `Plan ${index}`,
      bullets: ['4 GB of memory', '20 connections'],
      costs: [{ amount: { usd: 99.5 }, unit: 'MONTHLY' }],
    },
  };
}

function catalog(offerings: number, plans: number, broken: number): string {
  let left = broken;
  const services = Array.from({ length: offerings }, (_, offering) => ({
    id: guid(2, offering, 0),
    name: `offering-${offering}`,
    description: 'A relational database.',
    bindable: true,
    tags: ['sql', 'relational'],
    plan_updateable: true,
    plans: Array.from({ length: plans }, (__, index) => plan(offering, index, left-- > 0)),
  }));
  return JSON.stringify({ services }, undefined, 2);
}

/** Milliseconds of processor time, garbage collection included: what a busy machine does beside does not count. */
/** As brokers send it. */
function compact(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

function timed(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(spans: readonly number[]): number {
  return spans.toSorted((a, b) => a - b)[Math.floor(spans.length / 2)] ?? 0;
}

/** The medians of two functions that take turns. */
function compared(turns: number, one: () => unknown, other: () => unknown): readonly [number, number] {
  const spans = Array.from({ length: turns }, () => [timed(one), timed(other)] as const);
  return [median(spans.map(([first]) => first)), median(spans.map(([, second]) => second))];
}

/** What a result keeps alive, the text that it was made from left out. */
function held<T>(run: () => T): { readonly result: T; readonly megabytes: number } {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const result = run();
  collectGarbage();
  return { result, megabytes: Math.max(0, process.memoryUsage().heapUsed - before) / 2 ** 20 };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // what the flag exposes

const shapes: readonly Shape[] = [
  { name: '1 x 10,000 plans, valid', aim: 3, text: catalog(1, 10_000, 0) },
  { name: '1,000 x 10 plans, valid', aim: 3, text: catalog(1_000, 10, 0) },
  { name: '1 x 10,000 plans, 5,000 broken', aim: 15, text: catalog(1, 10_000, 5_000) },
  { name: '1 x 20,000 plans, valid', aim: 3, text: catalog(1, 20_000, 0) },
  { name: '1 x 10,000 plans, valid, compact', aim: 3, text: compact(catalog(1, 10_000, 0)) },
  { name: '1 x 10,000, 5,000 broken, compact', aim: 15, text: compact(catalog(1, 10_000, 5_000)) },
];

/** Validates large catalogs and prints processor time, its ratio to `JSON.parse` of the same text, and memory. */
export function run(): void {
  const turns = 25;
  const code = import.meta.resolve('@osb-kit/catalog-schema').endsWith('.ts') ? 'sources' : 'built packages';
  console.log(`Node ${process.version}, ${code}, medians of ${turns} turns in processor time`);
  for (const { name, aim, text } of shapes) {
    for (let warmUp = 0; warmUp < 3; warmUp++) validateCatalog(text);
    const [parse, validate] = compared(
      turns,
      () => JSON.parse(text) as unknown,
      () => validateCatalog(text),
    );
    const { result, megabytes } = held(() => validateCatalog(text));
    const ratio = validate / parse;
    console.log(
      `${name.padEnd(34)} ${(text.length / 2 ** 20).toFixed(1)} MB  JSON.parse ${parse.toFixed(0)} ms  ` +
        `validateCatalog ${validate.toFixed(0)} ms  ratio ${ratio.toFixed(1)} (aim ${aim})  ` +
        `result holds ${megabytes.toFixed(0)} MB  ${result.errors} errors, ${result.warnings} warnings` +
        (ratio > aim ? '  ABOVE THE AIM' : ''),
    );
  }
  const broken = validateCatalog(shapes[2]?.text ?? '{}', { source: 'catalog.json' });
  for (const reporter of reporters) {
    const span = timed(() => reporter.render([broken]));
    console.log(
      `report of ${broken.findings.length} findings as ${reporter.id.padEnd(9)} ${span.toFixed(0)} ms`,
    );
  }
  const peak = process.resourceUsage().maxRSS / 2 ** 10;
  console.log(`peak memory of the process ${peak.toFixed(0)} MB`);
}
