import { BrokerError } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Reply } from '../http/route.ts';
import type { FaultRule } from './fault.ts';

/** What would be done without faults; `anew` answers as to a client that has no copy of the answer. */
export type Work = (anew?: boolean) => Reply | Promise<Reply>;

/** Lets faults have their way with a request, one after another. */
export async function sabotaged(faults: readonly FaultRule[], work: Work): Promise<Reply> {
  const [first, ...others] = faults;
  return first === undefined
    ? work()
    : struckBy(first, (anew) => (others.length > 0 ? sabotaged(others, work) : work(anew)));
}

async function struckBy(fault: FaultRule, work: Work): Promise<Reply> {
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
      return told(await work(), { state: 'in progress', description: 'This will never end.' });
    case 'fail_operation':
      return told(await work(), failureOf(fault, description));
    case 'changed_ids':
      return changedIds(await work(true));
  }
}

/** Another answer of last_operation in place of one. */
function told(reply: Reply, body: JsonObject): Reply {
  return isJsonObject(reply.body) && 'state' in reply.body ? { ...reply, body } : reply;
}

function failureOf(
  { description, instance_usable, update_repeatable }: FaultRule,
  otherwise: string,
): JsonObject {
  return {
    state: 'failed',
    description: description ?? otherwise,
    ...(instance_usable !== undefined && { instance_usable }),
    ...(update_repeatable !== undefined && { update_repeatable }),
  };
}

function changedIds(reply: Reply): Reply {
  if (!Buffer.isBuffer(reply.body)) return reply;
  // The catalog is this broker's own JSON.
  const catalog = JSON.parse(reply.body.toString()) as Json;
  // Another catalog has another validator, and did not change when this one did.
  const { ETag = '', 'Last-Modified': _changedAt, ...headers } = reply.headers ?? {};
  return { ...reply, headers: { ...headers, ETag: ETag.replace('"', '"changed-') }, body: changed(catalog) };
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
