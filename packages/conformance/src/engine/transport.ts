import { createAxiosTransport } from './axios-transport.ts';
import { createRawTransport } from './raw-transport.ts';
import type { Transport, TransportOptions } from './wire.ts';

/** The transport of a run: verbatim requests go over node:http, all others over axios. */
export function createTransport(options: TransportOptions): Transport {
  const ordinary = createAxiosTransport(options);
  const raw = createRawTransport(options);
  return {
    send: (request, signal) => (request.verbatim === true ? raw : ordinary).send(request, signal),
    close() {
      ordinary.close();
      raw.close();
    },
  };
}
