import { isArray, isObject, own } from '../engine/json.ts';
import { quoted, type Found } from './difference.ts';
import { flagOf, inheritedFlags, serviceFlags, turned } from './flags.ts';
import { otherMembers } from './other-members.ts';
import { nameOf, pointersOf, same, textOf, type Both, type Located } from './side.ts';

const handled = new Set([
  'id',
  'name',
  'plans',
  'requires',
  'tags',
  'dashboard_client',
  ...[...inheritedFlags, ...serviceFlags].map(({ key }) => key),
]);

/** What differs in a service itself; `plans` are those that are in both catalogs. */
export function compareService(both: Both, plans: readonly Both[]): Found[] {
  const where = `Service "${nameOf(both.new)}"`;
  return [
    ...renamed(both),
    ...inheritedFlags.flatMap((flag) => inheritedFlag(both, flag, plans, where)),
    ...serviceFlags.flatMap((flag) => {
      const on = flagOf(both.new, flag.key, false);
      return on === flagOf(both.old, flag.key, false) ? [] : [turned(both, flag, on, where)];
    }),
    ...requires(both, where),
    ...tags(both, where),
    ...dashboardClient(both, where),
    ...sharing(both, where),
    ...otherMembers(both, handled, where),
  ];
}

function renamed(both: Both): Found[] {
  const [before, now] = [textOf(both.old, 'name'), textOf(both.new, 'name')];
  if (before === now) return [];
  const message =
    `Service "${before ?? '-'}" is renamed to "${now ?? '-'}". Instances stay, but commands and pipelines that create ` +
    'instances by the old name fail, and VCAP_SERVICES of restarted applications lists them under the new one. Tell ' +
    'those who use it.';
  return [{ kind: 'service-renamed', impact: 'risky', ...pointersOf(both, 'name'), message }];
}

/** A flag that every plan overrides changes nothing. */
function inheritedFlag(
  both: Both,
  flag: (typeof inheritedFlags)[number],
  plans: readonly Both[],
  where: string,
): Found[] {
  const on = flagOf(both.new, flag.key, false);
  if (on === flagOf(both.old, flag.key, false)) return [];
  const found = turned(both, flag, on, where);
  const inherits = (plan: Located) => typeof own(plan.value, flag.key) !== 'boolean';
  if (plans.some((plan) => inherits(plan.old) && inherits(plan.new))) return [found];
  const message = `${where} turns "${flag.key}" from ${!on} to ${on}, which every plan that stays says for itself.`;
  return [{ ...found, impact: 'safe', message }];
}

const texts = (value: unknown): string[] =>
  isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function listChange(both: Both, key: string): { gone: string[]; come: string[] } {
  const before = new Set(texts(own(both.old.value, key)));
  const now = new Set(texts(own(both.new.value, key)));
  return {
    gone: [...before].filter((item) => !now.has(item)),
    come: [...now].filter((item) => !before.has(item)),
  };
}

function requires(both: Both, where: string): Found[] {
  const { gone, come } = listChange(both, 'requires');
  const found: Found[] = [];
  const add = (impact: Found['impact'], message: string) => {
    found.push({ kind: 'requires-changed', impact, ...pointersOf(both, 'requires'), message });
  };
  if (gone.length > 0) {
    add(
      'breaking',
      `${where} no longer requires ${quoted(gone)}. Bindings whose answer holds a log drain, a route service or volume ` +
        'mounts fail from now on. Keep the permission until the broker no longer answers so.',
    );
  }
  if (come.length > 0) {
    add(
      'risky',
      `${where} requires ${quoted(come)} now. Platforms on which route services or volume services are switched off ` +
        'refuse the whole catalog. Ask the operator first.',
    );
  }
  return found;
}

function tags(both: Both, where: string): Found[] {
  const { gone, come } = listChange(both, 'tags');
  const pointers = pointersOf(both, 'tags');
  if (gone.length > 0) {
    const message =
      `${where} loses the tags ${quoted(gone)}. Applications that find their credentials in VCAP_SERVICES by tag do ` +
      'not find them after their next restart. Keep the tags and add new ones.';
    return [{ kind: 'tags-changed', impact: 'risky', ...pointers, message }];
  }
  if (come.length === 0) return [];
  return [
    { kind: 'tags-changed', impact: 'safe', ...pointers, message: `${where} gets the tags ${quoted(come)}.` },
  ];
}

/** Says which members differ and never their values: one of them is a secret. */
function dashboardClient(both: Both, where: string): Found[] {
  const before = own(both.old.value, 'dashboard_client');
  const now = own(both.new.value, 'dashboard_client');
  if (same(before ?? null, now ?? null)) return [];
  const base = { kind: 'dashboard-client-changed', ...pointersOf(both, 'dashboard_client') } as const;
  if (!isObject(now)) {
    const message = `${where} has no dashboard client any more. Its client is deleted, and single sign-on to dashboards stops.`;
    return [{ ...base, impact: 'risky', message }];
  }
  const added = 'The platform creates the client, and refuses the update when another one has its id.';
  if (!isObject(before)) {
    return [{ ...base, impact: 'risky', message: `${where} gets a dashboard client. ${added}` }];
  }
  if (!same(own(before, 'id') ?? null, own(now, 'id') ?? null)) {
    const message = `${where} gets a dashboard client of another id. The old client is deleted. ${added} Change the dashboards at the same time.`;
    return [{ ...base, impact: 'risky', message }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (key) => !same(own(before, key) ?? null, own(now, key) ?? null),
  );
  const message = `${where} changes ${keys.join(' and ')} of its dashboard client. The platform updates the client; dashboards have to follow at the same time.`;
  return [{ ...base, impact: 'risky', message }];
}

function sharing(both: Both, where: string): Found[] {
  const shareable = ({ value }: Located): boolean => {
    const metadata = own(value, 'metadata');
    return isObject(metadata) && own(metadata, 'shareable') === true;
  };
  const [before, now] = [shareable(both.old), shareable(both.new)];
  if (before === now) return [];
  const pointers = {
    ...(isObject(own(both.old.value, 'metadata')) && {
      oldPointer: both.old.at.descend(shareablePath).pointer,
    }),
    ...(isObject(own(both.new.value, 'metadata')) && {
      newPointer: both.new.at.descend(shareablePath).pointer,
    }),
  };
  const message = now
    ? `${where} allows its instances to be shared between spaces.`
    : `${where} no longer allows its instances to be shared. Instances shared already stay shared; sharing others is refused.`;
  return [{ kind: 'sharing-changed', impact: now ? 'safe' : 'risky', ...pointers, message }];
}

const shareablePath = ['metadata', 'shareable'];
