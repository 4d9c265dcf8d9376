import { Ajv } from 'ajv';
import { expect } from 'chai';
import { apiVersions } from '../versions.ts';
import { fieldSince, messageNames, messageSchema } from './index.ts';

const catalog = {
  services: [
    {
      id: 'acb56d7c',
      name: 'queue',
      description: 'A queue',
      bindable: true,
      plans: [
        {
          id: 'd3031751',
          name: 'small',
          description: 'A small one',
          binding_rotatable: true,
          maintenance_info: { version: '1.0.0' },
        },
      ],
    },
  ],
};

describe('spec: message schemas', () => {
  for (const version of apiVersions) {
    it(`compile, each on its own, at ${version}`, () => {
      for (const name of messageNames) {
        const validate = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(
          messageSchema(name, version),
        );
        expect(validate).to.be.a('function');
      }
    });
  }

  it('accept what the specification allows, extension fields included, and refuse a wrong type or a missing field', () => {
    const validate = new Ajv({ strictTypes: false }).compile(messageSchema('Catalog'));
    expect(validate(catalog)).to.equal(true);
    expect(validate({ ...catalog, 'x-vendor': 1 })).to.equal(true);
    expect(validate({ services: [{ ...catalog.services[0], bindable: 'true' }] })).to.equal(false);
    expect(validate({ services: [{ ...catalog.services[0], plans: [] }] })).to.equal(false);
    expect(validate({})).to.equal(false);
  });

  it('know a field from its version on', () => {
    const plan = (version: (typeof apiVersions)[number]) =>
      Object.keys(messageSchema('ServicePlan', version).properties ?? {});
    expect(plan('2.16')).to.not.include('binding_rotatable');
    expect(plan('2.17')).to.include('binding_rotatable');
    expect(fieldSince('ServicePlan', 'schemas')).to.equal('2.13');
    expect(fieldSince('ServicePlan', 'id')).to.equal('2.11');
    expect(fieldSince('ServicePlan', 'constructor')).to.equal(undefined);
  });

  it('carry only what they use', () => {
    expect(Object.keys(messageSchema('UnbindResponse').definitions ?? {})).to.deep.equal([]);
    expect(Object.keys(messageSchema('ProvisionRequest', '2.14').definitions ?? {})).to.deep.equal([
      'Context',
    ]);
  });
});
