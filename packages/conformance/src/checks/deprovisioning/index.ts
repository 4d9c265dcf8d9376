import { othersSurvive, withBindings } from './others.ts';
import { wrongIdsOfDeprovisions } from './wrong-ids.ts';
import type { Check } from '../../engine/check.ts';
import { deletionChecks } from '../../judgements/deletion.ts';
import { deprovisionedLife } from '../../preconditions/lives.ts';
import { deprovisionProbes } from './probes.ts';

const rows = {
  section: 'deprovisioning',
  verb: 'deprovision',
  deletes: 'DEP-DELETES',
  ok: 'DEP-200',
  body: 'DEP-200-BODY',
  accepted: 'DEP-202',
  second: 'DEP-410-SECOND',
  operationType: 'DEP-OPERATION-TYPE',
  operationLength: 'DEP-OPERATION-MAXLEN',
  onNull: 'warning',
} as const;

/** Deprovisioning. */
export const deprovisioning: readonly Check[] = [
  ...deletionChecks(rows, deprovisionedLife, ({ part, life }) => ({
    ...part,
    mutation: part.deprovision,
    creation: life.provision.answer,
  })),
  ...deprovisionProbes,
  othersSurvive,
  withBindings,
  ...wrongIdsOfDeprovisions,
];
