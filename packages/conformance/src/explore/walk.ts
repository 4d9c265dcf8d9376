import type { RequirementId } from '@osb-kit/spec';
import { isRefusal, type Answer } from '../engine/answer.ts';
import type { BrokerClient } from '../engine/client.ts';
import { describe } from '../engine/expect.ts';
import {
  follow,
  type Followed,
  type OperationKind,
  type Polled,
  type PolledPlan,
} from '../engine/polling.ts';
import { weightAt } from '../engine/severity.ts';
import type { Weight } from '../engine/signals.ts';
import type { World } from '../engine/world.ts';
import type { BindingModel, Ground, InstanceModel } from './model.ts';

/** The broker did what the specification does not allow in the state that it was in. */
export class Contradiction extends Error {
  override readonly name = 'Contradiction';
  readonly about: RequirementId;
  readonly weight: Weight;
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  readonly fragment: string | undefined;

  constructor(claim: ContradictionClaim & { readonly weight: Weight }) {
    super(`${claim.about}: expected ${claim.expected}, got ${claim.actual}, for ${claim.because}`);
    this.about = claim.about;
    this.weight = claim.weight;
    this.expected = claim.expected;
    this.actual = claim.actual;
    this.because = claim.because;
    this.fragment = claim.fragment;
  }
}

/** What a contradiction says. */
export interface ContradictionClaim {
  readonly about: RequirementId;
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  /** Compact JSON in the answer that shows it, where the status alone does not. */
  readonly fragment?: string;
}

/** The walk cannot go on: nothing that follows could be judged. */
export class EndOfWalk extends Error {
  override readonly name = 'EndOfWalk';
}

/** Something that a walk did, for the script that repeats it. */
export interface Trace {
  readonly kind: 'request' | 'wait';
  readonly text: string;
  readonly answer: Answer;
}

/** One sequence on its way: how it sends, waits and judges. */
export interface Walk {
  readonly world: World;
  readonly client: BrokerClient;
  readonly trace: readonly Trace[];
  /** Remarks about legal ways that one may want to know of. */
  remark(text: string): void;
  /** Ids of what is gone may be used again: the broker says so. */
  readonly reusesIds: boolean;
  /** Sends a request, again when the broker limits the rate; a 5xx is a contradiction about the row. */
  send(text: string, about: RequirementId, request: () => Promise<Answer>): Promise<Answer>;
  /** Follows an operation to its end. */
  end(
    plan: PolledPlan,
    started: Answer,
    polled: Polled,
    kind: OperationKind,
    text: string,
  ): Promise<Followed>;
  /** The broker contradicts itself; ends the walk. */
  contradict(claim: ContradictionClaim): void;
}

/** What a walk is made from. */
export interface WalkSetting {
  readonly world: World;
  readonly client: BrokerClient;
  readonly reusesIds: boolean;
  /** Rows that were found already: what breaks them ends the walk and is not told again. */
  readonly known: ReadonlySet<RequirementId>;
  readonly remarks: Set<string>;
}

/** How often a request is sent again when the broker limits the rate. */
const attempts = 4;

/** Creates a walk. */
export function createWalk({ world, client, reusesIds, known, remarks }: WalkSetting): Walk {
  const trace: Trace[] = [];
  const contradict = (claim: ContradictionClaim, weight = weightAt(claim.about, world.apiVersion)) => {
    if (weight === undefined || weight === 'advice') return;
    if (known.has(claim.about)) throw new EndOfWalk();
    throw new Contradiction({ ...claim, weight });
  };
  return {
    world,
    client,
    trace,
    reusesIds,
    remark: (text) => void remarks.add(text),
    contradict: (claim) => {
      contradict(claim);
    },
    async send(text, about, request) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const answer = await request();
        if (answer.status === 429) {
          await world.polling.pause(world.polling.fastPoll ? 5 : 1000 * 2 ** attempt);
          continue;
        }
        trace.push({ kind: 'request', text, answer });
        if (answer.status >= 500) {
          const claim = { about, expected: 'an answer that is no 5xx', because: `the request to ${text}` };
          contradict({ ...claim, actual: describe(answer) }, 'error');
        }
        return answer;
      }
      throw new EndOfWalk('The broker limits the rate.');
    },
    async end(plan, started, polled, kind, text) {
      const followed = await follow(client, plan, started, polled, kind, world.polling);
      const last = followed.polls.at(-1);
      if (last !== undefined) trace.push({ kind: 'wait', text, answer: last });
      if (followed.end === 'timeout' || followed.end === 'unusable') throw new EndOfWalk(followed.end);
      return followed;
    },
  };
}

/** Takes note of an answer that starts an operation: waits for its end, or leaves it going on. */
export async function begin(
  walk: Walk,
  instance: InstanceModel,
  binding: BindingModel | undefined,
  step: { readonly leave: boolean },
  operation: { readonly answer: Answer; readonly kind: OperationKind; readonly done: () => void },
): Promise<void> {
  const resource = binding ?? instance;
  resource.pending = operation;
  if (binding === undefined) instance.ended = undefined;
  if (operation.answer.status === 202 && step.leave) {
    resource.phase =
      operation.kind === 'create' ? 'creating' : operation.kind === 'update' ? 'updating' : 'deleting';
    return;
  }
  await settle(walk, instance, binding);
}

/** Waits for the end of the operation that is under way. */
export async function settle(
  walk: Walk,
  instance: InstanceModel,
  binding: BindingModel | undefined,
): Promise<void> {
  const resource = binding ?? instance;
  const { pending } = resource;
  if (pending === undefined || instance.plan === undefined) return;
  const polled = { instanceId: instance.id, ...(binding === undefined ? {} : { bindingId: binding.id }) };
  const { end, operation, mode } = await walk.end(
    instance.plan,
    pending.answer,
    polled,
    pending.kind,
    `the operation on ${resource.name}`,
  );
  resource.pending = undefined;
  if (binding === undefined && mode === 'async' && operation !== undefined) {
    instance.ended = { operation, state: end === 'done' ? 'succeeded' : 'failed' };
  }
  if (end === 'done') pending.done();
  else if (pending.kind === 'update') {
    // A failed update may have been made half-way (HC-50).
    instance.phase = 'there';
    instance.valuesKnown = false;
  } else resource.phase = 'unclear';
}

/** A resource that was deleted answers 410 to a deletion. */
export function demandGone(walk: Walk, answer: Answer, ground: Ground): void {
  if (answer.status === 410) return;
  // A broker may be busy with something else, and may refuse whom it does not know.
  if (isRefusal(answer) && answer.status !== 404 && answer.status !== 400) return;
  walk.contradict({ ...ground, expected: '410 Gone', actual: describe(answer) });
}
