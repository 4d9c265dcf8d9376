import { fetchingInstances } from './instance.ts';
import { fetchingBindings } from './binding.ts';
import { deletedBinding, deletedInstance, unknownBinding, unknownInstance } from './unknown.ts';

/** Fetching instances and bindings. */
export const fetching = [
  ...fetchingInstances,
  unknownInstance,
  deletedInstance,
  ...fetchingBindings,
  unknownBinding,
  deletedBinding,
];
