import { bindAndDeprovision, provisionAndDeprovision } from './create-and-delete.ts';
import { deleteDuringCreate } from './delete-during-create.ts';
import { bindConflictInProgress, bindDuringBind, fetchDuringBind } from './during-bind.ts';
import { provisionDuringDeprovision } from './during-deprovision.ts';
import {
  bindDuringProvision,
  conflictInProgress,
  fetchDuringProvision,
  updateDuringProvision,
} from './during-provision.ts';
import {
  bindDuringUpdate,
  deprovisionDuringUpdate,
  fetchDuringUpdate,
  updateDuringUpdate,
} from './during-update.ts';
import { identicalProvisions } from './identical-provisions.ts';
import { resend } from './resend.ts';
import { updatesAtOnce } from './two-updates.ts';
import { acceptsIncompleteFalse, withoutAcceptsIncomplete } from './without-accepts-incomplete.ts';

/** Operations that go on after the answer, and what may happen meanwhile. */
export const concurrency = [
  ...withoutAcceptsIncomplete,
  acceptsIncompleteFalse,
  ...resend,
  conflictInProgress,
  bindConflictInProgress,
  updateDuringProvision,
  bindDuringProvision,
  updateDuringUpdate,
  bindDuringUpdate,
  provisionDuringDeprovision,
  bindDuringBind,
  deprovisionDuringUpdate,
  ...deleteDuringCreate,
  fetchDuringProvision,
  fetchDuringUpdate,
  fetchDuringBind,
  identicalProvisions,
  provisionAndDeprovision,
  bindAndDeprovision,
  updatesAtOnce,
];
