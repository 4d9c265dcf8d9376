import type { BrokerOptions } from './broker.ts';
import { refuseUnusableUsers } from './http/authentication.ts';

/** Options as a caller gives them who has no types, or goes around them. */
type Given = { readonly [Name in keyof BrokerOptions]?: unknown };

/** Refuses what a broker cannot be made of. Throws a RangeError that says what to give instead. */
export function refuseWrongOptions(options: BrokerOptions): void {
  const { services, store, authentication }: Given = options;
  if (!Array.isArray(services)) {
    throw new RangeError(
      'options.services is missing, or no array. List what the broker offers: services: [defineService({ … })].',
    );
  }
  refuseOtherStore(store);
  if (typeof authentication === 'function') return;
  if (!Array.isArray(authentication) || authentication.length === 0) {
    throw new RangeError(
      'options.authentication names nobody who may call. Give users, as [{ username, password }], or a function that tells who sent a request.',
    );
  }
  // What they hold is looked at there.
  refuseUnusableUsers(authentication as readonly object[]);
}

function refuseOtherStore(store: unknown): void {
  if (typeof store !== 'object' || store === null) {
    throw new RangeError(
      'options.store is missing. Open one: const { store } = await openStore({ dataDir }).',
    );
  }
  if ('meta' in store) return;
  throw new RangeError(
    'options.store is no store. It is what openStore() answers as `store`: const { store } = await openStore(…).',
  );
}
