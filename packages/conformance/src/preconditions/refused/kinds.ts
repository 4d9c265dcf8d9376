import { atLeast, headerNames } from '@osb-kit/spec';
import { isSuccess } from '../../engine/answer.ts';
import { planChanges, previousValues } from '../../engine/bodies.ts';
import type { Plan } from '../../engine/catalog-model.ts';
import { without, type BrokerClient, type CallOptions } from '../../engine/client.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Life } from '../../engine/life.ts';
import { distinctParameters, factsOf } from '../../engine/parameters.ts';
import { violationsOf } from '../../engine/violations.ts';
import type { World } from '../../engine/world.ts';
import { unmatchedVersion } from '../../judgements/maintenance.ts';
import { withWrongSecret } from '../../judgements/wrong-secrets.ts';

/** A request that is right but for one thing, for which a broker refuses it. */
export interface Flawed {
  /** Whether it is the credentials that are wrong. */
  readonly isAboutCredentials: boolean;
  /** Reads on after "a provision". */
  readonly what: string;
  readonly body: JsonObject;
  readonly options: CallOptions;
}

/** What flawed requests are made from. */
export interface Makings {
  readonly broker: BrokerClient;
  readonly world: World;
  readonly plan: Plan;
  readonly unknown: string;
}

const flawed = (what: string, body: JsonObject, options: CallOptions = {}): Flawed => ({
  isAboutCredentials: false,
  what,
  body,
  options,
});

/** The request with wrong credentials and without any. */
function byCredentials({ world }: Makings, body: JsonObject): readonly Flawed[] {
  const { auth } = world.endpoint;
  if (auth.kind === 'none' || auth.kind === 'client-certificate' || world.openToAnybody === 'everything')
    return [];
  const wrong = withWrongSecret(auth);
  return [
    { ...flawed('without credentials', body, { auth: { kind: 'none' } }), isAboutCredentials: true },
    ...(wrong === undefined
      ? []
      : [{ ...flawed('with a wrong password', body, { auth: wrong }), isAboutCredentials: true }]),
  ];
}

/** The request under a version of the API that is refused; none where the broker takes any. */
async function byVersion({ broker }: Makings, body: JsonObject): Promise<readonly Flawed[]> {
  const found: Flawed[] = [];
  for (const [what, value] of [
    ['of version 99.0 of the API', '99.0'],
    ['without a version of the API', undefined],
  ] as const) {
    const options = { headers: { [headerNames.apiVersion]: value } };
    const catalog = await broker.catalog({ ...options, role: 'setup' });
    if (!isSuccess(catalog)) found.push(flawed(what, body, options));
  }
  return found;
}

/** The request without `accepts_incomplete`: last, for a broker that works synchronously carries it out. */
const byWaiting = (body: JsonObject): Flawed =>
  flawed('without accepts_incomplete', body, { acceptsIncomplete: false });

const byText = (body: JsonObject): readonly Flawed[] => {
  const text = JSON.stringify(body);
  return [
    flawed('whose JSON lacks its end', body, { rawBody: text.slice(0, -1) }),
    flawed('whose body is declared as plain text', body, { headers: { 'Content-Type': 'text/plain' } }),
  ];
};

const lacking = (body: JsonObject, ...fields: readonly string[]): readonly Flawed[] =>
  fields.map((field) => flawed(`without ${field}`, without(body, field)));

const emptying = (body: JsonObject, ...fields: readonly string[]): readonly Flawed[] =>
  fields.map((field) => flawed(`with an empty ${field}`, { ...body, [field]: '' }));

const conflict = { maintenance_info: { version: unmatchedVersion } };

const ofMaintenance = ({ plan }: Makings, body: JsonObject): readonly Flawed[] =>
  plan.maintenanceVersion === undefined
    ? []
    : [flawed('of a maintenance version that does not exist', { ...body, ...conflict })];

/** A plan of another offering. */
const strangerTo = ({ world, plan }: Makings): Plan | undefined =>
  world.offerings.find((offering) => offering.id !== plan.offering.id)?.plans[0];

/** Provisions that are refused. */
export async function flawedProvisions(makings: Makings, body: JsonObject): Promise<readonly Flawed[]> {
  const { world, plan, unknown } = makings;
  const stranger = strangerTo(makings);
  const parameters =
    factsOf(plan, world.facts).invalidProvisionParameters ??
    violationsOf(plan, 'create', world.seed, 1)[0]?.parameters;
  return [
    ...byCredentials(makings, body),
    ...lacking(body, 'service_id', 'plan_id', 'organization_guid', 'space_guid'),
    ...emptying(body, 'organization_guid', 'space_guid'),
    flawed('of an unknown plan', { ...body, plan_id: unknown }),
    flawed('of an unknown offering', { ...body, service_id: unknown }),
    ...(stranger === undefined
      ? []
      : [flawed('of a plan of another offering', { ...body, plan_id: stranger.id })]),
    ...(parameters === undefined ? [] : [flawed('with invalid parameters', { ...body, parameters })]),
    flawed('whose parameters are a text', { ...body, parameters: 'text' }),
    ...ofMaintenance(makings, body),
    ...byText(body),
    ...(await byVersion(makings, body)),
    byWaiting(body),
  ];
}

/** Binds that are refused. */
export async function flawedBinds(makings: Makings, body: JsonObject): Promise<readonly Flawed[]> {
  const { world, plan, unknown } = makings;
  const stranger = strangerTo(makings);
  const other = plan.offering.plans.find(({ id }) => id !== plan.id);
  const parameters =
    factsOf(plan, world.facts).invalidBindParameters ??
    violationsOf(plan, 'bind', world.seed, 1)[0]?.parameters;
  return [
    ...byCredentials(makings, body),
    ...lacking(body, 'service_id', 'plan_id'),
    ...emptying(body, 'service_id', 'plan_id'),
    flawed('of an unknown plan', { ...body, plan_id: unknown }),
    flawed('of an unknown offering', { ...body, service_id: unknown }),
    ...(other === undefined ? [] : [flawed('of another plan', { ...body, plan_id: other.id })]),
    ...(stranger === undefined
      ? []
      : [flawed('of another offering', { ...body, service_id: stranger.offering.id, plan_id: stranger.id })]),
    ...(parameters === undefined ? [] : [flawed('with invalid parameters', { ...body, parameters })]),
    flawed('whose parameters are a text', { ...body, parameters: 'text' }),
    flawed('without an app', without(without(body, 'app_guid'), 'bind_resource')),
    ...byText(body),
    ...(await byVersion(makings, body)),
    ...(atLeast(world.apiVersion, '2.14') ? [byWaiting(body)] : []),
  ];
}

/** Updates that are refused, each with something in it that can be seen when it is done. */
export async function flawedUpdates(makings: Makings, life: Life): Promise<readonly Flawed[]> {
  const { world, plan, unknown } = makings;
  const facts = factsOf(plan, world.facts);
  const service_id = plan.offering.id;
  const common = { service_id, previous_values: previousValues(plan, world) };
  const stranger = strangerTo(makings);
  const [change] = planChanges(plan, facts);
  const parameters = facts.updateParameters ?? distinctParameters(plan, 'update', world.seed)?.[1];
  const seen: JsonObject = {
    ...common,
    ...(parameters === undefined ? {} : { parameters }),
    ...(change === undefined ? {} : { plan_id: change.id }),
  };
  const forbidden = plan.offering.plans.filter(
    (other) => other !== plan && !planChanges(plan, facts).includes(other),
  );
  const invalid = facts.invalidUpdateParameters ?? violationsOf(plan, 'update', world.seed, 1)[0]?.parameters;
  const isSeen = parameters !== undefined || change !== undefined;
  const accepted = life.update?.mutation.followed.end === 'done' ? life.update : undefined;
  const visible =
    accepted !== undefined && accepted.supported.kind !== 'context' ? accepted.supported.body : seen;
  return [
    ...(isSeen ? byCredentials(makings, visible) : byCredentials(makings, common)),
    ...lacking(seen, 'service_id'),
    ...emptying(seen, 'service_id'),
    flawed('to a plan with an empty id', { ...seen, plan_id: '' }),
    flawed('to an unknown plan', { ...seen, plan_id: unknown }),
    ...(stranger === undefined
      ? []
      : [flawed('of another offering', { ...seen, service_id: stranger.offering.id })]),
    ...(invalid === undefined ? [] : [flawed('with invalid parameters', { ...seen, parameters: invalid })]),
    flawed('whose parameters are a text', { ...seen, parameters: 'text' }),
    ...(plan.maintenanceVersion === undefined
      ? []
      : [
          flawed('to a maintenance version that does not exist', {
            ...without(seen, 'plan_id'),
            ...conflict,
          }),
        ]),
    ...forbidden.map(({ id, name }) =>
      flawed(`to plan "${name}", which is not supported`, {
        ...common,
        plan_id: id,
        ...(parameters === undefined ? {} : { parameters }),
      }),
    ),
    ...byText(seen),
    ...(await byVersion(makings, seen)),
    byWaiting(visible),
  ];
}

/** Deletions that are refused: the query or the headers are wrong. */
export async function flawedDeletions(makings: Makings): Promise<readonly Flawed[]> {
  return [
    ...byCredentials(makings, {}),
    query('without service_id', { service_id: undefined }),
    query('without plan_id', { plan_id: undefined }),
    query('with an empty service_id', { service_id: '' }),
    query('with an empty plan_id', { plan_id: '' }),
    ...(await byVersion(makings, {})),
    byWaiting({}),
  ];
}

/** Deletions with the ids of something else: many take them for hints, and delete (HC-16). */
export function strangeDeletions(makings: Makings): readonly Flawed[] {
  const { plan } = makings;
  const stranger = strangerTo(makings);
  const other = plan.offering.plans.find(({ id }) => id !== plan.id);
  return [
    ...(other === undefined ? [] : [query('of another plan', { plan_id: other.id })]),
    ...(stranger === undefined
      ? []
      : [query('of another offering', { service_id: stranger.offering.id, plan_id: stranger.id })]),
  ];
}

const query = (what: string, changed: Readonly<Record<string, string | undefined>>) =>
  flawed(what, {}, { query: changed });
