import type { BindingResult, Deferral, InstanceResult } from '../catalog/handlers.ts';
import { isJsonObject } from '../json.ts';
import type { Situation } from './contexts.ts';

/** What a handler or step returned, as far as the engine can go on with it. */
export type Outcome = Deferral | { readonly kind: 'done'; readonly result: InstanceResult & BindingResult };

type Result = InstanceResult & BindingResult;

const instanceFields = new Set<string>([
  'dashboardUrl',
  'metadata',
  'state',
] satisfies (keyof InstanceResult)[]);
const bindingFields = new Set<string>([
  ...(['credentials', 'syslogDrainUrl', 'routeServiceUrl', 'volumeMounts'] as const),
  ...(['endpoints', 'expiresAt', 'renewBefore', 'state'] as const),
] satisfies (keyof BindingResult)[]);
const deferrable = 'return nothing, a result, or defer(…)';

/** What a handler returned. Throws where it cannot be stored or means nothing: that would be found too late. */
export function handlerOutcome(situation: Situation, returned: unknown): Outcome {
  const { kind } = situation.operation;
  const subject = `The handler "${kind}"`;
  if (isDeferral(returned)) return checkedDeferral(situation, returned, subject);
  if (returned === undefined || returned === null || kind === 'deprovision' || kind === 'unbind') {
    return { kind: 'done', result: {} };
  }
  if (!isJsonObject(returned))
    throw mistake(situation, subject, `returned ${described(returned)}; ${deferrable}`);
  const known = kind === 'bind' ? bindingFields : instanceFields;
  return { kind: 'done', result: checkedResult(situation, returned, known, subject) };
}

/** What a step returned. Throws likewise, and where it returned nothing, which is more often forgotten than meant. */
export function stepOutcome(situation: Situation, name: string, returned: unknown): Outcome {
  const subject = `The step "${name}"`;
  if (isDeferral(returned)) return checkedDeferral(situation, returned, subject);
  if (!isJsonObject(returned) || returned['kind'] !== 'done') {
    throw mistake(situation, subject, `returned ${described(returned)}; return done(…) or defer(…)`);
  }
  const result: unknown = returned['result'] ?? {};
  if (!isJsonObject(result)) throw mistake(situation, subject, `called done with ${described(result)}`);
  const known = new Set([...instanceFields, ...bindingFields]);
  return { kind: 'done', result: checkedResult(situation, result, known, subject) };
}

function isDeferral(returned: unknown): returned is Deferral {
  return isJsonObject(returned) && returned['kind'] === 'deferred';
}

/** It may have been made without `defer`. */
function checkedDeferral(situation: Situation, deferral: Deferral, subject: string): Deferral {
  const { step, data, options = {} } = deferral as Partial<Deferral>;
  const steps = Object.keys(situation.service.definition.steps ?? {});
  if (typeof step !== 'string' || !steps.includes(step)) {
    const declared = steps.length === 0 ? 'none' : steps.map((name) => `"${name}"`).join(', ');
    throw mistake(
      situation,
      subject,
      `defers to the step ${described(step)}; the steps declared are ${declared}`,
    );
  }
  const { afterMs, description } = options;
  if (afterMs !== undefined && !(Number.isFinite(afterMs) && afterMs >= 0)) {
    throw mistake(
      situation,
      subject,
      `defers with afterMs ${described(afterMs)}; give milliseconds as a number`,
    );
  }
  if (description !== undefined && typeof description !== 'string') {
    throw mistake(situation, subject, `defers with a description that is ${described(description)}`);
  }
  if (situation.operation.kind === 'bind' && situation.service.definition.bindingsRetrievable === false) {
    throw mistake(
      situation,
      subject,
      'defers, and bindings of this offering cannot be fetched (bindingsRetrievable: false), so that nobody would ever see their credentials; return them from "bind"',
    );
  }
  const { dashboardUrl, metadata, state } = options;
  refuseUnusable(situation, { dashboardUrl, metadata, state, data }, subject);
  return { kind: 'deferred', step, data: data ?? null, options };
}

function checkedResult(
  situation: Situation,
  result: object,
  known: ReadonlySet<string>,
  subject: string,
): Result {
  const strange = Object.keys(result).find((field) => !known.has(field));
  if (strange !== undefined) {
    const fields = [...known].join(', ');
    throw mistake(
      situation,
      subject,
      `returned the field "${strange}", which means nothing here; there are ${fields}`,
    );
  }
  refuseUnusable(situation, { ...result }, subject);
  // Its fields were looked at one by one, but for those of bindings, which are when they are rendered.
  return result;
}

/** A value is stored as JSON. */
function refuseUnusable(
  situation: Situation,
  fields: Readonly<Record<string, unknown>>,
  subject: string,
): void {
  const { dashboardUrl, metadata, credentials } = fields;
  if (dashboardUrl !== undefined && typeof dashboardUrl !== 'string') {
    throw mistake(situation, subject, `gave a dashboardUrl that is ${described(dashboardUrl)}, not a string`);
  }
  for (const [name, value] of Object.entries({ metadata, credentials })) {
    if (value !== undefined && !isJsonObject(value)) {
      throw mistake(situation, subject, `gave "${name}" as ${described(value)}, not as an object`);
    }
  }
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || typeof value === 'string') continue;
    try {
      JSON.stringify(value);
    } catch (cause) {
      throw mistake(situation, subject, `gave "${name}" as what cannot be stored as JSON`, cause);
    }
  }
}

function described(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object without a known kind' : String(value);
}

function mistake({ service }: Situation, subject: string, what: string, cause?: unknown): TypeError {
  return new TypeError(`${subject} of the offering "${service.definition.name}" ${what}.`, { cause });
}
