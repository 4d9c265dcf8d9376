import { randomBytes, randomUUID } from 'node:crypto';
import type { BindingRecord, InstanceRecord, OperationRecord } from '../engine/records.ts';

export const key = () => randomBytes(32).toString('hex');
export const secret = 'hunter2-very-secret';

export function instance(of: Partial<InstanceRecord> = {}): InstanceRecord {
  return {
    id: randomUUID(),
    lineage: 'creation',
    serviceId: 'service',
    planId: 'plan',
    status: 'ready',
    operationId: 'none',
    usable: true,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_001,
    parameters: { secret, list: [1, null, { a: true }] },
    context: { platform: 'cloudfoundry' },
    organizationGuid: 'org',
    spaceGuid: 'space',
    maintenanceVersion: '1.0.0',
    dashboardUrl: 'https://example.com/1',
    metadata: { labels: { a: 'b' } },
    state: { secret },
    ...of,
  };
}

export function operation(of: Partial<OperationRecord> = {}): OperationRecord {
  return {
    id: randomUUID(),
    kind: 'provision',
    instanceId: 'i',
    bindingId: '',
    status: 'running',
    mode: 'deferred',
    step: 'next',
    description: 'Working.',
    attempts: 2,
    runAfter: 1000,
    leaseUntil: 0,
    leaseOwner: '',
    fence: 3,
    blockedBy: undefined,
    createdAt: 1_700_000_000_000,
    finishedAt: undefined,
    before: { status: 'ready', operationId: 'x' },
    update: undefined,
    announced: { dashboardUrl: 'https://example.com/2' },
    data: { secret },
    acceptsIncomplete: true,
    context: {},
    originatingIdentity: { platform: 'cf', value: { user_id: 'u' } },
    requestIdentity: 'r',
    instanceUsable: false,
    updateRepeatable: undefined,
    ...of,
  };
}

export function binding(of: Partial<BindingRecord> = {}): BindingRecord {
  return {
    instanceId: 'i',
    id: randomUUID(),
    status: 'ready',
    operationId: 'none',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_001,
    expiresAt: 1_800_000_000_000,
    parameters: {},
    context: {},
    bindResource: { app_guid: 'a' },
    appGuid: 'a',
    predecessorId: undefined,
    body: { credentials: { password: secret } },
    state: null,
    ...of,
  };
}
