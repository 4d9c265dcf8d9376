import { authentication } from './checks/authentication/index.ts';
import { binding } from './checks/binding/index.ts';
import { catalog } from './checks/catalog/index.ts';
import { concurrency } from './checks/concurrency/index.ts';
import { deprovisioning } from './checks/deprovisioning/index.ts';
import { fetching } from './checks/fetching/index.ts';
import { headers } from './checks/headers/index.ts';
import { polling } from './checks/polling/index.ts';
import { provisioning } from './checks/provisioning/index.ts';
import { bindingInformation } from './checks/binding-information/index.ts';
import { errors } from './checks/errors/index.ts';
import { extensions } from './checks/extensions/index.ts';
import { instanceMetadata } from './checks/instance-metadata/index.ts';
import { maintenance } from './checks/maintenance/index.ts';
import { orphans } from './checks/orphans/index.ts';
import { rotation } from './checks/rotation/index.ts';
import { unbinding } from './checks/unbinding/index.ts';
import { updating } from './checks/updating/index.ts';
import type { Check } from './engine/check.ts';

/** Every check, in the order in which reports list them. */
export const checks: readonly Check[] = [
  ...authentication,
  ...headers,
  ...catalog,
  ...provisioning,
  ...fetching,
  ...updating,
  ...binding,
  ...unbinding,
  ...deprovisioning,
  ...polling,
  ...concurrency,
  ...rotation,
  ...bindingInformation,
  ...instanceMetadata,
  ...maintenance,
  ...errors,
  ...extensions,
  ...orphans,
];
