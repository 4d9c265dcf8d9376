import { expect } from 'chai';
import { catalog, client, ofPlan, ofService, plan, service, withVersion } from './catalog-rows.test.ts';
import { diffCatalogs, differenceKinds, type DifferenceKind } from './index.ts';

const $schema = 'http://json-schema.org/draft-04/schema#';
const withSchema = (schema: object) =>
  ofPlan({ schemas: { service_binding: { create: { parameters: { $schema, ...schema } } } } });
const large = plan({ id: 'p2', name: 'large' });
const queue = service({ id: 's2', name: 'mq', plans: [large] });

/** For each kind two catalogs that differ so. */
const provoking = {
  'catalog-refused': [ofPlan({}), ofPlan({ name: 5 })],
  'service-added': [catalog(service()), catalog(service(), queue)],
  'service-removed': [catalog(service(), queue), catalog(service())],
  'service-renamed': [ofPlan({}), ofService({ name: 'x' })],
  'service-id-changed': [ofPlan({}), ofService({ id: 'x' })],
  'service-name-taken': [
    catalog(service(), queue),
    catalog(service({ name: 'x' }), { ...queue, name: 'db' }),
  ],
  'plan-added': [ofPlan({}), ofService({ plans: [plan(), large] })],
  'plan-removed': [ofService({ plans: [plan(), large] }), ofPlan({})],
  'plan-renamed': [ofPlan({}), ofPlan({ name: 'x' })],
  'plan-id-changed': [ofPlan({}), ofPlan({ id: 'x' })],
  'plan-name-taken': [
    ofService({ plans: [plan(), large] }),
    ofService({ plans: [plan({ name: 'large' }), { ...large, name: 'x' }] }),
  ],
  'plan-moved': [ofService({ plans: [plan(), large] }), catalog(service(), queue)],
  'bindable-changed': [ofPlan({}), ofService({ bindable: false })],
  'plan-updateable-changed': [ofPlan({}), ofService({ plan_updateable: true })],
  'retrievable-changed': [ofPlan({}), ofService({ instances_retrievable: true })],
  'context-updates-changed': [ofPlan({}), ofService({ allow_context_updates: true })],
  'rotatable-changed': [ofPlan({}), ofPlan({ binding_rotatable: true })],
  'requires-changed': [ofPlan({}), ofService({ requires: ['syslog_drain'] })],
  'tags-changed': [ofPlan({}), ofService({ tags: ['x'] })],
  'dashboard-client-changed': [ofPlan({}), ofService({ dashboard_client: client })],
  'sharing-changed': [ofPlan({}), ofService({ metadata: { shareable: true } })],
  'free-changed': [ofPlan({}), ofPlan({ free: false })],
  'polling-duration-changed': [ofPlan({}), ofPlan({ maximum_polling_duration: 5 })],
  'maintenance-info-changed': [withVersion('1.0.0'), withVersion('1.0.1')],
  'maintenance-info-backwards': [withVersion('1.0.1'), withVersion('1.0.0')],
  'schema-added': [ofPlan({}), withSchema({})],
  'schema-removed': [withSchema({}), ofPlan({})],
  'schema-narrowed': [withSchema({}), withSchema({ maxProperties: 0 })],
  'schema-widened': [withSchema({ maxProperties: 0 }), withSchema({})],
  'schema-changed': [withSchema({}), withSchema({ title: 'x' })],
  'description-changed': [ofPlan({}), ofPlan({ description: 'x' })],
  'metadata-changed': [ofPlan({}), ofPlan({ metadata: { x: 1 } })],
  'member-changed': [ofPlan({}), ofPlan({ x: 1 })],
} satisfies Record<DifferenceKind, [unknown, unknown]>;

describe('diff: kinds of differences', () => {
  for (const kind of differenceKinds) {
    it(`tells ${kind}, of which service and plan, and where`, () => {
      const [old, now] = provoking[kind];
      const found = diffCatalogs(old, now).find((difference) => difference.kind === kind);
      expect(found, kind).to.not.equal(undefined);
      expect(found?.oldPointer ?? found?.newPointer).to.match(/^\/services\/\d/);
      expect(found?.service === undefined).to.equal(kind === 'catalog-refused');
      expect(found?.plan === undefined || found.service !== undefined).to.equal(true);
    });
  }
});
