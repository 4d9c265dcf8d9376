import type { Found } from './difference.ts';
import type { PlanFound } from './match-services.ts';
import { byId, nameOf, textOf, type Adopted, type Both, type Located } from './side.ts';

export interface MatchedPlans {
  readonly pairs: readonly Both[];
  readonly found: readonly PlanFound[];
}

/**
 * Matches the plans of a service by id. Cloud Controller writes the plans one by one in the order of the new catalog
 * and removes what is gone at the end, so a name has to be free at the moment that it is given.
 */
export function matchPlans(service: Both, adopted: Adopted): MatchedPlans {
  const oldById = byId(service.old, 'plans');
  const newById = byId(service.new, 'plans');
  const oldPlans = [...oldById.values()];
  const holders = new Map(oldPlans.map((plan) => [textOf(plan, 'name') ?? '', plan]));
  const pairs: Both[] = [];
  const found: PlanFound[] = [];
  const succeeded = new Set<Located>();
  for (const plan of newById.values()) {
    const name = textOf(plan, 'name') ?? '';
    const before = oldById.get(textOf(plan, 'id') ?? '');
    const holder = holders.get(name);
    if (before !== undefined) {
      pairs.push({ old: before, new: plan });
      const formerName = textOf(before, 'name') ?? '';
      if (formerName !== name && holders.get(formerName) === before) holders.delete(formerName);
    }
    const conflict = holder !== undefined && name !== '' && textOf(holder, 'id') !== textOf(plan, 'id');
    if (conflict && before === undefined && !newById.has(textOf(holder, 'id') ?? '')) {
      succeeded.add(holder);
      found.push({ plan, found: idChanged(holder, plan) });
    } else if (conflict) found.push({ plan, found: nameTaken(holder, plan) });
    else if (before === undefined && !adopted.new.has(plan.at.pointer))
      found.push({ plan, found: added(plan) });
    if (before !== undefined) holders.set(name, before);
  }
  for (const plan of oldPlans) {
    const stays =
      newById.has(textOf(plan, 'id') ?? '') || succeeded.has(plan) || adopted.old.has(plan.at.pointer);
    if (!stays) found.push({ plan, found: removed(plan) });
  }
  return { pairs, found };
}

function idChanged(old: Located, now: Located): Found {
  return {
    kind: 'plan-id-changed',
    impact: 'breaking',
    oldPointer: old.at.child('id').pointer,
    newPointer: now.at.child('id').pointer,
    message:
      `The id of plan "${nameOf(now)}" changes from "${textOf(old, 'id') ?? '-'}" to "${textOf(now, 'id') ?? '-'}". Cloud ` +
      'Controller refuses the update, with or without instances: it adds the new plan before it removes the old one, ' +
      'and the name is taken ("Plan names must be unique within a service"). Put the old id back, or give the new plan ' +
      'another name.',
  };
}

function nameTaken(old: Located, now: Located): Found {
  return {
    kind: 'plan-name-taken',
    impact: 'breaking',
    oldPointer: old.at.child('name').pointer,
    newPointer: now.at.child('name').pointer,
    message:
      `The name "${nameOf(now)}" goes from the plan with id "${textOf(old, 'id') ?? '-'}" to the one with id ` +
      `"${textOf(now, 'id') ?? '-'}". Cloud Controller refuses the update, because the first still has the name when the ` +
      'second is written. List the first one before the second, or give the name away in a later update.',
  };
}

function added(plan: Located): Found {
  return {
    kind: 'plan-added',
    impact: 'safe',
    newPointer: plan.at.pointer,
    message:
      `Plan "${nameOf(plan)}" is new. Nobody sees it until "cf enable-service-access", except in the space of a ` +
      'space-scoped broker.',
  };
}

function removed(plan: Located): Found {
  return {
    kind: 'plan-removed',
    impact: 'breaking',
    oldPointer: plan.at.pointer,
    message:
      `Plan "${nameOf(plan)}" is gone. Without instances it is deleted; with instances it is deactivated, nobody can ` +
      'create instances of it any more, and the broker still has to serve bind, unbind and delete. Keep the plan, and ' +
      'hide it with "cf disable-service-access", until its last instance is deleted.',
  };
}
