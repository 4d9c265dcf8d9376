import type { Answer } from './answer.ts';
import type { BrokerClient } from './client.ts';
import type { Exchange } from './exchange.ts';
import { NetworkFault, type NetworkFaultKind, type WireRequest } from './wire.ts';

/** Faults of one exchange, as opposed to those of a broker that is not there or a run that is stopped. */
const ofOneExchange: ReadonlySet<NetworkFaultKind> = new Set([
  'timeout',
  'reset',
  'too-large',
  'not-http',
  'other',
]);

const standIns = new WeakMap<NetworkFault, Answer>();
const faults = new WeakMap<Answer, NetworkFault>();

/** Notes the exchange that a fault broke, so that something can stand for its answer. */
export function recordMissing(fault: NetworkFault, request: WireRequest, exchange: Exchange): void {
  const lost = (): never => {
    throw fault;
  };
  const answer: Answer = {
    request,
    exchange,
    durationMs: exchange.durationMs,
    get status() {
      return lost();
    },
    get text() {
      return lost();
    },
    get json() {
      return lost();
    },
    get object() {
      return lost();
    },
    header: lost,
  };
  standIns.set(fault, answer);
  faults.set(answer, fault);
}

/**
 * The answer, or, when the exchange broke, what stands for it: whoever looks into that meets the fault, so that only
 * what needs this very answer ends with it. Other faults are thrown on.
 */
export async function orMissing(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    const found =
      error instanceof NetworkFault && ofOneExchange.has(error.kind) ? standIns.get(error) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}

/** The fault because of which there is no answer; `undefined` when there is one. */
export function faultOf(answer: Answer): NetworkFault | undefined {
  return faults.get(answer);
}

/** The answers that came. */
export function thoseThatCame(answers: readonly Answer[]): readonly Answer[] {
  return answers.filter((answer) => !faults.has(answer));
}

/** A client of which a broken exchange is an answer that is missing, for those who go on without it. */
export function tolerating(client: BrokerClient): BrokerClient {
  return {
    catalog: (...given) => orMissing(client.catalog(...given)),
    provision: (...given) => orMissing(client.provision(...given)),
    fetchInstance: (...given) => orMissing(client.fetchInstance(...given)),
    update: (...given) => orMissing(client.update(...given)),
    deprovision: (...given) => orMissing(client.deprovision(...given)),
    pollInstance: (...given) => orMissing(client.pollInstance(...given)),
    bind: (...given) => orMissing(client.bind(...given)),
    fetchBinding: (...given) => orMissing(client.fetchBinding(...given)),
    unbind: (...given) => orMissing(client.unbind(...given)),
    pollBinding: (...given) => orMissing(client.pollBinding(...given)),
    as: (role) => tolerating(client.as(role)),
  };
}
