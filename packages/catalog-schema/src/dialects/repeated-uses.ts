import { identity, plansOf } from './examine-service.ts';
import { rubyMember } from './examine-plan.ts';
import type { CloudControllerOptions } from './examine-catalog.ts';
import { ExactSource, Place } from './place.ts';
import type { ProblemCode, ProblemScope } from './problem.ts';
import { interpolate } from './ruby-inspect.ts';
import { isHash, isNil, member, type Hash } from './ruby-value.ts';

/** Ids that other brokers of the same platform use. */
export interface Taken {
  readonly serviceIds?: ReadonlySet<string>;
  readonly planIds?: ReadonlySet<string>;
  readonly dashboardClientIds?: ReadonlySet<string>;
}

/** A value that must be unique and is used a second time here. */
export interface RepeatedUse {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly scope: ProblemScope;
  /** What must be unique, in the document's words. */
  readonly subject: string;
}

/** Remembers what was used; a missing value is not used. */
class Uses {
  readonly #seen = new Set<string>();
  readonly #taken: ReadonlySet<string> | undefined;
  readonly #source: ExactSource;

  constructor(source: ExactSource, taken?: ReadonlySet<string>) {
    this.#source = source;
    this.#taken = taken;
  }

  /** Whether the value was used before, here or elsewhere. */
  again(value: unknown, place: Place): boolean {
    if (isNil(value) || value === '') return false;
    const key = identity(value, place, this.#source);
    const known = this.#seen.has(key) || (typeof value === 'string' && this.#taken?.has(value) === true);
    this.#seen.add(key);
    return known;
  }
}

/** Every second and later use of an id or name in a catalog that Cloud Controller can examine. */
export function repeatedUses(
  catalog: unknown,
  options: CloudControllerOptions & { readonly taken?: Taken },
): RepeatedUse[] {
  const listed = isHash(catalog) ? member(catalog, 'services') : [];
  const services: Hash[] = Array.isArray(listed) ? listed.filter(isHash) : [];
  const source = new ExactSource(options.text, options.textPath, options.apiVersion);
  const { taken = {} } = options;
  const serviceIds = new Uses(source, taken.serviceIds);
  const serviceNames = new Uses(source);
  const clientIds = new Uses(source, taken.dashboardClientIds);
  const planIds = new Uses(source, taken.planIds);
  const found: RepeatedUse[] = [];
  services.forEach((value, serviceIndex) => {
    const place = new Place().child('services').child(serviceIndex);
    const service = interpolate(source.at(place.child('name'), member(value, 'name')));
    const scope = { level: 'service', service, serviceIndex } as const;
    const check = (
      uses: Uses,
      at: Place,
      used: unknown,
      code: ProblemCode,
      subject: string,
      where: ProblemScope,
    ) => {
      if (uses.again(used, at)) found.push({ code, pointer: at.pointer, scope: where, subject });
    };
    check(serviceIds, place.child('id'), member(value, 'id'), 'service-id-unique', 'service id', scope);
    check(
      serviceNames,
      place.child('name'),
      member(value, 'name'),
      'service-name-unique',
      'service name',
      scope,
    );
    const client = member(value, 'dashboard_client');
    if (isHash(client)) {
      const at = place.child('dashboard_client').child('id');
      const subject = 'service dashboard client id';
      check(clientIds, at, member(client, 'id'), 'dashboard-client-id-unique', subject, scope);
    }
    const planNames = new Uses(source);
    plansOf(value, place).forEach((plan, planIndex) => {
      const at = place.child('plans').child(planIndex);
      const name = rubyMember(plan, 'name', at);
      const planScope = {
        level: 'plan',
        service,
        serviceIndex,
        plan: interpolate(source.at(at.child('name'), name)),
        planIndex,
      } as const;
      const id = rubyMember(plan, 'id', at);
      check(planIds, at.child('id'), id, 'plan-id-unique', 'plan id', planScope);
      check(planNames, at.child('name'), name, 'plan-name-unique', 'plan name', planScope);
    });
  });
  return found;
}
