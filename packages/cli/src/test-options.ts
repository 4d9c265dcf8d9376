import { apiVersions } from '@osb-kit/spec';
import type { RunOptions } from '@osb-kit/conformance';
import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { Config } from './config.ts';
import type { Connection } from './connection.ts';
import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';

/** Adds the options that say what is tested, and how. */
export function testOptions<Args>(parser: Argv<Args>) {
  return parser
    .option('api-version', {
      type: 'string',
      choices: apiVersions,
      describe: 'Version to test against (default 2.17)',
    })
    .option('only', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Only these checks (with *) or requirements; can be repeated',
    })
    .option('skip', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Not these checks or requirements; can be repeated',
    })
    .option('service', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Only this offering, by name or id; can be repeated',
    })
    .option('plan', {
      type: 'string',
      array: true,
      nargs: 1,
      describe: 'Only this plan, by name or id; can be repeated',
    })
    .option('verbose', {
      type: 'boolean',
      describe: 'Everything in full, and also what passed or was skipped',
      group: 'Output:',
    })
    .option('strict', { type: 'boolean', describe: 'Warnings fail' })
    .option('seed', { type: 'number', describe: 'Seed of everything random; the report repeats it' })
    .option('fast-poll', { type: 'boolean', describe: 'Poll as often as possible: for your own broker' })
    .option('safe', {
      type: 'boolean',
      describe: 'Send nothing but GET requests; skip the checks that need more',
    })
    .option('budget', {
      type: 'number',
      describe:
        'Live instances at the same time at most (default: about 40, or more where a single check needs them)',
    })
    .option('concurrency', {
      type: 'number',
      describe:
        'Checks that work at the same time at most (default 16; fewer by itself when answers are slow)',
    })
    .option('operation-timeout', {
      type: 'number',
      describe: 'Seconds for one asynchronous operation (default 600, less where the plan says so)',
    })
    .option('all-plans', {
      type: 'boolean',
      describe: 'Test every plan, also of a catalog so large that a sample of its plans would be tested',
    })
    .option('config', {
      type: 'string',
      describe: 'Configuration file (default osb.config.yaml, if there is one)',
    })
    .option('journal', {
      type: 'string',
      describe:
        'File that lists what the run creates, for cleaning up after a crash (default: one in the state folder of the user)',
    })
    .option('baseline', {
      type: 'string',
      describe: 'Known failures with reasons, a YAML file: they do not fail the run',
    })
    .option('matrix', {
      type: 'boolean',
      describe: 'Test against 2.13 to 2.17, in one table',
      group: 'Modes:',
    })
    .option('explore', {
      type: 'boolean',
      describe: 'Send random sequences of requests and shrink what fails to the shortest',
      group: 'Modes:',
    })
    .option('steps', { type: 'number', describe: 'Steps of --explore (default 300)', group: 'Modes:' })
    .option('reuse-ids', {
      type: 'boolean',
      describe: 'For --explore: the broker supports that ids of what is gone are used again',
      group: 'Modes:',
    })
    .option('replay', {
      type: 'string',
      describe: 'Repeat what failed in this report (JSON) and say FIXED or FAILED',
      group: 'Modes:',
    })
    .option('exec', {
      type: 'string',
      describe: 'Shell command that starts the broker; it is stopped again at the end',
      group: 'Broker under test:',
    })
    .option('wait', {
      type: 'string',
      describe: 'How long --exec may take until the catalog answers, as in 500ms, 30s or 2m (default 30s)',
      group: 'Broker under test:',
    });
}

/** What {@link testOptions} parses. */
export type TestArgs = ArgumentsCamelCase<
  ReturnType<typeof testOptions<object>> extends Argv<infer Args> ? Args : never
>;

/** Modes exclude one another; each understands only some of the options. */
export function refuseContradictions(args: TestArgs): void {
  const modes = (['matrix', 'explore', 'replay'] as const).filter(
    (mode) => args[mode] !== undefined && args[mode] !== false,
  );
  if (modes.length > 1) throw usageError(`--${modes.join(' and --')} exclude each other. Choose one.`);
  const [mode] = modes;
  const refuse = (option: string, isGiven: boolean, why: string) => {
    if (isGiven) throw usageError(`--${option} ${why}`);
  };
  refuse('steps', args.steps !== undefined && mode !== 'explore', 'belongs to --explore. Add it.');
  refuse('reuse-ids', args.reuseIds === true && mode !== 'explore', 'belongs to --explore. Add it.');
  refuse('wait', args.wait !== undefined && args.exec === undefined, 'belongs to --exec. Add it.');
  for (const name of ['only', 'skip'] as const) {
    refuse(
      name,
      args[name] !== undefined && mode === 'explore',
      'names checks, and --explore runs none. Leave it out; --plan and --service narrow what is explored.',
    );
  }
  refuse(
    'safe',
    args.safe === true && mode === 'explore',
    'and --explore exclude each other: exploring changes things.',
  );
  refuse(
    'baseline',
    args.baseline !== undefined && (mode === 'explore' || mode === 'replay'),
    `has no meaning with --${mode ?? ''}.`,
  );
  refuse(
    'api-version',
    args.apiVersion !== undefined && mode === 'matrix',
    'and --matrix exclude each other.',
  );
  refuse(
    'seed',
    args.seed !== undefined && !Number.isSafeInteger(args.seed),
    'must be a whole number, as a report repeats it.',
  );
  if (args.operationTimeout !== undefined && !(args.operationTimeout > 0)) {
    throw usageError('--operation-timeout must be a positive number of seconds.');
  }
  for (const name of ['steps', 'budget', 'concurrency'] as const) {
    const value = args[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw usageError(`--${name} must be a whole number of at least 1.`);
    }
  }
}

/** The options of a run that the command line and the configuration give. */
export function runOptionsOf(args: TestArgs, config: Config, connection: Connection, io: Io): RunOptions {
  const budget = args.budget ?? config.test?.budget;
  const concurrency = args.concurrency ?? config.test?.concurrency;
  const operationTimeout = args.operationTimeout ?? config.test?.operationTimeout;
  return {
    ...connection,
    ...secondCredential(config, io),
    ...(config.test?.openToAnybody === undefined ? {} : { openToAnybody: config.test.openToAnybody }),
    ...(config.test?.platform === undefined ? {} : { platform: config.test.platform }),
    ...(config.test?.context === undefined ? {} : { context: config.test.context }),
    ...(config.test?.wrongLogins === undefined ? {} : { wrongLogins: config.test.wrongLogins }),
    ...(config.test?.plans === undefined ? {} : { facts: config.test.plans }),
    ...(args.apiVersion === undefined ? {} : { apiVersion: args.apiVersion }),
    ...(args.only === undefined ? {} : { only: args.only }),
    ...(args.skip === undefined ? {} : { skip: args.skip }),
    ...(args.service === undefined ? {} : { services: args.service }),
    ...(args.plan === undefined ? {} : { plans: args.plan }),
    ...(args.strict === true ? { strict: true } : {}),
    ...(args.seed === undefined ? {} : { seed: args.seed }),
    ...(args.fastPoll === true ? { fastPoll: true } : {}),
    ...(args.safe === true ? { safe: true } : {}),
    ...(args.allPlans === true ? { allPlans: true } : {}),
    ...(budget === undefined ? {} : { budget }),
    ...(concurrency === undefined ? {} : { concurrency }),
    // Of a part of a millisecond, one is left.
    ...(operationTimeout === undefined ? {} : { operationTimeout: Math.max(1, operationTimeout * 1000) }),
  };
}

function secondCredential({ test }: Config, { env }: Io): Pick<RunOptions, 'secondCredential'> {
  if (test?.secondCredential === undefined) return {};
  const { username, passwordVariable } = test.secondCredential;
  const password = env[passwordVariable];
  if (password === undefined || password === '') {
    throw usageError(
      `The configuration names the variable ${passwordVariable} for the password of "${username}", and it is not set. Set it.`,
    );
  }
  return { secondCredential: { username, password } };
}
