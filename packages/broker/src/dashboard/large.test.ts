import { expect } from 'chai';
import { type RawBuilder, sql } from 'kysely';
import { basic, testUser } from '../client.test-support.ts';
import type { InstanceRecord, OperationRecord } from '../engine/records.ts';
import { createBroker, type Broker } from '../broker.ts';
import { defineService } from '../catalog/define-service.ts';
import { silentLogger } from '../logger.ts';
import { bindings, instances, operations, requests } from '../store/listings.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { type Listing, select } from '../store/paging.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const many = 30_000;

describe('the dashboard of 30,000 instances', function () {
  this.timeout(120_000);
  let opened: OpenStore;
  let broker: Broker;
  let folder: string;
  let url: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'osb-large-'));
    opened = await openStore({ dataDir: folder });
    await opened.store.transact('all', async (tx) => {
      for (let index = 0; index < many; index += 1) {
        await tx.insertInstance(instance(index));
        await tx.insertOperation(operation(index));
      }
    });
    const service = defineService({
      id: 's',
      name: 's',
      description: 's',
      plans: [
        { id: 'p', name: 'p', description: 'p' },
        { id: 'q', name: 'q', description: 'q' },
      ],
      provision: () => undefined,
      deprovision: () => undefined,
    });
    broker = await createBroker({
      services: [service],
      store: opened.store,
      authentication: [testUser],
      log: silentLogger,
    });
    url = await broker.listen();
  });
  after(async () => {
    await broker.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function page(path: string): Promise<{ readonly rows: number; readonly next: string | undefined }> {
    const answer = await fetch(`${url}/dashboard/${path}`, {
      headers: { authorization: basic(testUser.username, testUser.password) },
    });
    const text = await answer.text();
    expect(answer.status, text).to.equal(200);
    expect(text).to.have.length.lessThan(200_000);
    const next = /<a href="([^"]*)" rel="next"/
      .exec(text)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&quot;', '"');
    return { rows: (text.match(/<th role="rowheader"/g) ?? []).length, next };
  }

  it('shows bounded pages', async () => {
    for (const [path, rows] of [
      ['', 2],
      ['instances', 50],
      ['instances?id=i-2999', 11],
      ['instances?platform=rare', 1],
      ['instances?state=failed&plan=q', 0],
      ['instances?id=nothing', 0],
      ['instances/i-15000', 1],
      ['bindings', 0],
      ['operations', 50],
      ['operations?status=failed', 0],
      ['operations?instance=i-7', 1],
      ['requests', 0],
    ] as const) {
      const shown = await page(path);
      expect(shown.rows, path).to.equal(rows);
      expect(shown.next === undefined, path).to.equal(rows !== 50);
    }
  });

  it('leads from the newest to the oldest, page by page, none missing and none twice', async () => {
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const { items, next } = await opened.store.listInstances({}, { after, limit: 500 });
      for (const { id } of items) seen.add(id);
      after = next;
    } while (after !== undefined);
    expect(seen.size).to.equal(many);
    let found = 0;
    do {
      const { items, next } = await opened.store.listInstances({ planId: 'q' }, { after, limit: 500 });
      found += items.length;
      after = next;
    } while (after !== undefined);
    expect(found).to.equal(many / 2);
    const { next } = await page('instances');
    expect((await page(`instances${next ?? ''}`)).rows).to.equal(50);
  });

  it('reads each page from an index, from where it begins, and sorts nothing', async () => {
    const after = [1_700_000_000_000, 'i', 'i'];
    for (const [listing, index] of [
      [instances({}), 'osb_instance_listed'],
      [
        instances({ serviceId: 's', planId: 'p', status: 'ready', platform: 'x', idPrefix: 'i' }),
        'osb_instance_listed',
      ],
      [bindings(undefined), 'osb_binding_listed'],
      [bindings('i'), 'osb_binding_instance'],
      [operations({}, undefined), 'osb_operation_listed'],
      [operations({ status: 'running', kind: 'bind' }, undefined), 'osb_operation_listed'],
      [operations({ instanceId: 'i' }, 'l'), 'osb_operation_lineage'],
      // The table itself, which is in this order.
      [requests({}, undefined), 'PRIMARY KEY'],
      [requests({ method: 'PUT', statusClass: 4 }, undefined), 'PRIMARY KEY'],
      [requests({ instanceId: 'i', method: 'PUT' }, 'l'), 'osb_request_lineage'],
    ] as const) {
      const begin = after.slice(0, listing.key.length);
      const plan = await planOf(
        select(listing as Listing<unknown>, { after: begin, last: begin, limit: 51 }),
      );
      expect(plan, plan)
        .to.contain(index === 'PRIMARY KEY' ? index : `INDEX ${index} `)
        .and.to.match(/SEARCH \w+ USING/);
      expect(plan, plan).to.match(/\(created_at,id(,instance_id)?\)|created_at[<>]/);
      expect(plan, plan).to.not.match(/SCAN|TEMP B-TREE/);
    }
  });

  async function planOf(query: RawBuilder<unknown>): Promise<string> {
    const { rows } = await sql<{ detail: string }>`explain query plan ${query}`.execute(
      opened.database.reader(),
    );
    return rows.map(({ detail }) => detail).join('\n');
  }
});

/** Four of them share each moment, as they do when a platform is busy. */
function instance(index: number): InstanceRecord {
  const at = 1_700_000_000_000 + Math.floor(index / 4);
  return {
    id: `i-${String(index)}`,
    lineage: `o-${String(index)}`,
    serviceId: 's',
    planId: index % 2 === 0 ? 'p' : 'q',
    status: index === 2 ? 'failed' : 'ready',
    operationId: `o-${String(index)}`,
    usable: true,
    createdAt: at,
    updatedAt: at,
    parameters: { note: 'x'.repeat(200) },
    context: { platform: index === 3 ? 'rare' : 'cloudfoundry' },
    organizationGuid: 'o',
    spaceGuid: 's',
    maintenanceVersion: undefined,
    dashboardUrl: undefined,
    metadata: undefined,
    state: null,
  };
}

function operation(index: number): OperationRecord {
  const { id, createdAt } = instance(index);
  return {
    id: `o-${String(index)}`,
    kind: 'provision',
    instanceId: id,
    bindingId: '',
    status: 'succeeded',
    mode: 'inline',
    step: undefined,
    description: undefined,
    attempts: 0,
    runAfter: createdAt,
    leaseUntil: 0,
    leaseOwner: '',
    fence: 0,
    blockedBy: undefined,
    createdAt,
    finishedAt: createdAt,
    before: undefined,
    update: undefined,
    announced: {},
    data: null,
    acceptsIncomplete: false,
    context: {},
    originatingIdentity: undefined,
    requestIdentity: undefined,
    instanceUsable: undefined,
    updateRepeatable: undefined,
  };
}
