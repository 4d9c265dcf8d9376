import { authHeaders } from './endpoint.ts';
import type { Settings } from './settings.ts';
import { NetworkFault, type NetworkFaultKind, type Transport, type WireRequest } from './wire.ts';

/** Requests in a row without an answer after which the broker is asked whether it is still there. */
const patience = 6;

/** Milliseconds at least that the broker has to show that it is still there; as many as any request where it is slow. */
const proofTime = 5000;

/** Milliseconds at least for which it is taken for dead before it is asked again: it may be started anew for the clean-up. */
const mourning = 3000;

const isSilence = ({ kind }: NetworkFault) => silences.has(kind);
const silences: ReadonlySet<NetworkFaultKind> = new Set(['refused', 'no-proxy', 'timeout', 'reset']);

/**
 * A transport that notices when the broker has died: after several requests in a row without an answer, and the catalog
 * without one as well, it refuses all others at once, so that a run ends soon. Every few seconds it asks anew.
 */
export function withDeadBrokerDetection(transport: Transport, settings: Settings): Transport {
  let silent = 0;
  let verdict = Promise.resolve(true);
  let validUntil = 0;
  const { endpoint, apiVersion } = settings;
  /** Some of those that got no answer ran out of time: the broker may only be slow, and be at work on them still. */
  let isSlow = false;
  const patienceWith = (least: number) => Math.max(least, isSlow ? settings.transport.requestTimeout : 0);
  const isAlive = async (): Promise<boolean> => {
    const request: WireRequest = {
      method: 'GET',
      url: `${endpoint.base}/v2/catalog`,
      headers: [
        ...Object.entries(endpoint.headers),
        ...authHeaders(endpoint.auth),
        ['X-Broker-API-Version', apiVersion],
      ],
      credentials: 'configured',
    };
    try {
      await transport.send(request, AbortSignal.timeout(patienceWith(proofTime)));
      return true;
    } catch {
      return false;
    }
  };
  return {
    async send(request, signal) {
      if (silent >= patience) {
        if (performance.now() > validUntil) {
          validUntil = Infinity;
          verdict = isAlive();
        }
        if (!(await verdict)) {
          validUntil = Math.min(validUntil, performance.now() + patienceWith(mourning));
          throw new NetworkFault('gone', '');
        }
        silent = 0;
        validUntil = 0;
      }
      try {
        const response = await transport.send(request, signal);
        silent = 0;
        isSlow = false;
        return response;
      } catch (error) {
        if (error instanceof NetworkFault && isSilence(error)) {
          silent += 1;
          isSlow ||= error.kind === 'timeout';
        }
        throw error;
      }
    },
    close() {
      transport.close();
    },
  };
}
