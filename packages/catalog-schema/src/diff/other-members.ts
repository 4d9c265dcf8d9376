import { isObject, own } from '../engine/json.ts';
import type { DifferenceKind, Found } from './difference.ts';
import { pointersOf, same, type Both } from './side.ts';

const kinds = new Map<string, DifferenceKind>([
  ['description', 'description-changed'],
  ['metadata', 'metadata-changed'],
]);

/** Members that the platform only shows or does not know. */
export function otherMembers(both: Both, handled: ReadonlySet<string>, where: string): Found[] {
  const keys = new Set([...Object.keys(both.old.value), ...Object.keys(both.new.value)]);
  return [...keys].flatMap((key): Found[] => {
    const [before, now] = [shownMembers(both.old.value, key), shownMembers(both.new.value, key)];
    if (handled.has(key) || same(before, now)) return [];
    const kind = kinds.get(key) ?? 'member-changed';
    const detail = key === 'metadata' && isObject(before) && isObject(now) ? changedKeys(before, now) : '';
    const how = before === undefined ? 'gets' : now === undefined ? 'loses' : 'changes';
    const effect =
      kind === 'member-changed'
        ? 'The platform does not look at it.'
        : 'The marketplace shows it after the update.';
    return [
      {
        kind,
        impact: 'safe',
        ...pointersOf(both, key),
        message: `${where} ${how} "${key}"${detail}. ${effect}`,
      },
    ];
  });
}

/** `metadata.shareable` is no matter of display. */
function shownMembers(value: Parameters<typeof own>[0], key: string): unknown {
  const member = own(value, key);
  if (key !== 'metadata' || !isObject(member) || !Object.hasOwn(member, 'shareable')) return member;
  return Object.fromEntries(Object.entries(member).filter(([name]) => name !== 'shareable'));
}

function changedKeys(before: Parameters<typeof own>[0], now: Parameters<typeof own>[0]): string {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  const changed = [...keys].filter((key) => !same(own(before, key), own(now, key)));
  const shown = changed.slice(0, 5).map((key) => `"${key}"`);
  return ` (${shown.join(', ')}${changed.length > shown.length ? ', …' : ''})`;
}
