import type { ApiVersion } from '@osb-kit/spec';
import type { Answer } from './answer.ts';
import type { Arrange } from './arrange.ts';
import type { Offering, Plan } from './catalog-model.ts';
import type { BrokerClient } from './client.ts';
import type { Endpoint } from './endpoint.ts';
import type { Life, Milestone } from './life.ts';
import type { LostLog } from './lost-exchanges.ts';
import type { BasicCredential, OpenPart, PlanFacts } from './options.ts';
import type { Platform } from './platform.ts';
import type { PollingSetting } from './polling.ts';
import type { ServerErrors } from './server-errors.ts';
import type { StuckPlans } from './stuck-plans.ts';
import type { SharedInstances } from './shared-instances.ts';

/** What all jobs of a run have in common. */
export interface World {
  readonly apiVersion: ApiVersion;
  /** Nothing but GET is sent. */
  readonly isSafe: boolean;
  readonly endpoint: Endpoint;
  readonly secondCredential: BasicCredential | undefined;
  /** What the broker serves to anybody on purpose, as the configuration says. */
  readonly openToAnybody: OpenPart | undefined;
  /** Logins at most that are nearly right. */
  readonly wrongLogins: number;
  /** The server errors of the whole run so far. */
  readonly serverErrors: ServerErrors;
  /** The exchanges of the whole run so far that got no complete answer. */
  readonly lost: LostLog;
  readonly stuckPlans: StuckPlans;
  /** The catalog as it was fetched at the start. */
  readonly catalog: Answer;
  /** All usable offerings of the catalog. */
  readonly offerings: readonly Offering[];
  /** The plans that are to be tested. */
  readonly plans: readonly Plan[];
  /** How many plans they stand for, when they are a sample. */
  readonly sampledFrom: number | undefined;
  readonly platform: Platform;
  readonly facts: readonly PlanFacts[];
  readonly seed: number;
  readonly polling: PollingSetting;
  /** Milliseconds above which an answer is called slow. */
  readonly slowAfter: number;
  /** The ordinary life of an instance of a plan, lived once per run: as it is at its end, or as soon as it has come so far. */
  life(plan: Plan, until?: Milestone): Promise<Life>;
  /** What a recording shows for a plan: sent once per run, however many checks judge it. */
  recorded<T>(recording: Recording<T>, plan: Plan): Promise<T>;
  readonly shared: SharedInstances;
}

/** Something sent once per plan and run and judged by many checks. What it creates is removed at the end of the run. */
export type Recording<T> = (
  tools: { readonly broker: BrokerClient; readonly arrange: Arrange; readonly world: World },
  plan: Plan,
) => Promise<T>;
