import { isSuccess, type Answer } from '../engine/answer.ts';
import type { Tools } from '../engine/check.ts';
import type { CallOptions } from '../engine/client.ts';
import type { Expect } from '../engine/expect.ts';
import type { LegalStatuses } from '../engine/status.ts';

/** What to do about a broker that is open although credentials are configured. */
export const howToSayOpen =
  'If the broker is meant to be open, test it without credentials, or say so: "open_to_anybody: catalog" or "open_to_anybody: everything" below "test" in osb.config.yaml (the option openToAnybody).';

/** Nobody gets in; a broker that limits logins says nothing about these. */
export const refusedEntrance: LegalStatuses = {
  legal: [401],
  unclear: [{ status: 429, reason: 'the broker limits how often one may try.' }],
};

/** Whatever else is wrong with a request, its credentials were not. */
export function judgeLetIn(expect: Expect, answer: Answer, because: string): void {
  expect(answer).status({ legal: ['2xx', '3xx', 404, '5xx', 400, 412] }, because);
}

/** Ends the check unless the broker is to ask for credentials. */
export function credentialsWanted({ expect, world }: Tools): void {
  expect.applies(world.endpoint.auth.kind !== 'none', 'No credentials are configured.');
  expect.applies(
    world.openToAnybody !== 'everything',
    'The configuration says that everything is open to anybody.',
  );
}

/** A request that changes nothing: credentials can be tried with it. */
export interface Door {
  knock(options: CallOptions): Promise<Answer>;
  /** True when the answer is that of somebody who was let in. */
  letsIn(answer: Answer): boolean;
}

/** The answers of what asks for credentials and did not get the right ones: 401, or what gateways make of it. */
export const isTurnedAway = ({ status }: Answer) =>
  status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400);

/**
 * A harmless request that is refused without credentials: the catalog, or where that is open, a look at what does not
 * exist. Credentials can only be refused where they are asked for.
 */
export async function guardedDoor(tools: Tools): Promise<Door> {
  const { broker, expect, world, arrange } = tools;
  credentialsWanted(tools);
  const [plan] = world.plans;
  const nowhere = arrange.freshId();
  const catalog: Door = { knock: (options) => broker.catalog(options), letsIn: isSuccess };
  const others: readonly Door[] =
    plan === undefined
      ? []
      : [
          { knock: (options) => broker.pollInstance(nowhere, plan, undefined, options), letsIn: isInside },
          { knock: (options) => broker.fetchInstance(nowhere, plan, options), letsIn: isInside },
        ];
  for (const door of [catalog, ...others]) {
    const anonymous = await door.knock({ auth: { kind: 'none' }, role: 'setup' });
    if (!door.letsIn(anonymous)) return door;
  }
  expect.applies(
    false,
    'The broker lets in requests without credentials: see authentication/without-credentials.',
  );
  return catalog;
}

const isInside = (answer: Answer) => !isTurnedAway(answer) && answer.status !== 429;
