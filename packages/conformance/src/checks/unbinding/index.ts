import { wrongIdsOfUnbinds } from './wrong-ids.ts';
import type { Check } from '../../engine/check.ts';
import { deletionChecks } from '../../judgements/deletion.ts';
import { unboundLife } from '../../preconditions/lives.ts';
import { credentialsRefused } from './credentials-refused.ts';
import { unbindProbes } from './probes.ts';

const rows = {
  section: 'unbinding',
  verb: 'unbind',
  deletes: 'UNB-DELETES',
  ok: 'UNB-200',
  body: 'UNB-200-BODY',
  accepted: 'UNB-202',
  second: 'UNB-410-SECOND',
  operationType: 'UNB-OPERATION-TYPE',
  operationLength: 'UNB-OPERATION-MAXLEN',
  onNull: 'warning',
} as const;

/** Unbinding. */
export const unbinding: readonly Check[] = [
  ...deletionChecks(rows, unboundLife, ({ part, life }) => ({
    ...part,
    mutation: part.unbind,
    creation: life.bound?.bind.answer,
  })),
  ...unbindProbes,
  ...wrongIdsOfUnbinds,
  credentialsRefused,
];
