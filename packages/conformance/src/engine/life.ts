import { isPostponed, type Answer } from './answer.ts';
import type { SupportedUpdate } from './bodies.ts';
import type { Plan } from './catalog-model.ts';
import type { ExchangeReference } from './exchange.ts';
import type { JsonObject } from './json.ts';
import type { Followed } from './polling.ts';

/** A request that changes something, followed to its end, and what last_operation says once more after it. */
export interface Mutation {
  readonly answer: Answer;
  readonly followed: Followed;
  /** Polls after the end: one after a synchronous answer, two after the terminal state of an asynchronous operation. */
  readonly after: readonly Answer[];
  /** A poll with `operation` but without service_id and plan_id, after the end; only of asynchronous operations. */
  readonly hintless: Answer | undefined;
}

/** A resource fetched with and without the hints in the query. */
export interface Fetches {
  /** Without hints, as the first request after the resource was there. */
  readonly plain: Answer;
  readonly withService: Answer;
  readonly withBoth: Answer;
}

/** A binding from its creation on. */
export interface BoundPart {
  readonly bindingId: string;
  readonly body: JsonObject;
  readonly bind: Mutation;
  /** Only where the offering declares `bindings_retrievable`. */
  readonly fetched: Fetches | undefined;
}

/** The removal of a binding and what is there afterwards. */
export interface UnboundPart {
  readonly unbind: Mutation;
  readonly fetchedAfter: Answer | undefined;
  readonly again: Answer;
}

/**
 * What an ordinary life of an instance shows: recorded once per plan and judged by many checks. A part is absent when
 * the catalog declares no such capability, or when the life stopped before it.
 */
export interface Life {
  readonly plan: Plan;
  readonly instanceId: string;
  readonly body: JsonObject;
  readonly references: readonly ExchangeReference[];
  readonly provision: Mutation;
  /** Only where the offering declares `instances_retrievable`. */
  readonly fetched?: Fetches;
  /** The provision once more, byte by byte. */
  readonly repeated?: Mutation;
  readonly update?: {
    readonly supported: SupportedUpdate;
    readonly mutation: Mutation;
    readonly fetchedAfter: Answer | undefined;
  };
  /** The plan of the instance from the update on. */
  readonly planAfter: Plan;
  readonly bound?: BoundPart;
  readonly boundAgain?: Mutation;
  /** A second binding, for another application. */
  readonly second?: BoundPart;
  readonly unbound?: UnboundPart;
  /** What is there after the first binding was removed. */
  readonly survivors?: { readonly instance: Answer | undefined; readonly second: Answer | undefined };
  readonly secondUnbound?: UnboundPart;
  readonly deprovisioned?: {
    readonly deprovision: Mutation;
    readonly fetchedAfter: Answer | undefined;
    readonly again: Answer;
  };
  /** Why the life ended early. */
  readonly stopped?: {
    readonly kind: 'blocked' | 'inconclusive';
    readonly text: string;
    /** The answer that ended it. */
    readonly answer: Answer;
  };
}

/** How far a life has come: its parts up to there are known. */
export type Milestone = 'provisioned' | 'updated' | 'bound' | 'ended';

/** All mutations of a life, with what they were for. */
export function mutationsOf(
  life: Life,
): readonly { readonly name: MutationName; readonly mutation: Mutation }[] {
  const named: (readonly [MutationName, Mutation | undefined])[] = [
    ['provision', life.provision],
    ['update', life.update?.mutation],
    ['bind', life.bound?.bind],
    ['bind', life.second?.bind],
    ['unbind', life.unbound?.unbind],
    ['unbind', life.secondUnbound?.unbind],
    ['deprovision', life.deprovisioned?.deprovision],
  ];
  return named.flatMap(([name, mutation]) => (mutation === undefined ? [] : [{ name, mutation }]));
}

export type MutationName = 'provision' | 'update' | 'bind' | 'unbind' | 'deprovision';

/** True when a fetch of the instance succeeded at some time: before that it was late, not missing. */
export function isEverFetched({ fetched, update, survivors }: Life): boolean {
  const looks = [fetched?.plain, fetched?.withBoth, update?.fetchedAfter, survivors?.instance];
  return looks.some((look) => look?.status === 200);
}

/** Every answer that polls of an operation gave, also those after its end. */
export function pollsOf(mutation: Mutation): readonly Answer[] {
  return [...mutation.followed.polls, ...mutation.after];
}

/** The first poll that says how the operation stands; a broker that limits the rate has not said anything yet. */
export function firstPollOf(mutation: Mutation): Answer | undefined {
  return mutation.followed.polls.find((poll) => !isPostponed(poll));
}
