import fc from 'fast-check';

/** What one step of an exploration does. */
export type StepName =
  | 'provision'
  | 'provision-again'
  | 'provision-other'
  | 'update'
  | 'deprovision'
  | 'fetch'
  | 'poll'
  | 'bind'
  | 'bind-again'
  | 'unbind'
  | 'fetch-binding'
  | 'wait';

/**
 * One step: on which instance and binding of the model, with which of the choices, whether it goes on before the
 * operation has ended, and whether it may name what was never made: otherwise that is made instead, for a sequence
 * that asks for what does not exist shows little.
 */
export interface Step {
  readonly name: StepName;
  readonly instance: number;
  readonly binding: number;
  readonly choice: number;
  readonly leave: boolean;
  readonly unmade: boolean;
}

/** The bindings of one instance. */
export const bindingsEach = 2;

/** Steps with how often they come; what looks at the state comes often, for it is what finds contradictions. */
const weights: readonly (readonly [StepName, number])[] = [
  ['provision', 5],
  ['provision-again', 1],
  ['provision-other', 1],
  ['update', 4],
  ['deprovision', 4],
  ['fetch', 5],
  ['poll', 1],
  ['bind', 5],
  ['bind-again', 2],
  ['unbind', 5],
  ['fetch-binding', 4],
  ['wait', 2],
];

const mostlyFirst = (count: number, weight: number) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: count - 1 }) },
  );

/** Sequences of steps on so many instances. */
export function sequences(instances: number, length: number): fc.Arbitrary<Step[]> {
  const name = fc.oneof(...weights.map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
  const step = fc.record({
    name,
    instance: mostlyFirst(instances, 2),
    binding: mostlyFirst(bindingsEach, 1),
    choice: fc.nat({ max: 5 }),
    leave: fc.boolean(),
    unmade: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });
  return fc.array(step, { minLength: 1, maxLength: length, size: 'max' });
}
