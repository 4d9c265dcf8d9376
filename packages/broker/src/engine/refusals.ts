import { BrokerError } from '../errors.ts';

/** 422 AsyncRequired (spec.md#asynchronous-operations). */
export function asyncRequired(): BrokerError {
  return new BrokerError(
    'AsyncRequired',
    'This operation can only be done asynchronously. Send it with accepts_incomplete=true and poll last_operation.',
  );
}

/** 422 ConcurrencyError (spec.md#blocking-operations). */
export function concurrent(resource: 'instance' | 'binding', id: string): BrokerError {
  return new BrokerError(
    'ConcurrencyError',
    `Another operation on the service ${resource} "${id}" is in progress. Send the request again when it has ended.`,
  );
}

/** 410 for a resource that is to be deleted and does not exist. */
export function gone(resource: 'instance' | 'binding', id: string): BrokerError {
  return new BrokerError('Gone', `There is no service ${resource} with the id "${id}".`);
}

/** 404 for a resource that does not exist. */
export function notFound(resource: 'instance' | 'binding', id: string): BrokerError {
  return new BrokerError('NotFound', `There is no service ${resource} with the id "${id}".`);
}

/** 400 for parameters that do not fit the schema. */
export function invalidParameters(violations: readonly string[]): BrokerError {
  return new BrokerError(
    'InvalidParameters',
    `The parameters do not fit the plan: ${violations.join('; ')}.`,
  );
}
