import type { IncomingMessage } from 'node:http';

/** What a connection has still to answer. */
const unanswered = new WeakMap<object, Promise<unknown>>();

/**
 * Requests that a client sends on one connection without waiting for answers are handled in the order in which they
 * arrive (RFC 9112, section 9.3.2): `undefined` when nothing is before this one.
 */
export function before({ socket }: IncomingMessage): Promise<unknown> | undefined {
  return unanswered.get(socket);
}

/** Lets the next requests of the connection wait for this one, whatever comes of it. */
export function holdBack({ socket }: IncomingMessage, answered: Promise<unknown>): void {
  unanswered.set(socket, answered);
  const over = () => {
    if (unanswered.get(socket) === answered) unanswered.delete(socket);
  };
  answered.then(over, over);
}
