import { isApiVersion, latestApiVersion, type ApiVersion } from '@osb-kit/spec';
import { readEndpoint, type Endpoint } from './endpoint.ts';
import { ConformanceError } from './errors.ts';
import type { OpenPart, PlanFacts, RunOptions } from './options.ts';
import { stringMember } from './json.ts';
import type { Platform } from './platform.ts';
import type { TransportOptions } from './wire.ts';

/** The options of a run with every default filled in. */
export interface Settings {
  readonly endpoint: Endpoint;
  readonly apiVersion: ApiVersion;
  readonly strict: boolean;
  readonly facts: readonly PlanFacts[];
  readonly platform: Platform;
  readonly concurrency: number;
  readonly fastPoll: boolean;
  readonly operationTimeout: number;
  readonly slowAfter: number;
  readonly seed: number;
  readonly safe: boolean;
  /** Live instances at most; `undefined` when they are not bounded. */
  readonly budget: number | undefined;
  readonly openToAnybody: OpenPart | undefined;
  readonly wrongLogins: number;
  readonly transport: TransportOptions;
}

/** Checks the options and fills in defaults. */
export function readSettings(options: RunOptions): Settings {
  const version = options.apiVersion ?? latestApiVersion;
  if (!isApiVersion(version)) {
    throw new ConformanceError('bad-option', `"${String(version)}" is not a version from 2.11 to 2.17.`);
  }
  return {
    endpoint: readEndpoint(options.url, options.auth, options.headers),
    apiVersion: version,
    strict: options.strict ?? false,
    facts: options.facts ?? [],
    platform: readPlatform(options),
    concurrency: positive('concurrency', options.concurrency ?? 16),
    fastPoll: options.fastPoll ?? false,
    operationTimeout: positive('operationTimeout', options.operationTimeout ?? 600_000),
    slowAfter: positive('slowAfter', options.slowAfter ?? 10_000),
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 31),
    safe: options.safe ?? false,
    budget: options.budget === undefined ? undefined : positive('budget', options.budget),
    openToAnybody: options.openToAnybody,
    wrongLogins: options.wrongLogins === 0 ? 0 : positive('wrongLogins', options.wrongLogins ?? 30),
    transport: {
      requestTimeout: positive('requestTimeout', options.requestTimeout ?? 30_000),
      maxResponseBytes: positive('maxResponseBytes', options.maxResponseBytes ?? 16 * 1024 * 1024),
      tls: options.tls ?? {},
      ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    },
  };
}

/** The platform that is named, be it in the context. */
function readPlatform({ platform, context = {} }: RunOptions): Platform {
  const name = platform ?? stringMember(context, 'platform') ?? 'cloudfoundry';
  if (!/^\S+$/.test(name))
    throw new ConformanceError(
      'bad-option',
      `"platform" is "${name}". Give the name of a platform, one word.`,
    );
  if (context['platform'] !== undefined && context['platform'] !== name)
    throw new ConformanceError(
      'bad-option',
      `"platform" is "${name}", and that of "context" another one. They have to be the same: leave one out.`,
    );
  return { name, context };
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value >= 1) return Math.floor(value);
  throw new ConformanceError('bad-option', `"${name}" is ${String(value)}. Give a number of at least 1.`);
}
