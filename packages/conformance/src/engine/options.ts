import type { ApiVersion, RequirementId } from '@osb-kit/spec';
import type { RunEvent } from './events.ts';
import type { JsonObject } from './json.ts';
import type { TlsOptions } from './wire.ts';

/** How the tester makes itself known to the broker. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
  /** The certificate is part of `tls`. */
  | { readonly kind: 'client-certificate' };

/** User name and password of basic authentication. */
export interface BasicCredential {
  readonly username: string;
  readonly password: string;
}

/** What anybody may use: the catalog, or every endpoint. */
export type OpenPart = 'catalog' | 'everything';

/** Facts that no catalog tells, for the plans that `service` and `plan` (ids or names) select; later entries win. */
export interface PlanFacts {
  readonly service?: string;
  readonly plan?: string;
  readonly provisionParameters?: JsonObject;
  /** Parameters that are valid too and differ from `provisionParameters`. */
  readonly alternativeProvisionParameters?: JsonObject;
  readonly invalidProvisionParameters?: JsonObject;
  readonly updateParameters?: JsonObject;
  readonly invalidUpdateParameters?: JsonObject;
  readonly bindParameters?: JsonObject;
  readonly alternativeBindParameters?: JsonObject;
  readonly invalidBindParameters?: JsonObject;
  /** Valid parameters with which an asynchronous provision ends as failed. */
  readonly failingProvisionParameters?: JsonObject;
  /** Name or id of a plan of the same offering to which a change is supported. */
  readonly allowedPlanChange?: string;
  /** Name or id of a plan of the same offering to which a change is not supported. */
  readonly forbiddenPlanChange?: string;
  /** The plan can be bound, whatever the catalog says. */
  readonly bindable?: boolean;
  /** Context-only updates are supported, whatever the catalog says. */
  readonly contextUpdates?: boolean;
  readonly credentials?: 'expected' | 'none';
  /** Members that the credentials of a binding have. */
  readonly credentialNames?: readonly string[];
  /** Shell command that gets credentials as JSON on standard input and succeeds when they work. */
  readonly tryCredentials?: string;
  /** Its operations take long enough to send other requests meanwhile. */
  readonly slow?: boolean;
  readonly kind?: 'log-drain' | 'route-service' | 'volume';
  readonly routeMode?: 'proxied' | 'out-of-band';
}

/** What to test, and how. Only `url` is needed. */
export interface RunOptions {
  /** The address below which `/v2` lies, with or without a path prefix; `user:password@` in it means basic authentication. */
  readonly url: string;
  readonly auth?: Auth;
  /** Another user that the broker lets in, beside the one of `auth`. */
  readonly secondCredential?: BasicCredential;
  /** What the broker serves without credentials on purpose, although `auth` names some; nothing by default. */
  readonly openToAnybody?: OpenPart;
  /** Logins at most that are nearly right, for brokers that lock users out; 30 by default, none with 0. */
  readonly wrongLogins?: number;
  /** Headers that every request carries besides, as a gateway in front of the broker may want. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly apiVersion?: ApiVersion;
  /** Check ids with `*` as wildcard, or requirement ids; a check runs when one of them matches. */
  readonly only?: readonly string[];
  /** Like `only`; a check that matches does not run. */
  readonly skip?: readonly string[];
  /** Names or ids of offerings; all when absent. */
  readonly services?: readonly string[];
  /** Names or ids of plans; all when absent. */
  readonly plans?: readonly string[];
  /** Warnings fail. */
  readonly strict?: boolean;
  readonly facts?: readonly PlanFacts[];
  /** The platform that the tester is taken for, in contexts and identities; `cloudfoundry` by default. */
  readonly platform?: string;
  /** Fields of the context that are added to those of the platform, or replace them. */
  readonly context?: JsonObject;
  /** Milliseconds for one request; 30,000 by default. */
  readonly requestTimeout?: number;
  /** Milliseconds above which an answer is called slow; 10,000 by default. */
  readonly slowAfter?: number;
  /** Milliseconds for one asynchronous operation; 600,000 by default, less where the plan says so. */
  readonly operationTimeout?: number;
  /** Bytes of a response that are read at most; 16 MiB by default. */
  readonly maxResponseBytes?: number;
  /** Jobs that work at the same time, those not counted that wait for an operation of the broker; 16 by default. */
  readonly concurrency?: number;
  /** Poll as often as possible and ignore Retry-After: for one's own broker. */
  readonly fastPoll?: boolean;
  /** Seed of everything random in parameters; the report repeats it. */
  readonly seed?: number;
  readonly tls?: TlsOptions;
  /** Address of an HTTP proxy. */
  readonly proxy?: string;
  /** File to which everything created is written before the request that creates it. */
  readonly journal?: string;
  /** Send nothing but GET requests; checks that need more are skipped. */
  readonly safe?: boolean;
  /** Test every plan, also of a catalog so large that a sample would be tested. */
  readonly allPlans?: boolean;
  /** Live instances at the same time at most, at the price of a longer run; bounded loosely when absent. */
  readonly budget?: number;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

/** The names of the requirements or checks that a filter may hold. */
export type FilterTerm = RequirementId | (string & {});
