import { randomUUID } from 'node:crypto';
import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from '../engine/answer.ts';
import type { Plan } from '../engine/catalog-model.ts';
import type { JsonObject } from '../engine/json.ts';
import type { OperationKind } from '../engine/polling.ts';
import { bindingsEach } from './steps.ts';

/**
 * What is known of a resource. `unclear`: the broker took a legal way after which nothing follows, as a failed
 * operation, so that nothing is demanded any more.
 */
export type Phase = 'unused' | 'creating' | 'there' | 'updating' | 'deleting' | 'gone' | 'unclear';

/** An operation that goes on while other requests are sent. */
export interface Pending {
  readonly answer: Answer;
  readonly kind: OperationKind;
  /** What the success of the operation means for the model. */
  readonly done: () => void;
}

/** Why something is expected: the row that says so, and what happened. */
export interface Ground {
  readonly about: RequirementId;
  readonly because: string;
}

interface ResourceModel {
  readonly id: string;
  /** How a person calls it. */
  readonly name: string;
  phase: Phase;
  pending: Pending | undefined;
  /** Why it is expected to be gone, once it is. */
  goneBecause: Ground | undefined;
}

/** A binding of the model. */
export interface BindingModel extends ResourceModel {
  body: JsonObject | undefined;
}

/** A parameter of an instance: its value, and values that it must not have, with why. */
export interface ParameterModel {
  now: unknown;
  readonly not: { readonly value: unknown; readonly ground: Ground }[];
}

/** An instance of the model. */
export interface InstanceModel extends ResourceModel {
  /** The plan that the broker must know it by; for hints also after that became uncertain. */
  plan: Plan | undefined;
  /** The body that it was provisioned with. */
  body: JsonObject | undefined;
  /** Plan and parameters were moved, so that the body tells no longer what is there. */
  moved: boolean;
  /** False once an update failed half-way. */
  valuesKnown: boolean;
  /** Why the plan is what it is. */
  planBecause: Ground | undefined;
  /** Plans that it had, and plans that were refused to it, with the refusal. */
  readonly hadPlans: Set<string>;
  readonly refusedPlans: Map<string, Ground>;
  /** Parameters that were set, each with values that it must not have any more or never had. */
  readonly parameters: Map<string, ParameterModel>;
  /** A bind to it has succeeded. */
  wasBound: boolean;
  /** The operation that ended last, and how. */
  ended: { readonly operation: string; readonly state: 'succeeded' | 'failed' } | undefined;
  bindings: readonly BindingModel[];
}

/** An instance that no request has named yet. */
export function unusedInstance(index: number): InstanceModel {
  const name = `instance ${String.fromCharCode(65 + index)}`;
  return {
    id: randomUUID(),
    name,
    phase: 'unused',
    pending: undefined,
    goneBecause: undefined,
    plan: undefined,
    body: undefined,
    moved: false,
    valuesKnown: true,
    planBecause: undefined,
    hadPlans: new Set(),
    refusedPlans: new Map(),
    parameters: new Map(),
    wasBound: false,
    ended: undefined,
    bindings: unusedBindings(name),
  };
}

/** Bindings that no request has named yet. */
export function unusedBindings(instanceName: string): readonly BindingModel[] {
  return Array.from({ length: bindingsEach }, (_, index) => ({
    id: randomUUID(),
    name: `binding ${String(index + 1)} of ${instanceName}`,
    phase: 'unused',
    pending: undefined,
    goneBecause: undefined,
    body: undefined,
  }));
}

/** True when no binding of the instance may exist. */
export function isFree(instance: InstanceModel): boolean {
  return instance.bindings.every(({ phase }) => phase === 'unused' || phase === 'gone');
}
