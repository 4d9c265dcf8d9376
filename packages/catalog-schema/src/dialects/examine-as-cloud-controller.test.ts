import { expect } from 'chai';
import {
  cloudControllerError,
  examineAsCloudController,
  problemCodes,
  renderCloudControllerMessage,
  type ProblemCode,
} from './index.ts';
import { draft4, plan, service, withPlan, withSchema, withService } from './message-rows.test.ts';

/** What Cloud Controller's own code trips over, and where. */
const refusals: [title: string, catalog: unknown, pointer: string][] = [
  ['services that are null', { services: null }, '/services'],
  ['services that are a full hash', { services: { a: 1 } }, '/services'],
  ['a service that is text', { services: ['x'] }, '/services/0'],
  ['plans that are a hash', withService({ plans: {} }), '/services/0/plans'],
  ['a plan that is null', withService({ plans: [plan(), null] }), '/services/0/plans/1'],
  [
    'maintenance_info that is a list',
    withPlan({ maintenance_info: ['x'] }),
    '/services/0/plans/0/maintenance_info',
  ],
  [
    'a schema that is only itself',
    withSchema({ $schema: draft4, $ref: '#' }),
    '/services/0/plans/0/schemas/service_instance/create/parameters',
  ],
];

/** For each code a catalog that has such a problem. */
const provoking = {
  'catalog-not-object': [],
  'internal-error': { services: null },
  'services-missing': {},
  'service-id-unique': { services: [service(), service()] },
  'service-name-unique': { services: [service(), service()] },
  'dashboard-client-id-unique': {
    services: [service({ dashboard_client: { id: 'c' } }), service({ dashboard_client: { id: 'c' } })],
  },
  'plans-missing': withService({ plans: [] }),
  'plan-id-unique': withService({ plans: [plan(), plan()] }),
  'plan-name-unique': withService({ plans: [plan(), plan()] }),
  required: withService({ id: null }),
  type: withService({ id: 1 }),
  'too-long': withService({ tags: ['x'.repeat(2049)] }),
  'unsupported-value': withService({ requires: ['x'] }),
  'unknown-key': withPlan({ maintenance_info: { version: '1.0.0', x: 1 } }),
  'schema-too-large': withSchema({ $schema: draft4, title: 'x'.repeat(70_000) }),
  'schema-undeclared': withSchema({}),
  'schema-metaschema-unknown': withSchema({ $schema: 'http://example.com/' }),
  'schema-nonconforming': withSchema({ $schema: draft4, type: 'x' }),
  'schema-external-reference': withSchema({ $schema: draft4, $ref: 'http://example.com/' }),
  'schema-unusable': withSchema({ $schema: draft4, $ref: 1 }),
} satisfies Record<ProblemCode, unknown>;

describe('dialects: Cloud Controller', () => {
  for (const code of problemCodes) {
    it(`finds ${code}`, () => {
      expect(examineAsCloudController(provoking[code]).map((problem) => problem.code)).to.include(code);
    });
  }

  for (const [title, catalog, pointer] of refusals) {
    it(`fails without a word on ${title}`, () => {
      const problems = examineAsCloudController(catalog);
      expect(problems.map(({ code, pointer: at }) => [code, at])).to.deep.equal([
        ['internal-error', pointer],
      ]);
      expect(renderCloudControllerMessage(problems)).to.equal('An unknown error occurred.');
      expect(problems[0]?.because).to.be.a('string').and.not.empty;
      expect(cloudControllerError(problems)).to.deep.include({ code: 10001, title: 'UnknownError' });
    });
  }

  it('names the error of a catalog, of none and of a sound one', () => {
    expect(cloudControllerError(examineAsCloudController({}))).to.deep.equal({
      code: 270012,
      title: 'CF-ServiceBrokerCatalogInvalid',
      detail: 'Service broker catalog is invalid: \nService broker must provide at least one service\n',
    });
    expect(cloudControllerError(examineAsCloudController([]))).to.deep.include({ code: 270021 });
    expect(cloudControllerError(examineAsCloudController({ services: [service()] }))).to.equal(undefined);
  });
});
