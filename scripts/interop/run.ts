import { parseArgs } from 'node:util';
import { runConformance, type RunOptions } from '@osb-kit/conformance';
import { apiVersions, latestApiVersion } from '@osb-kit/spec';
import { interopBrokers, judgedAs, type InteropBroker } from './brokers.ts';
import { visitingBrokers, type VisitingBroker } from './visitors.ts';
import { writeDocument } from './document.ts';
import { judgementOn, readJudgements, staleJudgements, type Judgements } from './judgements.ts';
import { findingsOf, readResults, undecidedOf, writeResults, type InteropResult } from './results.ts';
import { inspectToolchain, withBroker, withVisitor } from './workshop.ts';

const usage = `usage: npm run interop -- [NAME…] [--at NAME=URL]… [--built NAME=FOLDER]… [--write]

Builds the brokers of interop/ (all, or those named), tests each, and holds what fails against interop/judgements.yaml.

  --at NAME=URL   test a broker that runs already; credentials go into the URL
  --built NAME=FOLDER
                  start a broker that you built from its source, with interop/…/start.sh, and test it
  --api-version   2.13 to 2.17, the newest when absent
  --seed N        of everything random in the parameters; 1 when absent
  --write         keep the results and write docs/interop.md

Ends with 1 when a finding was not judged, a finding was judged to be an error of the tester, or a broker did not run.`;

interface Subject {
  readonly name: string;
  readonly language: string;
  readonly library: string;
  readonly version: string;
  readonly tools: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    at: { type: 'string', multiple: true, default: [] },
    built: { type: 'string', multiple: true, default: [] },
    'api-version': { type: 'string', default: latestApiVersion },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const apiVersion = apiVersions.find((version) => version === values['api-version']) ?? latestApiVersion;

async function test(
  subject: Subject,
  url: string,
  options: Partial<RunOptions> = {},
): Promise<InteropResult> {
  const report = await runConformance({ url, apiVersion, seed, fastPoll: true, ...options });
  return {
    ...subject,
    apiVersion: report.apiVersion,
    counts: report.counts,
    seconds: Math.round(report.durationMs / 100) / 10,
    conclusion: report.conclusion,
    leftovers: report.leftovers.length,
    findings: findingsOf(report),
    undecided: undecidedOf(report),
  };
}

/** The result, or why there is none. */
async function testOwn(broker: InteropBroker): Promise<InteropResult | string> {
  const { name, language, library } = broker;
  const toolchain = await inspectToolchain(broker);
  if (toolchain.kind === 'absent') return `not run, since "${toolchain.program}" is not installed`;
  console.log(`${name}: building on ${library} ${toolchain.libraryVersion}`);
  const subject = { name, language, library, version: toolchain.libraryVersion, tools: toolchain.tools };
  return await withBroker(broker, (url) => test(subject, url));
}

function print(result: InteropResult, judgements: Judgements): boolean {
  const { name, counts, seconds, findings, leftovers } = result;
  const own = judgements.get(judgedAs(name)) ?? [];
  console.log(
    `${name}: ${Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => `${String(count)} ${outcome}`)
      .join(', ')} in ${String(seconds)} s, ${String(leftovers)} left over`,
  );
  let settled = true;
  for (const finding of findings) {
    const verdict = judgementOn(finding, own)?.verdict;
    if (verdict !== 'defect') settled = false;
    const word = { defect: 'defect', legal: 'FALSE ALARM', none: 'UNJUDGED' }[verdict ?? 'none'];
    console.log(`  ${word.padEnd(11)} ${finding.outcome} ${finding.requirement} (${finding.check})`);
    if (verdict !== 'defect') {
      for (const { expected, actual, because } of finding.seen) {
        console.log(`              expected ${expected}; got ${actual}; because ${because}`);
      }
      console.log(`              plans: ${finding.plans.join(', ') || 'none'}`);
    }
  }
  for (const { check, outcome, why } of result.undecided)
    console.log(`  ${outcome.padEnd(11)} ${check}: ${why}`);
  return settled;
}

/** Says which judgements nothing calls for any more. */
function printStale(results: ReadonlyMap<string, InteropResult>, judgements: Judgements): void {
  for (const [name, own] of judgements) {
    const findings = [...results.values()]
      .filter((result) => judgedAs(result.name) === name)
      .flatMap((result) => result.findings);
    for (const { requirement, checks } of staleJudgements(findings, own)) {
      console.log(`${name}: ${requirement} (${checks.join(', ')}) was judged, but is no longer found`);
    }
  }
}

/** A visiting broker that can be started, and the folder that it was built in. */
function visitorOf(match: RegExpExecArray | null) {
  const [, name, folder] = match ?? [];
  const broker: VisitingBroker | undefined = visitingBrokers.find((one) => one.name === name);
  return broker?.start === undefined || folder === undefined
    ? undefined
    : { broker, start: broker.start, folder };
}

const unknown = positionals.find((name) => !interopBrokers.some((broker) => broker.name === name));
const running = values.at.map((entry) => /^([\w-]+)=(https?:.+)$/.exec(entry));

const built = values.built.map((entry) => visitorOf(/^([\w-]+)=(.+)$/.exec(entry)));

if (values.help || unknown !== undefined || running.includes(null) || built.includes(undefined)) {
  if (unknown !== undefined) {
    console.error(
      `There is no broker "${unknown}"; there are ${interopBrokers.map(({ name }) => name).join(', ')}.\n`,
    );
  }
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const judgements = await readJudgements();
  const results = new Map(await readResults());
  const chosen = interopBrokers.filter(({ name }) =>
    positionals.length === 0 ? running.length + built.length === 0 : positionals.includes(name),
  );
  let settled = true;
  const note = (result: InteropResult) => {
    results.set(result.name, result);
    settled = print(result, judgements) && settled;
  };
  for (const broker of chosen) {
    try {
      const result = await testOwn(broker);
      if (typeof result === 'string') console.log(`${broker.name}: ${result}`);
      else note(result);
    } catch (error) {
      settled = false;
      console.log(`${broker.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const [, name = '', url = ''] of running.filter((match) => match !== null)) {
    const visitor = visitingBrokers.find((broker) => broker.name === name);
    const { language = 'unknown', library = name, version = '' } = visitor ?? {};
    note(await test({ name, language, library, version, tools: [] }, url));
  }
  for (const visitor of built.filter((one) => one !== undefined)) {
    const { broker, start, folder } = visitor;
    const { name, language, library, version } = broker;
    try {
      note(
        await withVisitor(start, folder, (url) =>
          test({ name, language, library, version, tools: [] }, url, start.options),
        ),
      );
    } catch (error) {
      settled = false;
      console.log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  printStale(results, judgements);
  if (values.write) {
    await writeResults(results);
    await writeDocument(results, judgements);
  }
  process.exitCode = settled ? 0 : 1;
}
