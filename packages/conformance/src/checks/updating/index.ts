import { parametersApplied } from './parameters-applied.ts';
import { wrongIdsOfUpdates } from './wrong-ids.ts';
import type { Check } from '../../engine/check.ts';
import { judgedUpdates } from './judged.ts';
import { dashboardsDiffer, invalidParametersRefused, optionalFields, parametersKept } from './parameters.ts';
import { forbiddenPlanChange, planChange, refusalExplained, undeclaredPlanChange } from './plan-change.ts';
import { updateProbes } from './probes.ts';

/** Updating instances. */
export const updating: readonly Check[] = [
  ...judgedUpdates,
  ...updateProbes,
  ...wrongIdsOfUpdates,
  planChange,
  undeclaredPlanChange,
  forbiddenPlanChange,
  refusalExplained,
  optionalFields,
  invalidParametersRefused,
  parametersKept,
  parametersApplied,
  dashboardsDiffer,
];
