import { createAxiosTransport } from './axios-transport.ts';
import { createRawTransport } from './raw-transport.ts';
import type { Transport, TransportOptions } from './wire.ts';

/**
 * The transport of a run: verbatim requests go over node:http, all others over axios. A request without credentials
 * shows no client certificate either.
 */
export function createTransport(options: TransportOptions): Transport {
  const ordinary = createAxiosTransport(options);
  const raw = createRawTransport(options);
  const { ca, insecure } = options.tls;
  const anonymous = createAxiosTransport({
    ...options,
    tls: { ...(ca === undefined ? {} : { ca }), ...(insecure === undefined ? {} : { insecure }) },
  });
  const all = [ordinary, raw, anonymous];
  return {
    send(request, signal) {
      const carrier = request.verbatim === true ? raw : request.credentials === 'none' ? anonymous : ordinary;
      return carrier.send(request, signal);
    },
    close() {
      for (const transport of all) transport.close();
    },
  };
}
