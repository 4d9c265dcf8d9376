import { createHash } from 'node:crypto';
import { affects, type FaultMatch, type FaultRule } from './fault.ts';

/** What a fault looks at. */
export type FaultSubject = Required<FaultMatch>;

/** Faults that are set, with how often each has struck. */
export interface Faults {
  /** Replaces all faults and starts counting again. */
  set(seed: number, rules: readonly FaultRule[]): void;
  /** The faults that strike a request: the first rule that can do something to it, fits, is due and is drawn; behind delays the next one too. */
  strike(subject: FaultSubject): readonly FaultRule[];
  status(): readonly (FaultRule & { readonly seen: number; readonly struck: number })[];
  /** True when no rule is set, so that nothing has to be found out about requests. */
  readonly idle: boolean;
}

interface Counted {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** No faults, until some are set. */
export function createFaults(): Faults {
  let counted: Counted[] = [];
  let seed = 1;
  return {
    get idle() {
      return counted.length === 0;
    },
    set: (chosen, rules) => {
      seed = chosen;
      counted = rules.map((rule) => ({ rule, seen: 0, struck: 0 }));
    },
    strike: (subject) => {
      const struck: FaultRule[] = [];
      for (const [index, entry] of counted.entries()) {
        if (!affects(entry.rule.kind, subject.operation) || !fits(entry.rule.match, subject)) continue;
        entry.seen += 1;
        const due = entry.seen > entry.rule.after && entry.struck < entry.rule.times;
        if (!due || drawn(seed, index, entry.seen) >= entry.rule.probability) continue;
        entry.struck += 1;
        struck.push(entry.rule);
        if (entry.rule.kind !== 'delay') break;
      }
      return struck;
    },
    status: () => counted.map(({ rule, seen, struck }) => ({ ...rule, seen, struck })),
  };
}

function fits(match: FaultMatch, subject: FaultSubject): boolean {
  return Object.entries(match).every(([field, wanted]) => subject[field as keyof FaultMatch] === wanted);
}

/** A number from 0 to 1 that depends on nothing but seed, rule and count: the same requests meet the same faults. */
function drawn(seed: number, rule: number, seen: number): number {
  const digest = createHash('sha256')
    .update(`${String(seed)}/${String(rule)}/${String(seen)}`)
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
