import type { DifferenceKind, Found, Impact } from './difference.ts';
import { pointersOf, type Both, type Located } from './side.ts';
import { own } from '../engine/json.ts';

/** What the platform does when a flag goes one way. */
export interface Consequence {
  readonly impact: Impact;
  readonly says: string;
}

/** A boolean member whose turning the platform acts upon. */
export interface Flag {
  readonly key: string;
  readonly kind: DifferenceKind;
  readonly turnedOff: Consequence;
  readonly turnedOn: Consequence;
}

/** Flags of a service that its plans may override. */
export const inheritedFlags: readonly Flag[] = [
  {
    key: 'bindable',
    kind: 'bindable-changed',
    turnedOff: {
      impact: 'breaking',
      says:
        'Bindings that exist go on working, but nobody can make new ones, and pushing an application that names the ' +
        'instance in its manifest fails. Offer an unbindable plan beside the old one instead.',
    },
    turnedOn: { impact: 'safe', says: 'Instances that exist can be bound from now on.' },
  },
  {
    key: 'plan_updateable',
    kind: 'plan-updateable-changed',
    turnedOff: {
      impact: 'breaking',
      says:
        'Changing the plan of an instance is refused ("The service does not support changing plans."). Keep it true ' +
        'and refuse single changes in the broker, unless no change of plan works any more.',
    },
    turnedOn: { impact: 'safe', says: 'The plan of instances that exist can be changed from now on.' },
  },
];

/** Flags of a service for all its plans. */
export const serviceFlags: readonly Flag[] = [
  {
    key: 'instances_retrievable',
    kind: 'retrievable-changed',
    turnedOff: {
      impact: 'risky',
      says: 'The parameters of an instance can no longer be shown ("This service does not support fetching service instance parameters.").',
    },
    turnedOn: {
      impact: 'safe',
      says: 'The platform fetches an instance after it was created in the background, and shows its parameters.',
    },
  },
  {
    key: 'bindings_retrievable',
    kind: 'retrievable-changed',
    turnedOff: {
      impact: 'risky',
      says: 'The parameters of a binding can no longer be shown, and bindings made in the background fail. Only a broker that always binds at once may do this.',
    },
    turnedOn: { impact: 'safe', says: 'The platform may fetch bindings, and make them in the background.' },
  },
  {
    key: 'allow_context_updates',
    kind: 'context-updates-changed',
    turnedOff: {
      impact: 'risky',
      says: 'The broker is no longer told when an instance, its space or its organization gets another name.',
    },
    turnedOn: {
      impact: 'safe',
      says: 'The broker is sent an update when an instance, its space or its organization gets another name.',
    },
  },
];

/** Flags of a plan alone. */
export const planFlags: readonly (Flag & { readonly missing: boolean })[] = [
  {
    key: 'free',
    kind: 'free-changed',
    missing: true,
    turnedOff: {
      impact: 'risky',
      says:
        'Where a quota does not allow paid services, creating and updating instances of the plan is refused from now ' +
        'on. Tell the organizations that use it, or sell under a new plan.',
    },
    turnedOn: {
      impact: 'safe',
      says: 'Organizations whose quota does not allow paid services can use it from now on.',
    },
  },
  {
    key: 'binding_rotatable',
    kind: 'rotatable-changed',
    missing: false,
    turnedOff: { impact: 'risky', says: 'Platforms that rotate bindings no longer do so for this plan.' },
    turnedOn: { impact: 'safe', says: 'Platforms may replace a binding by a successor.' },
  },
];

/** The value of a flag; a missing or wrong one counts as the default. */
export function flagOf({ value }: Located, key: string, missing: boolean): boolean {
  const flag = own(value, key);
  return typeof flag === 'boolean' ? flag : missing;
}

/** The difference that a turned flag makes. */
export function turned(both: Both, flag: Flag, on: boolean, where: string): Found {
  const { impact, says } = on ? flag.turnedOn : flag.turnedOff;
  const message = `${where} turns "${flag.key}" from ${!on} to ${on}. ${says}`;
  return { kind: flag.kind, impact, ...pointersOf(both, flag.key), message };
}
