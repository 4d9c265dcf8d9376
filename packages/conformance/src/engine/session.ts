import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import type { Budget } from './budget.ts';
import { createArrange, type Instance } from './arrange.ts';
import { readCatalog } from './catalog-model.ts';
import { removeEntries } from './cleanup.ts';
import { createBrokerClient, type BrokerClient, type ClientSetting } from './client.ts';
import type { ExchangeReference } from './exchange.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { stringMember } from './json.ts';
import { createPatience } from './later.ts';
import { createLives } from './lives.ts';
import type { LostLog } from './lost-exchanges.ts';
import { tolerating } from './missing-answer.ts';
import type { RunOptions } from './options.ts';
import { createPlaces, standing, type Places, type Seat } from './places.ts';
import type { PollingSetting } from './polling.ts';
import type { ExchangeLog } from './recorder.ts';
import { createRecordings, type Recordings } from './recordings.ts';
import type { Leftover } from './report.ts';
import { selectPlans } from './select-plans.ts';
import type { ServerErrors } from './server-errors.ts';
import type { Settings } from './settings.ts';
import { createStuckPlans } from './stuck-plans.ts';
import { createSharedInstances } from './shared-instances.ts';
import { createUsualTimes } from './usual-times.ts';
import type { Header } from './wire.ts';
import type { World } from './world.ts';

/** The part of a run between the catalog and the report: the world, a desk for each job, and the clean-up. */
export interface Session {
  readonly world: World;
  /** Bounds the jobs that work at the same time. */
  readonly places: Places;
  /** A desk for one job to work at: what it creates is known and can be removed with it. It waits without its place, if it has one. */
  desk(seat?: Seat): Desk;
  /** Removes what is left of the whole run. */
  cleanUp(): Promise<Leftover[]>;
}

export interface Desk {
  readonly world: World;
  readonly client: BrokerClient;
  readonly references: ExchangeReference[];
  cleanUp(): Promise<Leftover[]>;
}

/** What a session is made from. */
export interface SessionParts {
  readonly settings: Settings;
  readonly options: RunOptions;
  readonly log: ExchangeLog;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Ends cleaning up; an abort of the run does not. */
  readonly cleaningSignal: AbortSignal;
  readonly catalog: Answer;
  readonly platformHeaders: readonly Header[];
  /** With a budget, nothing outlives the job that created it. */
  readonly budget: Budget | undefined;
  readonly serverErrors: ServerErrors;
  readonly lost: LostLog;
}

/**
 * Instances alive at the same time at which nothing new begins, unless a budget says otherwise: few at first, more with
 * each that the broker was seen to remove.
 */
const roomAfter = (ended: number) => Math.min(24 + 4 * ended, 96);

/** Creates the session of a run. */
export function createSession(parts: SessionParts): Session {
  const { settings, options, log, journal, signal, cleaningSignal, catalog, platformHeaders, budget } = parts;
  const offerings = readCatalog(catalog.json, settings.apiVersion);
  const places = createPlaces(
    settings.concurrency,
    (begun) => budget === undefined && Math.max(begun, journal.live()) >= roomAfter(journal.ended()),
  );
  const plansById = firstById(offerings.flatMap((offering) => offering.plans));
  const offeringsById = firstById(offerings);
  const anyPlan = offerings.find(({ plans }) => plans.length > 0)?.plans[0];
  const stuckPlans = createStuckPlans();
  let waits = 0;
  const polling = {
    operationTimeout: settings.operationTimeout,
    fastPoll: settings.fastPoll,
    usualTimes: createUsualTimes(),
    onWait(what: string, until: number) {
      const wait = ++waits;
      options.onEvent?.({ kind: 'waiting', wait, what, until });
      return () => options.onEvent?.({ kind: 'waited', wait });
    },
    signal,
    pause: (milliseconds: number) => sleep(milliseconds, undefined, { signal }),
  };
  const cleaning = {
    ...polling,
    signal: cleaningSignal,
    pause: (milliseconds: number) => sleep(milliseconds, undefined, { signal: cleaningSignal }),
  };
  const patience = createPatience();
  const historyOf = new Map<string, readonly ExchangeReference[]>();

  const realIds = (body: unknown) => {
    const named = plansById.get(stringMember(body, 'plan_id') ?? '');
    const service = offeringsById.get(stringMember(body, 'service_id') ?? '');
    const plan = named ?? service?.plans[0] ?? anyPlan;
    return { serviceId: plan?.offering.id ?? '', planId: plan?.id ?? '' };
  };
  const clientFor = (references: ExchangeReference[], extra: Partial<ClientSetting> = {}) =>
    createBrokerClient({
      endpoint: settings.endpoint,
      apiVersion: settings.apiVersion,
      platformHeaders,
      log,
      journal,
      references,
      role: 'probe',
      realIds,
      admit: stuckPlans.admit,
      patience: patience(polling.pause),
      ...extra,
    });

  const world: World = {
    apiVersion: settings.apiVersion,
    isSafe: settings.safe,
    endpoint: settings.endpoint,
    secondCredential: options.secondCredential,
    openToAnybody: settings.openToAnybody,
    wrongLogins: settings.wrongLogins,
    serverErrors: parts.serverErrors,
    lost: parts.lost,
    stuckPlans,
    catalog,
    offerings,
    ...selectPlans(offerings, options),
    platform: settings.platform,
    facts: settings.facts,
    seed: settings.seed,
    slowAfter: settings.slowAfter,
    polling,
    life: createLives(
      () => world,
      // An ordinary life is what tells that a plan is stuck: it is lived in any case.
      (references) => tolerating(clientFor(references, { role: 'setup', admit: () => undefined })),
    ),
    recorded: (recording, plan) => recordings.show(recording, plan, []),
    shared: createSharedInstances(async (plan): Promise<Instance> => {
      const references: ExchangeReference[] = [];
      const instance = await createArrange(world, clientFor(references)).instance(plan);
      historyOf.set(instance.id, references);
      return instance;
    }, budget !== undefined),
  };

  const recordings = createRecordings(
    (references) => {
      const created = new Set<JournalEntry>();
      const broker = tolerating(
        clientFor(references, {
          onCreate: (instanceId, bindingId) => {
            const entry = journal.find(instanceId, bindingId);
            if (entry !== undefined) created.add(entry);
          },
        }),
      );
      return {
        broker,
        arrange: createArrange(world, broker),
        // With a budget, the job that asked removes it at its end.
        cleanUp: () =>
          budget === undefined
            ? remove([...created], clientFor([], { role: 'cleanup' }))
            : Promise.resolve(undefined),
      };
    },
    () => world,
  );

  const remove = (entries: readonly JournalEntry[], client: BrokerClient, seat: Seat = standing) =>
    removeEntries(
      entries,
      journal,
      client,
      waitingIn(seat, cleaning),
      (planId) => plansById.get(planId)?.maximumPollingDuration,
    );

  const heldEntries = () =>
    budget === undefined ? [] : journal.remaining().filter(({ instanceId }) => budget.holds(instanceId));

  return {
    world,
    places,
    desk(seat = standing) {
      const references: ExchangeReference[] = [];
      const created = new Set<JournalEntry>();
      const waiting = waitingIn(seat, polling);
      const client = clientFor(references, {
        patience: patience(waiting.pause),
        onCreate(instanceId, bindingId) {
          const entry = journal.find(instanceId, bindingId);
          if (entry !== undefined) created.add(entry);
        },
        onChange: (instanceId) => {
          world.shared.spoil(instanceId);
        },
      });
      return {
        world: worldAt({ ...world, polling: waiting }, references, { historyOf, recordings, seat }),
        client,
        references,
        cleanUp: () => remove([...new Set([...created, ...heldEntries()])], client, seat),
      };
    },
    async cleanUp() {
      await recordings.cleaned();
      return remove(journal.remaining(), clientFor([], { role: 'cleanup' }));
    },
  };
}

/** The same polling, without a place while it waits. */
function waitingIn(seat: Seat, polling: PollingSetting): PollingSetting {
  return { ...polling, pause: (milliseconds) => seat.away(() => polling.pause(milliseconds)) };
}

/** Things by their ids; of several with one id the first. */
function firstById<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.toReversed().map((thing) => [thing.id, thing]));
}

/** The world as one job sees it: what happened before on what it uses becomes part of its exchanges. */
function worldAt(
  world: World,
  references: ExchangeReference[],
  {
    historyOf,
    recordings,
    seat,
  }: {
    readonly historyOf: ReadonlyMap<string, readonly ExchangeReference[]>;
    readonly recordings: Recordings;
    readonly seat: Seat;
  },
): World {
  return {
    ...world,
    async life(plan, until) {
      const life = await seat.away(() => world.life(plan, until));
      references.push(...life.references);
      return life;
    },
    recorded: (recording, plan) => seat.away(() => recordings.show(recording, plan, references)),
    shared: {
      ...world.shared,
      use: (plan, probe) =>
        seat.away(() =>
          world.shared.use(plan, (instance) => {
            references.push(...(historyOf.get(instance.id) ?? []));
            return seat.back(() => probe(instance));
          }),
        ),
    },
  };
}
