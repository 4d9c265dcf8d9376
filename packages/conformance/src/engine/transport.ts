import { createHttpTransport } from './http-transport.ts';
import type { Transport, TransportOptions } from './wire.ts';

/** The transport of a run: a request without credentials shows no client certificate either. */
export function createTransport(options: TransportOptions): Transport {
  const ordinary = createHttpTransport(options);
  const { ca, insecure } = options.tls;
  const anonymous = createHttpTransport({
    ...options,
    tls: { ...(ca === undefined ? {} : { ca }), ...(insecure === undefined ? {} : { insecure }) },
  });
  return {
    send(request, signal) {
      const showsNobody = request.credentials === 'none' && request.verbatim !== true;
      return (showsNobody ? anonymous : ordinary).send(request, signal);
    },
    close() {
      ordinary.close();
      anonymous.close();
    },
  };
}
