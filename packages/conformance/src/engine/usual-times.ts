/** How long operations take on a broker, learned while they are followed. */
export interface UsualTimes {
  /** The least milliseconds that an operation of this kind took; `undefined` before one has ended. */
  of(kind: string): number | undefined;
  /** An operation of this kind has ended after so many milliseconds. */
  note(kind: string, milliseconds: number): void;
}

/** Nothing is known at the beginning of a run. */
export function createUsualTimes(): UsualTimes {
  const least = new Map<string, number>();
  return {
    of: (kind) => least.get(kind),
    note(kind, milliseconds) {
      least.set(kind, Math.min(milliseconds, least.get(kind) ?? Infinity));
    },
  };
}
