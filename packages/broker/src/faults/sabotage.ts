import { BrokerError } from '../errors.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { Reply } from '../http/route.ts';
import type { FaultRule } from './fault.ts';

/** Lets a fault have its way with a request: `work` is what would be done without it. */
export async function sabotaged(fault: FaultRule, work: () => Reply | Promise<Reply>): Promise<Reply> {
  const description = `This is a fault of kind "${fault.kind}" that was asked for.`;
  switch (fault.kind) {
    case 'status':
      return { status: fault.status ?? 500, body: { error: 'InjectedFault', description } };
    case 'concurrency':
      throw new BrokerError('ConcurrencyError', description);
    case 'gone':
      throw new BrokerError('Gone', description);
    case 'dropped':
      return { status: 500, wire: 'dropped' };
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
      return work();
    case 'answer_dropped':
      return { ...(await work()), wire: 'dropped' };
    case 'malformed':
      return { ...(await work()), body: Buffer.from('{"malformed": ') };
    case 'truncated':
      return { ...(await work()), wire: 'truncated' };
    case 'wrong_status':
      return { ...(await work()), status: fault.status ?? 204 };
    case 'never_finish':
      return neverFinished(await work());
    case 'changed_ids':
      return changedIds(await work());
  }
}

function neverFinished(reply: Reply): Reply {
  if (!isJsonObject(reply.body) || !('state' in reply.body)) return reply;
  return { ...reply, body: { state: 'in progress', description: 'This will never end.' } };
}

function changedIds(reply: Reply): Reply {
  if (!Buffer.isBuffer(reply.body)) return reply;
  // The catalog is this broker's own JSON.
  const catalog = JSON.parse(reply.body.toString()) as Json;
  return { ...reply, body: changed(catalog) };
}

function changed(value: Json): Json {
  if (Array.isArray(value)) return value.map(changed);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'id' && typeof member === 'string' ? `changed-${member}` : changed(member),
    ]),
  );
}
