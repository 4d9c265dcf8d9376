import type { Finding } from '../engine/finding.ts';
import { stablePath } from './stable-path.ts';

/**
 * Names findings by rule and place so that the name survives edits elsewhere: lines that move, offerings and plans that
 * are added or reordered. Findings of one rule at one place are told apart by counting.
 */
export function fingerprints(catalog: unknown): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return ({ rule, profile, pointer }) => {
    const name = hash(JSON.stringify([rule, profile, ...stablePath(pointer, catalog)]));
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return `${name}:${nth}`;
  };
}

const mask = 0xffff_ffff_ffff_ffffn;

/** FNV-1a, 64 bits: there is no cryptography that browsers and Node offer alike without waiting. */
function hash(text: string): string {
  let state = 0xcbf2_9ce4_8422_2325n;
  for (let at = 0; at < text.length; at++) {
    state = ((state ^ BigInt(text.charCodeAt(at))) * 0x0000_0100_0000_01b3n) & mask;
  }
  return state.toString(16).padStart(16, '0');
}
