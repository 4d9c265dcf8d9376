/** What a thing to be told takes, in lines, short and in full. */
export interface Forms {
  readonly short: readonly string[];
  readonly full: readonly string[];
  /** It fails, or stands in the way. */
  readonly isGrave: boolean;
}

/** How many lines there are. */
export interface Room {
  readonly lines: number;
  /** Grave ones that are told in full before anything else is told at all. */
  readonly first: number;
  /** Lines up to which what is only advised against is told in full as well. */
  readonly advice: number;
}

/** How each is told: in full, in short, or not at all but by name. */
export type Form = 'full' | 'short' | 'named';

/**
 * Shares out the lines: the grave ones each in short and the first of them in full, then the others in short, then what
 * room there is for more in full. One line is kept for the names of those that are left out.
 */
export function shareOut(all: readonly Forms[], room: Room): readonly Form[] {
  const chosen = all.map((): Form => 'named');
  let used = 0;
  const most = room.lines - 1;
  const grow = (to: Form, index: number, limit: number) => {
    const forms = all[index];
    if (forms === undefined || chosen[index] === to) return;
    const before = chosen[index] === 'short' ? forms.short.length : 0;
    const more = (to === 'full' ? forms.full : forms.short).length - before;
    if (used + more > limit) return;
    used += more;
    chosen[index] = to;
  };
  const grave = [...all.keys()].filter((index) => all[index]?.isGrave === true);
  const mild = [...all.keys()].filter((index) => all[index]?.isGrave !== true);
  for (const index of grave) grow('short', index, most);
  for (const index of grave.slice(0, room.first)) grow('full', index, most);
  for (const index of mild) grow('short', index, most);
  for (const index of grave) grow('full', index, most);
  for (const index of mild) grow('full', index, Math.min(most, room.advice));
  return chosen;
}
