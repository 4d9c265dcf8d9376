import { expect } from 'chai';
import fc from 'fast-check';

import { otherId, sampleOffering, samplePlan } from './engine/samples.ts';
import { isArray, isObject, own } from './engine/json.ts';
import { parsePointer } from './engine/place.ts';
import { validateCatalog } from './validate.ts';

const parameters = { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' };
const full = {
  services: [
    sampleOffering({
      tags: ['sql'],
      requires: ['syslog_drain'],
      instances_retrievable: true,
      bindings_retrievable: true,
      allow_context_updates: true,
      plan_updateable: true,
      metadata: { displayName: 'Orders' },
      dashboard_client: { id: 'a', secret: 'not-a-secret', redirect_uri: 'https://example.com' },
      plans: [
        samplePlan({
          bindable: true,
          binding_rotatable: true,
          plan_updateable: true,
          maximum_polling_duration: 60,
          maintenance_info: { version: '1.0.0' },
          metadata: { bullets: ['a'] },
          schemas: {
            service_instance: { create: { parameters }, update: { parameters } },
            service_binding: { create: { parameters } },
          },
        }),
        samplePlan({ id: otherId, name: 'large' }),
      ],
    }),
  ],
};

/** Every place of the catalog that the specification gives a type, except inside schemas and metadata. */
const typed = [
  '/services',
  ...[
    'id',
    'name',
    'description',
    'bindable',
    'tags',
    'requires',
    'metadata',
    'plan_updateable',
    'plans',
    'instances_retrievable',
  ].map((key) => `/services/0/${key}`),
  ...[
    'id',
    'name',
    'description',
    'free',
    'bindable',
    'binding_rotatable',
    'metadata',
    'schemas',
    'maintenance_info',
    'maximum_polling_duration',
  ].map((key) => `/services/0/plans/0/${key}`),
  '/services/0/plans/0/maintenance_info/version',
  '/services/0/plans/0/schemas/service_instance/create',
  '/services/0/plans/0/schemas/service_binding/create/parameters',
];

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [key]: replaced(own(value, key), rest, by) } : value;
}

describe('a mutated catalog', () => {
  it('is good before it is mutated', () => {
    expect(validateCatalog(full).findings).to.deep.equal([]);
  });

  it('has a finding that names the mutated place, in JSON and in YAML', () => {
    const wrong = fc.constantFrom<unknown>(5.5, [[]], [{ x: [] }, 1]);
    fc.assert(
      fc.property(fc.constantFrom(...typed), wrong, fc.boolean(), (pointer, value, asYaml) => {
        const json = JSON.stringify(replaced(full, parsePointer(pointer), value), undefined, 2);
        const text = asYaml ? `# catalog\n${json}` : json;
        const { findings } = validateCatalog(text);
        const named = findings.filter(
          (finding) => finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`),
        );
        expect(named, pointer).to.not.have.length(0);
        expect(
          named.some(({ severity }) => severity === 'error'),
          pointer,
        ).to.equal(true);
        for (const { position } of named) expect(position?.offset).to.be.greaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
