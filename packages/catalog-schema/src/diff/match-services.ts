import type { CatalogDifference, Found } from './difference.ts';
import { byId, nameOf, textOf, type Adopted, type Both, type Located } from './side.ts';

/** Something found about a plan. */
export interface PlanFound {
  readonly plan: Located;
  readonly found: Found;
}

/** A service that is in both catalogs, and the plans that came to it from another one. */
export interface ServiceMatch {
  readonly pair: Both;
  readonly moved: readonly PlanFound[];
}

export interface MatchedServices {
  readonly matches: readonly ServiceMatch[];
  /** Services that came, went, or changed their id. */
  readonly found: readonly CatalogDifference[];
  /** Plans, old and new, of which it is already told that they moved. */
  readonly adopted: Adopted;
}

/** Matches services by id, as Cloud Controller does. */
export function matchServices(oldCatalog: Located, newCatalog: Located): MatchedServices {
  const oldById = byId(oldCatalog, 'services');
  const newById = byId(newCatalog, 'services');
  const oldServices = [...oldById.values()];
  const newServices = [...newById.values()];
  const oldByName = new Map(oldServices.map((service) => [textOf(service, 'name'), service]));
  const found: CatalogDifference[] = [];
  const matches: { pair: Both; moved: PlanFound[] }[] = [];
  const succeeded = new Set<Located>();
  const renamed = new Set<Located>();
  for (const service of newServices) {
    const before = oldById.get(textOf(service, 'id') ?? '');
    const namesake = oldByName.get(textOf(service, 'name') ?? '');
    if (before !== undefined) matches.push({ pair: { old: before, new: service }, moved: [] });
    if (namesake !== undefined && namesake !== before && isOther(namesake, service)) {
      const gone = before === undefined && !newById.has(textOf(namesake, 'id') ?? '');
      if (gone) succeeded.add(namesake);
      if (gone) renamed.add(service);
      found.push(gone ? idChanged(namesake, service) : nameTaken(namesake, service));
    } else if (before === undefined) found.push(added(service));
  }
  for (const service of oldServices) {
    if (!newById.has(textOf(service, 'id') ?? '') && !succeeded.has(service)) found.push(removed(service));
  }
  return { matches, found, adopted: movedPlans(oldServices, newServices, renamed, matches, found) };
}

const isOther = (a: Located, b: Located) => textOf(a, 'id') !== textOf(b, 'id');

function idChanged(old: Located, now: Located): CatalogDifference {
  const name = nameOf(now);
  return {
    kind: 'service-id-changed',
    impact: 'breaking',
    service: name,
    oldPointer: old.at.child('id').pointer,
    newPointer: now.at.child('id').pointer,
    message:
      `The id of service "${name}" changes from "${textOf(old, 'id') ?? '-'}" to "${textOf(now, 'id') ?? '-'}". Cloud ` +
      'Controller takes it for another service: it refuses the update while the old one has instances ("Service names ' +
      'must be unique within a broker"), and else deletes the old one with its plans and who may see them. Put the old ' +
      'id back, or give the new service another name.',
  };
}

function nameTaken(old: Located, now: Located): CatalogDifference {
  const name = nameOf(now);
  return {
    kind: 'service-name-taken',
    impact: 'breaking',
    service: name,
    oldPointer: old.at.child('name').pointer,
    newPointer: now.at.child('name').pointer,
    message:
      `The name "${name}" goes from the service with id "${textOf(old, 'id') ?? '-'}" to the one with id ` +
      `"${textOf(now, 'id') ?? '-'}". Cloud Controller refuses the update while the first has instances. Rename the first ` +
      'in one update and give its name away in the next.',
  };
}

function added(service: Located): CatalogDifference {
  return {
    kind: 'service-added',
    impact: 'safe',
    service: nameOf(service),
    newPointer: service.at.pointer,
    message:
      `Service "${nameOf(service)}" is new. Nobody sees its plans until "cf enable-service-access", except in the ` +
      'space of a space-scoped broker.',
  };
}

function removed(service: Located): CatalogDifference {
  return {
    kind: 'service-removed',
    impact: 'breaking',
    service: nameOf(service),
    oldPointer: service.at.pointer,
    message:
      `Service "${nameOf(service)}" is gone. Its plans without instances are deleted; those with instances are ` +
      'deactivated, nobody can create instances of them any more, and the broker still has to serve bind, unbind and ' +
      'delete. Keep the service until its last instance is deleted.',
  };
}

/** Cloud Controller refuses a plan id that it knows from another service of the broker. */
function movedPlans(
  oldServices: readonly Located[],
  newServices: readonly Located[],
  renamed: ReadonlySet<Located>,
  matches: readonly { readonly pair: Both; readonly moved: PlanFound[] }[],
  found: CatalogDifference[],
): Adopted {
  const homes = new Map<string, { readonly plan: Located; readonly service: Located }>();
  for (const service of oldServices) {
    for (const [id, plan] of byId(service, 'plans')) homes.set(id, { plan, service });
  }
  const byNew = new Map(matches.map((match) => [match.pair.new, match]));
  const adopted: Adopted = { old: new Set(), new: new Set() };
  for (const service of newServices) {
    for (const [id, plan] of byId(service, 'plans')) {
      const home = homes.get(id);
      if (home === undefined || !isOther(home.service, service)) continue;
      adopted.new.add(plan.at.pointer);
      adopted.old.add(home.plan.at.pointer);
      if (renamed.has(service)) continue; // told with the new id of the service
      const difference = moved(plan, home.plan, home.service, service);
      const match = byNew.get(service);
      if (match === undefined) found.push({ ...difference, service: nameOf(service), plan: nameOf(plan) });
      else match.moved.push({ plan, found: difference });
    }
  }
  return adopted;
}

function moved(plan: Located, before: Located, from: Located, to: Located): Found {
  return {
    kind: 'plan-moved',
    impact: 'breaking',
    oldPointer: before.at.pointer,
    newPointer: plan.at.pointer,
    message:
      `Plan "${nameOf(plan)}" moves from service "${nameOf(from)}" to "${nameOf(to)}" and keeps its id. Cloud Controller ` +
      'refuses the update ("Plan ids must be unique"), because the plan of the old service has that id. Leave the plan ' +
      'where it is, or give the new one an id of its own.',
  };
}
