import { examinePlan, rubyMember, type PlanExamination } from './examine-plan.ts';
import { Fields } from './fields.ts';
import { InternalError } from './internal-error.ts';
import type { ExactSource, Place } from './place.ts';
import type { Unscoped } from './problem.ts';
import { inspect, interpolate } from './ruby-inspect.ts';
import {
  codePoints,
  entriesOf,
  hasMember,
  isHash,
  isNil,
  isTruthy,
  member,
  type Hash,
} from './ruby-value.ts';

/** The problems of one service; `heading` is its name as Cloud Controller prints it. */
export interface ServiceExamination {
  readonly index: number;
  readonly heading: string;
  readonly problems: readonly Unscoped[];
  readonly plans: readonly PlanExamination[];
}

const optionalBooleans = ['bindings_retrievable', 'instances_retrievable', 'allow_context_updates'] as const;

/** Examines one service that is an object. */
export function examineService(
  service: Hash,
  index: number,
  place: Place,
  source: ExactSource,
): ServiceExamination | undefined {
  const fields = new Fields(source);
  const read = (key: string) => member(service, key);
  fields.requiredString(place.child('id'), 'Service id', read('id'));
  fields.requiredString(place.child('name'), 'Service name', read('name'));
  fields.description(place.child('description'), 'Service description', read('description'));
  fields.requiredBoolean(place.child('bindable'), 'Service "bindable" field', read('bindable'));
  for (const key of ['plan_updateable', ...optionalBooleans]) {
    fields.boolean(place.child(key), `Service "${key}" field`, read(key));
  }
  const heading = () => interpolate(source.at(place.child('name'), read('name')));
  tags(fields, place, service, heading);
  const requires = hasMember(service, 'requires') ? read('requires') : [];
  fields.arrayOfStrings(place.child('requires'), 'Service "requires" field', requires);
  metadata(fields, place.child('metadata'), read('metadata'));
  dashboardClient(fields, place.child('dashboard_client'), read('dashboard_client'));
  unsupportedRequires(fields, place.child('requires'), requires);
  const plans = examinePlans(fields, place, service, heading);
  if (fields.problems.length === 0 && plans.length === 0) return undefined;
  return { index, heading: heading(), problems: fields.problems, plans };
}

const longestTags = 2048;

function tags(fields: Fields, place: Place, service: Hash, heading: () => string): void {
  const value = hasMember(service, 'tags') ? member(service, 'tags') : [];
  const at = place.child('tags');
  if (!fields.arrayOfStrings(at, 'Service tags', value)) return;
  const length = value.reduce((sum, tag) => sum + codePoints(tag), 0);
  if (length <= longestTags) return;
  fields.add('too-long', at, `Tags for the service ${heading()} must be ${longestTags} characters or less.`);
}

function metadata(fields: Fields, place: Place, value: unknown): void {
  fields.hashIfTruthy(place, 'Service metadata', value);
  if (!isHash(value)) return;
  fields.boolean(place.child('shareable'), 'Service metadata shareable', member(value, 'shareable'));
}

function dashboardClient(fields: Fields, place: Place, value: unknown): void {
  fields.hashIfTruthy(place, 'Service dashboard client attributes', value);
  if (!isHash(value)) return;
  for (const key of ['id', 'secret', 'redirect_uri']) {
    fields.requiredString(place.child(key), `Service dashboard client ${key}`, member(value, key));
  }
}

const supportedRequires = new Set<unknown>(['syslog_drain', 'route_forwarding', 'volume_mount']);

/** A hash is enumerable too: its keys are looked up, and its pairs are shown. */
function unsupportedRequires(fields: Fields, place: Place, value: unknown): void {
  if (Array.isArray(value) && value.every((item) => supportedRequires.has(item))) return;
  const exact = fields.source.at(place, value);
  const rows: [unknown, unknown, string | number][] = Array.isArray(exact)
    ? exact.map((item: unknown, index) => [item, item, index])
    : isHash(exact)
      ? entriesOf(exact).map(([key, item]) => [key, [key, item], key])
      : [];
  for (const [wanted, shown, key] of rows) {
    if (supportedRequires.has(wanted)) continue;
    const text = `Service "requires" field contains unsupported value "${interpolate(shown)}"`;
    fields.add('unsupported-value', place.child(key), text);
  }
}

/** The plans as Cloud Controller counts them: none where the member is missing, null or false. */
export function plansOf(service: Hash, place: Place): readonly unknown[] {
  const plans = member(service, 'plans');
  if (!isTruthy(plans)) return [];
  const at = place.child('plans');
  if (!Array.isArray(plans)) throw new InternalError(at, 'it expects an array of plans and does not check');
  plans.forEach((plan: unknown, index) => {
    if (isHash(plan) || typeof plan === 'string') return;
    throw new InternalError(at.child(index), 'it expects a plan to be an object and does not check');
  });
  return plans;
}

function examinePlans(fields: Fields, place: Place, service: Hash, heading: () => string): PlanExamination[] {
  const plans = plansOf(service, place);
  const at = place.child('plans');
  if (plans.length === 0) {
    fields.add('plans-missing', at, 'At least one plan is required');
    return [];
  }
  const stranger = plans.findIndex((plan) => !isHash(plan));
  if (stranger !== -1) {
    const text = `Service plans list must be an array of hashes, but has value ${fields.shown(at, plans)}`;
    fields.add('type', at.child(stranger), text);
    return [];
  }
  const found: PlanExamination[] = [];
  plans.forEach((plan, index) => {
    const examined = examinePlan(plan, index, at.child(index), fields.source);
    if (examined !== undefined) found.push(examined);
  });
  for (const { value, place: repeat } of repeated(plans, 'id', at, fields.source)) {
    const text = `Plan ids must be unique. Service ${heading()} already has a plan with id '${interpolate(value)}'`;
    fields.add('plan-id-unique', repeat, text);
  }
  for (const { value, place: repeat } of repeated(plans, 'name', at, fields.source)) {
    const text = `Plan names must be unique within a service. Service ${heading()} already has a plan named ${interpolate(value)}`;
    fields.add('plan-name-unique', repeat, text);
  }
  return found;
}

/** A text that is equal for values that Ruby's hash tables hold for equal. */
export function identity(value: unknown, place: Place, source: ExactSource): string {
  if (isNil(value)) return 'nil';
  return typeof value === 'string' ? `"${value}` : inspect(source.at(place, value), 'key');
}

/** The values used more than once, in the order of their first use, each with the place of its second. */
function repeated(plans: readonly unknown[], key: string, at: Place, source: ExactSource) {
  const uses = new Map<string, { readonly value: unknown; second?: Place }>();
  plans.forEach((plan, index) => {
    const planPlace = at.child(index);
    const place = planPlace.child(key);
    const value = rubyMember(plan, key, planPlace);
    const known = identity(value, place, source);
    const first = uses.get(known);
    if (first === undefined)
      uses.set(known, { value: typeof value === 'string' ? value : source.at(place, value) });
    else first.second ??= place;
  });
  return [...uses.values()].flatMap(({ value, second }) =>
    second === undefined ? [] : [{ value, place: second }],
  );
}
