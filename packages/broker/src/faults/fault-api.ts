import { type Authenticate } from '../http/authentication.ts';
import { parseBody, readBody } from '../http/body.ts';
import { type Listener, unauthorized } from '../http/front.ts';
import { errorReply, send } from '../http/respond.ts';
import type { Reply } from '../http/route.ts';
import { BrokerError } from '../errors.ts';
import { faultKinds, faultRules } from './fault.ts';
import type { Faults } from './faults.ts';

const mostBytes = 65_536;

/** `PUT /faults` sets faults, `GET /faults` tells which are set and how often they struck, `DELETE /faults` ends them. */
export function createFaultApi(faults: Faults, authenticate: Authenticate): Listener {
  return (request, response, next) => {
    if (request.url !== '/faults') {
      next?.();
      return;
    }
    const answer = async (): Promise<Reply> => {
      if ((await authenticate(request)) === undefined) throw unauthorized(authenticate);
      switch (request.method) {
        case 'GET':
          break;
        case 'PUT': {
          const { seed, rules } = faultRules(
            parseBody(await readBody(request, mostBytes), request.headers['content-type']),
          );
          faults.set(seed, rules);
          break;
        }
        case 'DELETE':
          faults.set(1, []);
          break;
        case undefined:
        default:
          throw new BrokerError('MethodNotAllowed', 'Use GET, PUT or DELETE.', {
            headers: { Allow: 'GET, PUT, DELETE' },
          });
      }
      const rules = faults.status().map(({ match, ...rule }) => ({ ...rule, match: { ...match } }));
      return { status: 200, body: { rules, kinds: { ...faultKinds } } };
    };
    answer().then(
      (reply) => {
        send(response, reply);
      },
      (error: unknown) => {
        send(response, errorReply(error, 'other'));
      },
    );
  };
}
