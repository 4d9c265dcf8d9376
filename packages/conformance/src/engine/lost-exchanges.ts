import { kindNames, kindOf } from './well-formed.ts';
import { NetworkFault, type NetworkFaultKind, type WireRequest } from './wire.ts';

/** Requests of one kind that got no complete answer for one reason. */
export interface LostExchanges {
  /** As in `poll of an instance`. */
  readonly request: string;
  /** The first fault. */
  readonly fault: NetworkFault;
  readonly count: number;
}

/** Every exchange of a run that broke, by cause: told once, whatever became of the checks that needed it. */
export interface LostLog {
  note(fault: NetworkFault, request: WireRequest): void;
  causes(): readonly LostExchanges[];
}

/** What says nothing about single requests: the run was stopped, or nobody is there. */
const ofTheWhole: ReadonlySet<NetworkFaultKind> = new Set([
  'aborted',
  'refused',
  'gone',
  'no-proxy',
  'not-found',
]);

/** Creates the memory of exchanges that broke. */
export function createLostLog(): LostLog {
  const causes = new Map<string, { request: string; fault: NetworkFault; count: number }>();
  return {
    note(fault, request) {
      const kind = kindOf(request);
      // What is not sent as HTTP has it may be cut off.
      if (ofTheWhole.has(fault.kind) || request.verbatim === true || kind === undefined) return;
      const key = `${kind} ${fault.kind}`;
      const known = causes.get(key);
      if (known === undefined) causes.set(key, { request: kindNames[kind], fault, count: 1 });
      else known.count += 1;
    },
    causes: () => [...causes.values()],
  };
}

/** The fault that tells of all that was lost; `undefined` when nothing was. */
export function faultOfAll(lost: readonly LostExchanges[]): NetworkFault | undefined {
  const slow = lost.find(({ fault }) => fault.kind === 'timeout');
  const first = slow ?? lost[0];
  if (first === undefined) return undefined;
  const said = lost
    .slice(0, 5)
    .map(({ request, fault, count }) => `${String(count)} × ${request}: ${fault.message}`);
  const more = lost.length > said.length ? '; and more' : '';
  const all = new NetworkFault(first.fault.kind, `${said.join('; ')}${more}`, {
    cause: first.fault,
  });
  all.exchange = first.fault.exchange;
  return all;
}
