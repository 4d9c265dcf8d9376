import { isObject, own } from '../engine/json.ts';
import type { Found } from './difference.ts';
import { pointersOf, same, type Both } from './side.ts';
import { compareVersions } from './semantic-version.ts';

/** What a changed `maintenance_info` leads to. */
export function maintenanceInfo(both: Both, where: string): Found[] {
  const key = 'maintenance_info';
  const [before, now] = [own(both.old.value, key) ?? null, own(both.new.value, key) ?? null];
  if (same(before, now)) return [];
  const pointers = pointersOf(both, key);
  const version = (info: unknown) => (isObject(info) ? own(info, 'version') : undefined);
  const [from, to] = [version(before), version(now)];
  if (from === to) {
    const message = `${where} changes its maintenance_info and keeps the version. Only the text shown changes.`;
    return [{ kind: 'maintenance-info-changed', impact: 'safe', ...pointers, message }];
  }
  if (typeof from !== 'string') {
    const message = `${where} gets the maintenance version ${show(to)}. Instances that exist are shown as upgradable.`;
    return [{ kind: 'maintenance-info-changed', impact: 'safe', ...pointers, message }];
  }
  if (typeof to !== 'string') {
    const message = `${where} loses the maintenance version ${show(from)}. Instances can no longer be upgraded by "cf upgrade-service".`;
    return [{ kind: 'maintenance-info-changed', impact: 'risky', ...pointers, message }];
  }
  const order = compareVersions(from, to);
  if (order === undefined) {
    const message =
      `${where} changes its maintenance version from ${show(from)} to ${show(to)}, and one of them is no semantic ` +
      'version. Cloud Controller refuses such a version in a catalog. Use MAJOR.MINOR.PATCH.';
    return [{ kind: 'maintenance-info-changed', impact: 'risky', ...pointers, message }];
  }
  if (order > 0) {
    const message =
      `The maintenance version of ${where} goes back from ${show(from)} to ${show(to)}. ` +
      'The platform offers every instance of the newer version an upgrade, which would take it back. Give the next ' +
      'version a higher number.';
    return [{ kind: 'maintenance-info-backwards', impact: 'risky', ...pointers, message }];
  }
  const message = `${where} goes from the maintenance version ${show(from)} to ${show(to)}. Instances that exist are shown as upgradable.`;
  return [{ kind: 'maintenance-info-changed', impact: 'safe', ...pointers, message }];
}

const show = (version: unknown) => (typeof version === 'string' ? `"${version}"` : 'none');
