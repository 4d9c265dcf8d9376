import { rubyMember } from './examine-plan.ts';
import { examineService, identity, plansOf, type ServiceExamination } from './examine-service.ts';
import { InternalError } from './internal-error.ts';
import { ExactSource, Place } from './place.ts';
import type { CloudControllerProblem, Unscoped } from './problem.ts';
import { interpolate } from './ruby-inspect.ts';
import { entriesOf, hasMember, isHash, isNil, member, type Hash } from './ruby-value.ts';

/** What Cloud Controller makes of a catalog: it examines it, or it cannot and says nothing of its content. */
export type Examination =
  | { readonly kind: 'refused'; readonly problem: CloudControllerProblem }
  | {
      readonly kind: 'examined';
      readonly problems: readonly Unscoped[];
      readonly services: readonly ServiceExamination[];
    };

/** Options of the examination. */
export interface CloudControllerOptions {
  /** The JSON text that the catalog was parsed from: it tells `1.0` from `1` and keeps big integers and key order. */
  readonly text?: string;
  /** The keys that lead from the root of the text to the catalog; none when the text is the catalog. */
  readonly textPath?: readonly string[];
  /** The version of Cloud Controller's API; the modelled one unless given. */
  readonly apiVersion?: string;
}

const catalogScope = { level: 'catalog' } as const;

/** Examines a catalog as Cloud Controller does at registration; linear in its size. */
export function examine(catalog: unknown, options: CloudControllerOptions = {}): Examination {
  if (!isHash(catalog)) {
    const text = 'The service broker returned an invalid response: expected valid JSON object in body.';
    return {
      kind: 'refused',
      problem: { code: 'catalog-not-object', pointer: '', scope: catalogScope, text },
    };
  }
  try {
    return examineHash(catalog, new ExactSource(options.text, options.textPath, options.apiVersion));
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    const { because, place } = error;
    const text = 'An unknown error occurred.';
    const problem = {
      code: 'internal-error',
      pointer: place.pointer,
      scope: catalogScope,
      text,
      because,
    } as const;
    return { kind: 'refused', problem };
  }
}

function examineHash(catalog: Hash, source: ExactSource): Examination {
  const at = new Place().child('services');
  const services = servicesOf(catalog, at);
  // Cloud Controller builds every plan before it looks at any, and that is where it fails first.
  services.forEach((service, index) => plansOf(service, at.child(index)));
  const examined: ServiceExamination[] = [];
  services.forEach((service, index) => {
    const found = examineService(service, index, at.child(index), source);
    if (found !== undefined) examined.push(found);
  });
  return { kind: 'examined', problems: wholeCatalog(services, at, source), services: examined };
}

function servicesOf(catalog: Hash, at: Place): Hash[] {
  const services = hasMember(catalog, 'services') ? member(catalog, 'services') : [];
  if (isHash(services) && entriesOf(services).length === 0) return [];
  if (!Array.isArray(services))
    throw new InternalError(at, 'it expects an array of services and does not check');
  return services.map((service: unknown, index) => {
    if (isHash(service)) return service;
    throw new InternalError(at.child(index), 'it expects a service to be an object and does not check');
  });
}

function wholeCatalog(services: readonly Hash[], at: Place, source: ExactSource): Unscoped[] {
  const problems: Unscoped[] = [];
  const add = (code: Unscoped['code'], place: Place | undefined, text: string) => {
    if (place !== undefined) problems.push({ code, pointer: place.pointer, text });
  };
  if (services.length === 0) add('services-missing', at, 'Service broker must provide at least one service');
  const values = (read: (service: Hash, place: Place) => readonly [unknown, Place]) =>
    services.map((service, index) => read(service, at.child(index)));
  const ids = values((service, place) => [member(service, 'id'), place.child('id')]).filter(
    ([id]) => !isNil(id),
  );
  add('service-id-unique', firstRepeat(ids, source), 'Service ids must be unique');
  const names = values((service, place) => [member(service, 'name'), place.child('name')]);
  add('service-name-unique', firstRepeat(names, source), 'Service names must be unique within a broker');
  problems.push(...repeatedPlanIds(services, at, source));
  const clients = values((service, place) => {
    const client = member(service, 'dashboard_client');
    return [isHash(client) ? member(client, 'id') : undefined, place.child('dashboard_client').child('id')];
  }).filter(([id]) => !isNil(id));
  add(
    'dashboard-client-id-unique',
    firstRepeat(clients, source),
    'Service dashboard_client id must be unique',
  );
  return problems;
}

function firstRepeat(values: readonly (readonly [unknown, Place])[], source: ExactSource): Place | undefined {
  const seen = new Set<string>();
  for (const [value, place] of values) {
    const key = identity(value, place, source);
    if (seen.has(key)) return place;
    seen.add(key);
  }
  return undefined;
}

/** Each use of a plan id is compared with the last one before it, as Cloud Controller does. */
function repeatedPlanIds(services: readonly Hash[], at: Place, source: ExactSource): Unscoped[] {
  const problems: Unscoped[] = [];
  const last = new Map<string, () => string>();
  services.forEach((service, serviceIndex) => {
    const servicePlace = at.child(serviceIndex);
    plansOf(service, servicePlace).forEach((plan, planIndex) => {
      const place = servicePlace.child('plans').child(planIndex);
      const read = (key: string) => interpolate(source.at(place.child(key), rubyMember(plan, key, place)));
      const names = () => {
        const serviceName = interpolate(source.at(servicePlace.child('name'), member(service, 'name')));
        return `(plan name '${read('name')}', service name '${serviceName}')`;
      };
      const key = identity(rubyMember(plan, 'id', place), place.child('id'), source);
      const other = last.get(key);
      last.set(key, names);
      if (other === undefined) return;
      const text =
        `Plan ids must be unique. Unable to register plan with id '${read('id')}' ${names()} ` +
        `because it uses the same id as another plan in the catalog ${other()}`;
      problems.push({ code: 'plan-id-unique', pointer: place.child('id').pointer, text });
    });
  });
  return problems;
}
