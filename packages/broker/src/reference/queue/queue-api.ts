import type { IncomingMessage, ServerResponse } from 'node:http';
import { BrokerError } from '../../errors.ts';
import { basicCredentials } from '../../http/authentication.ts';
import { readBody } from '../../http/body.ts';
import type { Listener } from '../../http/front.ts';
import { errorReply, send } from '../../http/respond.ts';
import type { Reply } from '../../http/route.ts';
import { percentDecoded } from '../../http/router.ts';
import type { Logger } from '../../logger.ts';
import type { QueueAccess, QueueStore } from './queue-store.ts';

const largestMessage = 65_536;
const mostAtOnce = 100;

/**
 * What applications talk to: `POST /queues/:id/messages` publishes the body, `POST /queues/:id/receive?max=10` hands
 * out messages, `DELETE /queues/:id/messages/:receipt` acknowledges one, `GET /queues/:id` tells how many there are.
 */
export function queueApi(queues: QueueStore, log: Logger): Listener {
  return (request, response) => {
    void reply(queues, request).then(
      (answer) => send(response, answer),
      (error: unknown) => {
        if (!(error instanceof BrokerError)) log.error({ err: error }, 'a queue request failed');
        sendError(response, error);
      },
    );
  };
}

async function reply(queues: QueueStore, request: IncomingMessage): Promise<Reply> {
  const url = new URL(request.url ?? '/', 'http://queue.invalid');
  const [, , id = '', action = '', receipt] = url.pathname.split('/');
  const queueId = percentDecoded(id, 'The queue in the path');
  const access = await granted(queues, request, queueId);
  const call = `${request.method ?? 'GET'} ${action}${receipt === undefined ? '' : '/:receipt'}`;
  switch (call) {
    case 'POST messages':
      return publish(queues, access, request);
    case 'POST receive':
      return {
        status: 200,
        body: {
          messages: (await queues.receive(access.lineage, most(url))).map((message) => ({ ...message })),
        },
      };
    case 'DELETE messages/:receipt': {
      const open = await queues.acknowledge(
        access.lineage,
        percentDecoded(receipt ?? '', 'The receipt in the path'),
      );
      if (open) return { status: 204 };
      throw new BrokerError('NotFound', 'There is no open delivery with this receipt.');
    }
    case 'GET ':
      return { status: 200, body: { messages: await queues.depth(access.lineage) } };
    default:
      throw new BrokerError('NotFound', 'There is nothing at this path of the queue.');
  }
}

async function publish(queues: QueueStore, access: QueueAccess, request: IncomingMessage): Promise<Reply> {
  if (!access.mayPublish)
    return { status: 403, body: { error: 'Forbidden', description: 'These credentials only consume.' } };
  const body = (await readBody(request, largestMessage)).toString('utf8').replaceAll('\0', '\uFFFD');
  const id = await queues.publish(access.lineage, body);
  if (id !== undefined) return { status: 201, body: { id } };
  return {
    status: 429,
    body: { error: 'QueueFull', description: 'The queue is full. Receive messages first.' },
  };
}

async function granted(queues: QueueStore, request: IncomingMessage, queueId: string): Promise<QueueAccess> {
  const [username, password] = basicCredentials(request.headers.authorization) ?? [];
  const access =
    username === undefined || password === undefined ? undefined : await queues.access(username, password);
  if (access?.id === queueId) return access;
  throw new BrokerError('Unauthorized', 'The queue needs the username and password of a service binding.', {
    headers: { 'WWW-Authenticate': 'Basic realm="queue", charset="UTF-8"' },
  });
}

function most(url: URL): number {
  const asked = Number(url.searchParams.get('max') ?? '1');
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostAtOnce) : 1;
}

function sendError(response: ServerResponse, error: unknown): void {
  send(response, errorReply(error, 'other'));
}
