import type { Answer } from '../engine/answer.ts';
import type { BoundPart, Life } from '../engine/life.ts';

/** The answers that carry bindings: those of synchronous binds, and the fetches of asynchronous ones. */
export function carriersOf(part: BoundPart, life: Life): readonly Answer[] {
  const parts = [part, ...(life.second?.bind.followed.end === 'done' ? [life.second] : [])];
  return parts.flatMap(({ bind, fetched }) => {
    if (bind.followed.mode === 'sync') return [bind.answer];
    return fetched?.plain.status === 200 ? [fetched.plain] : [];
  });
}
