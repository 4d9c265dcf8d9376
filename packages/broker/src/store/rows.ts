import type { Insertable, Selectable } from 'kysely';
import type { BindingRecord, InstanceRecord, OperationRecord } from '../engine/records.ts';
import type { JsonObject } from '../json.ts';
import type { Cipher, Sealed } from './cipher.ts';
import type { BrokerTables } from './schema.ts';
import type { OperationProgress } from './store.ts';

type Instance = BrokerTables['osb_instance'];
type Binding = BrokerTables['osb_binding'];
type Operation = BrokerTables['osb_operation'];

/** Translates between records and rows; what users entrust to the broker is sealed in `document`. */
export interface Rows {
  instance(record: InstanceRecord): Insertable<Instance>;
  toInstance(row: Selectable<Instance>): InstanceRecord;
  binding(record: BindingRecord): Insertable<Binding>;
  toBinding(row: Selectable<Binding>): BindingRecord;
  /** The lineage is of no account where a row is updated. */
  operation(record: OperationRecord, lineage?: string): Insertable<Operation>;
  /** What is not sealed of an operation. */
  operationState(record: OperationRecord): Omit<Insertable<Operation>, 'document'>;
  /** True when what is sealed of both is the same for sure. */
  hasSameDocument(one: OperationRecord, other: OperationRecord): boolean;
  toOperation(row: Selectable<Operation>): OperationRecord;
  /** Opens what is sealed only where an answer needs it. */
  toProgress(row: ProgressRow): OperationProgress;
}

/** What is read for polls; the document only of operations that failed. */
export type ProgressRow = Pick<
  Selectable<Operation>,
  'id' | 'kind' | 'status' | 'mode' | 'description' | 'run_after'
> & { readonly document: Sealed | null };

type InstanceDocument = Pick<
  InstanceRecord,
  | 'parameters'
  | 'context'
  | 'organizationGuid'
  | 'spaceGuid'
  | 'maintenanceVersion'
  | 'dashboardUrl'
  | 'metadata'
  | 'state'
>;
type BindingDocument = Pick<
  BindingRecord,
  'parameters' | 'context' | 'bindResource' | 'appGuid' | 'predecessorId' | 'body' | 'state'
>;
const documentFields = [
  ...(['before', 'update', 'announced', 'data', 'acceptsIncomplete', 'context'] as const),
  ...(['originatingIdentity', 'requestIdentity', 'instanceUsable', 'updateRepeatable'] as const),
] as const;
/** What is kept of an operation that is over: the rest is for running it, and the history tells who asked for it. */
const lastingFields = [
  'instanceUsable',
  'updateRepeatable',
] as const satisfies readonly (typeof documentFields)[number][];
type OperationDocument = Pick<OperationRecord, (typeof documentFields)[number]>;

/** The document where there is nothing to seal. */
export const nothing: Sealed = Buffer.alloc(0);

/** True of a document where nothing was sealed. */
export function isNothing(document: Sealed): boolean {
  return document.length === 0;
}

/** Places that sealed documents are bound to. */
export const places = {
  instance: (id: string) => `instance ${id}`,
  binding: (instanceId: string, id: string) => `binding ${instanceId} ${id}`,
  operation: (id: string) => `operation ${id}`,
  requestBatch: (id: string) => `request ${id}`,
} as const;

/** Rows under one cipher. Only this module writes documents, and their seal proves it: they have the shape it gave them. */
export function createRows(cipher: Cipher): Rows {
  const seal = (document: unknown, place: string) => cipher.seal(JSON.stringify(document), place);
  const open = (sealed: Sealed, place: string): unknown => JSON.parse(cipher.open(sealed, place));
  const operationDocument = (record: OperationRecord) => {
    if (isSilent(record)) return nothing;
    const document = Object.fromEntries(fieldsOf(record).map((field) => [field, record[field]]));
    return seal(document, places.operation(record.id));
  };
  const openOperation = ({ id, document }: { id: string; document: Sealed | null }) =>
    document === null || isNothing(document)
      ? {}
      : (open(document, places.operation(id)) as Partial<OperationDocument>);
  return {
    instance: (record) => ({
      id: record.id,
      lineage: record.lineage,
      service_id: record.serviceId,
      plan_id: record.planId,
      status: record.status,
      operation_id: record.operationId,
      usable: record.usable ? 1 : 0,
      platform: platformOf(record.context),
      created_at: record.createdAt,
      updated_at: record.updatedAt,
      document: seal(instanceDocument(record), places.instance(record.id)),
    }),
    toInstance: (row) => {
      const document = open(row.document, places.instance(row.id)) as Partial<InstanceDocument>;
      return {
        id: row.id,
        lineage: row.lineage,
        serviceId: row.service_id,
        planId: row.plan_id,
        // The column holds only what this module wrote.
        status: row.status as InstanceRecord['status'],
        operationId: row.operation_id,
        usable: row.usable === 1,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        parameters: document.parameters ?? {},
        context: document.context ?? {},
        organizationGuid: document.organizationGuid ?? '',
        spaceGuid: document.spaceGuid ?? '',
        maintenanceVersion: document.maintenanceVersion,
        dashboardUrl: document.dashboardUrl,
        metadata: document.metadata,
        state: document.state ?? null,
      };
    },
    binding: (record) => {
      const { instanceId, id, status, operationId, createdAt, updatedAt, expiresAt, ...document } = record;
      return {
        instance_id: instanceId,
        id,
        status,
        operation_id: operationId,
        created_at: createdAt,
        updated_at: updatedAt,
        expires_at: expiresAt ?? null,
        document: seal(document satisfies BindingDocument, places.binding(instanceId, id)),
      };
    },
    toBinding: (row) => {
      const document = open(
        row.document,
        places.binding(row.instance_id, row.id),
      ) as Partial<BindingDocument>;
      return {
        instanceId: row.instance_id,
        id: row.id,
        status: row.status as BindingRecord['status'],
        operationId: row.operation_id,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        expiresAt: row.expires_at ?? undefined,
        parameters: document.parameters ?? {},
        context: document.context ?? {},
        bindResource: document.bindResource ?? {},
        appGuid: document.appGuid,
        predecessorId: document.predecessorId,
        body: document.body ?? {},
        state: document.state ?? null,
      };
    },
    operation: (record, lineage = '') => operationRow(record, lineage, operationDocument(record)),
    operationState: (record) => operationRow(record, '', nothing),
    hasSameDocument: (one, other) => {
      const fields = fieldsOf(one);
      return fields === fieldsOf(other) && fields.every((field) => one[field] === other[field]);
    },
    toProgress: (row) => {
      const { instanceUsable, updateRepeatable } = openOperation(row);
      return {
        kind: row.kind as OperationRecord['kind'],
        status: row.status as OperationRecord['status'],
        mode: row.mode as OperationRecord['mode'],
        description: row.description ?? undefined,
        runAfter: row.run_after,
        instanceUsable,
        updateRepeatable,
      };
    },
    toOperation: (row) => {
      const document = openOperation(row);
      return {
        id: row.id,
        kind: row.kind as OperationRecord['kind'],
        instanceId: row.instance_id,
        bindingId: row.binding_id,
        status: row.status as OperationRecord['status'],
        mode: row.mode as OperationRecord['mode'],
        step: row.step ?? undefined,
        description: row.description ?? undefined,
        attempts: row.attempts,
        runAfter: row.run_after,
        leaseUntil: row.lease_until,
        leaseOwner: row.lease_owner,
        fence: row.fence,
        blockedBy: row.blocked_by ?? undefined,
        createdAt: row.created_at,
        finishedAt: row.finished_at ?? undefined,
        before: document.before,
        update: document.update,
        announced: document.announced ?? {},
        data: document.data ?? null,
        acceptsIncomplete: document.acceptsIncomplete ?? false,
        context: document.context ?? {},
        originatingIdentity: document.originatingIdentity,
        requestIdentity: document.requestIdentity,
        instanceUsable: document.instanceUsable,
        updateRepeatable: document.updateRepeatable,
      };
    },
  };
}

/** Field by field: to leave the others out with a rest pattern takes longer than to write it as JSON. */
function instanceDocument(record: InstanceRecord): InstanceDocument {
  const { parameters, context, organizationGuid, spaceGuid } = record;
  const { maintenanceVersion, dashboardUrl, metadata, state } = record;
  // prettier-ignore
  return {
    parameters, context, organizationGuid, spaceGuid, maintenanceVersion, dashboardUrl, metadata, state,
  };
}

function fieldsOf({ status }: OperationRecord): readonly (typeof documentFields)[number][] {
  return status === 'running' ? documentFields : lastingFields;
}

/** Nothing is left to keep of an operation that went well. */
function isSilent(record: OperationRecord): boolean {
  return record.status !== 'running' && lastingFields.every((field) => record[field] === undefined);
}

function operationRow(record: OperationRecord, lineage: string, document: Sealed): Insertable<Operation> {
  return {
    id: record.id,
    kind: record.kind,
    instance_id: record.instanceId,
    binding_id: record.bindingId,
    status: record.status,
    mode: record.mode,
    step: record.step ?? null,
    description: record.description ?? null,
    attempts: record.attempts,
    run_after: record.runAfter,
    lease_until: record.leaseUntil,
    lease_owner: record.leaseOwner,
    fence: record.fence,
    blocked_by: record.blockedBy ?? null,
    created_at: record.createdAt,
    finished_at: record.finishedAt ?? null,
    lineage,
    document,
  };
}

const longestPlatform = 64;

/** The platform is kept readable, since instances are searched by it. */
function platformOf(context: JsonObject): string {
  const platform = Object.hasOwn(context, 'platform') ? context['platform'] : undefined;
  if (typeof platform !== 'string') return '';
  if (/^[\w.-]{0,64}$/.test(platform)) return platform;
  // Not every store can keep control characters.
  return Array.from(platform.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD'))
    .slice(0, longestPlatform)
    .join('');
}
