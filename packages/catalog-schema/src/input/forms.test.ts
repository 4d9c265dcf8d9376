import { expect } from 'chai';

import { sampleOffering, samplePlan, withOffering } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';

const offering = sampleOffering({ description: undefined });

/** Pointer and source text of the one finding, and the number of notes. */
function seen(input: unknown): readonly [string | undefined, number] {
  const { findings, notes } = validateCatalog(input);
  expect(findings.map(({ rule }) => rule)).to.deep.equal(['offering-description-present']);
  return [findings[0]?.pointer, notes.length];
}

describe('forms of input', () => {
  it('a catalog', () => expect(seen({ services: [offering] })).to.deep.equal(['/services/0', 0]));
  it('a bare array of services', () => expect(seen([offering])).to.deep.equal(['/0', 1]));
  it('a single offering', () => expect(seen(offering)).to.deep.equal(['', 1]));
  it('a catalog in a configuration', () => {
    expect(seen({ port: 80, catalog: { services: [offering] } })).to.deep.equal(['/catalog/services/0', 1]);
    expect(seen({ broker: { catalog: [offering] } })).to.deep.equal(['/broker/catalog/0', 1]);
    expect(seen({ broker: { v2: { services: [offering] } } })).to.deep.equal(['/broker/v2/services/0', 1]);
  });
  it('the body that a broker sends is taken as it is', () => {
    const result = validateCatalog([offering], { form: 'wire' });
    expect(result.findings.map(({ rule }) => rule)).to.deep.equal(['catalog-object']);
  });

  describe('Spring', () => {
    const services = [
      {
        ...sampleOffering({ bindable: undefined, description: undefined }),
        planUpdateable: 'true',
        'instances-retrievable': true,
        dashboardClient: { id: 'a', secret: 'not-a-secret', 'redirect-uri': 'https://example.com' },
        metadata: { displayName: 'Orders', properties: { region: 'eu' } },
        plans: [{ ...samplePlan(), maximumPollingDuration: '600', 'maintenance-info': { version: '1.0.0' } }],
      },
    ];
    const nested = { spring: { cloud: { openservicebroker: { catalog: { services } } } } };

    it('names count in camel and kebab case', () => {
      expect(seen(nested)).to.deep.equal(['/spring/cloud/openservicebroker/catalog/services/0', 1]);
      const { catalog } = validateCatalog(nested);
      const wire = (catalog as { services: Record<string, unknown>[] }).services[0];
      expect(wire).to.include({ plan_updateable: true, instances_retrievable: true, bindable: false });
      expect(wire?.['metadata']).to.deep.equal({ displayName: 'Orders', region: 'eu' });
      expect(wire?.['plans']).to.deep.equal([
        { ...samplePlan(), maximum_polling_duration: 600, maintenance_info: { version: '1.0.0' } },
      ]);
    });
    it('dotted keys count as nested ones', () => {
      const dotted = { 'spring.cloud': { 'openservicebroker.catalog': { services } } };
      expect(seen(dotted)[0]).to.equal('/spring.cloud/openservicebroker.catalog/services/0');
    });
    it('findings point at what was written', () => {
      const text = [
        'spring:',
        '  cloud:',
        '    openservicebroker:',
        '      catalog:',
        '        services:',
        '        - id: 9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11',
        '          name: orders-db',
        '          description: A database.',
        '          plans:',
        '          - id: 2b4f0ad8-6d3b-4d0b-8f0e-3a86c2c9f3f1',
        '            name: small',
        '            description: Small.',
        '            maintenanceInfo:',
        '              version: v2',
      ].join('\n');
      const [finding, ...others] = validateCatalog(text).findings;
      expect(others).to.deep.equal([]);
      expect(finding?.pointer).to.equal(
        '/spring/cloud/openservicebroker/catalog/services/0/plans/0/maintenanceInfo/version',
      );
      expect(finding?.position).to.include({ line: 14, column: 24 });
    });
  });

  it('one of several YAML documents', () => {
    const text = `server:\n  port: 80\n---\ncatalog:\n  services: [${JSON.stringify(offering)}]\n`;
    expect(seen(text)).to.deep.equal(['/catalog/services/0', 2]);
  });
  it('YAML 1.1 booleans count, with a warning', () => {
    const yaml = JSON.stringify(withOffering({})).replace('"bindable":true', '"bindable": yes');
    const { findings, valid } = validateCatalog(`--- ${yaml}`);
    expect(valid).to.equal(true);
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['input-yaml-booleans']);
  });
});
