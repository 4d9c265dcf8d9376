import { own } from '../engine/json.ts';
import type { SchemaComparer } from './compare-schemas.ts';
import type { Found } from './difference.ts';
import { flagOf, inheritedFlags, planFlags, turned } from './flags.ts';
import { maintenanceInfo } from './maintenance-info.ts';
import { otherMembers } from './other-members.ts';
import { nameOf, pointersOf, textOf, type Both, type Located } from './side.ts';

const handled = new Set([
  'id',
  'name',
  'schemas',
  'maintenance_info',
  'maximum_polling_duration',
  ...[...inheritedFlags, ...planFlags].map(({ key }) => key),
]);

/** What differs in a plan that is in both catalogs. */
export function comparePlan(both: Both, service: Both, comparer: SchemaComparer): Found[] {
  const where = `Plan "${nameOf(both.new)}"`;
  return [
    ...renamed(both),
    ...inheritedFlags.flatMap((flag) => overridingFlag(both, service, flag, where)),
    ...planFlags.flatMap((flag) => {
      const on = flagOf(both.new, flag.key, flag.missing);
      return on === flagOf(both.old, flag.key, flag.missing) ? [] : [turned(both, flag, on, where)];
    }),
    ...pollingDuration(both, where),
    ...maintenanceInfo(both, where),
    ...comparer.compare(both, where),
    ...otherMembers(both, handled, where),
  ];
}

function renamed(both: Both): Found[] {
  const [before, now] = [textOf(both.old, 'name'), textOf(both.new, 'name')];
  if (before === now) return [];
  const message =
    `Plan "${before ?? '-'}" is renamed to "${now ?? '-'}". Instances stay, but commands and pipelines that name the ` +
    'old plan fail. Tell those who use it.';
  return [{ kind: 'plan-renamed', impact: 'risky', ...pointersOf(both, 'name'), message }];
}

/** What holds for a plan is its own flag, else the service's; the turn of the service's is told there. */
function overridingFlag(
  both: Both,
  service: Both,
  flag: (typeof inheritedFlags)[number],
  where: string,
): Found[] {
  const says = (plan: Located) => typeof own(plan.value, flag.key) === 'boolean';
  if (!says(both.old) && !says(both.new)) return [];
  const before = flagOf(both.old, flag.key, flagOf(service.old, flag.key, false));
  const now = flagOf(both.new, flag.key, flagOf(service.new, flag.key, false));
  return before === now ? [] : [turned(both, flag, now, where)];
}

function pollingDuration(both: Both, where: string): Found[] {
  const key = 'maximum_polling_duration';
  const [before, now] = [own(both.old.value, key), own(both.new.value, key)];
  const base = { kind: 'polling-duration-changed', ...pointersOf(both, key) } as const;
  const limit = typeof before === 'number' ? before : Infinity;
  const next = typeof now === 'number' ? now : Infinity;
  if (limit === next) return [];
  const say = (seconds: number) => (seconds === Infinity ? "the platform's own limit" : `${seconds} seconds`);
  const change = `${where} is polled for ${say(next)} instead of ${say(limit)}.`;
  if (next > limit) return [{ ...base, impact: 'safe', message: change }];
  const message =
    `${change} Operations that take longer fail, and the platform deletes what it takes for an orphan. Make sure that ` +
    'the slowest operation ends in time.';
  return [{ ...base, impact: 'risky', message }];
}
