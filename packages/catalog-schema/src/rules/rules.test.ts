import { expect } from 'chai';

import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { rules } from '../registry.ts';
import { schemaCases } from './schema-cases.test-support.ts';
import { testRule, type RuleCase } from '../testing/test-rule.ts';

const plan = '/services/0/plans/0';

/** What the examples of a rule leave to show. Rules without an entry are shown by their examples alone. */
const cases: Readonly<Record<string, readonly RuleCase[]>> = {
  'catalog-object': [{ name: 'an array', catalog: [], finds: ['array '] }],
  'catalog-services-present': [
    { name: 'no services', catalog: {}, finds: ['missing '] },
    { name: 'an object of services', catalog: { services: {} }, finds: ['type /services'] },
    { name: 'a service that is none', catalog: { services: ['x'] }, finds: ['element /services/0'] },
    { name: 'an empty catalog is legal', catalog: { services: [] }, finds: [] },
    {
      name: 'inherited keys do not count',
      catalog: JSON.parse('{"__proto__": {"services": []}}'),
      finds: ['missing '],
    },
  ],
  'offering-name-unique': [
    {
      name: 'names that differ in case are two names',
      catalog: { services: [sampleOffering(), sampleOffering({ name: 'Orders-DB', id: otherId })] },
      finds: [],
    },
  ],
  'plan-id-unique': [
    {
      name: 'one plan id in two offerings',
      catalog: { services: [sampleOffering(), sampleOffering({ id: otherId, name: 'b' })] },
      finds: ['duplicate /services/1/plans/0/id'],
    },
  ],
  'cloud-controller-database-plan-name-taken': [
    {
      name: 'the very same name, which is refused before',
      catalog: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
      finds: [],
    },
    {
      name: 'a name with a blank at its end',
      catalog: withOffering({ plans: [samplePlan({ name: 'L' }), samplePlan({ id: otherId, name: 'l ' })] }),
      finds: ['limit /services/0/plans/1/name'],
    },
  ],
  'cloud-controller-database-integer-out-of-range': [
    { name: 'the greatest', catalog: withPlan({ maximum_polling_duration: 2_147_483_647 }), finds: [] },
    { name: 'no whole number', catalog: withPlan({ maximum_polling_duration: 2.5e9 + 0.5 }), finds: [] },
  ],
  'cloud-controller-database-text-unstorable': [
    {
      name: 'half of a pair in a name',
      catalog: withOffering({ name: 'a\ud800' }),
      finds: ['unstorable /services/0/name'],
    },
    { name: 'a whole pair', catalog: withOffering({ description: 'a 😀' }), finds: [] },
    {
      name: 'NUL in metadata, which is escaped',
      catalog: withPlan({ metadata: { a: '\u0000' } }),
      finds: [],
    },
  ],
  'cloud-controller-database-text-too-long-for-mysql': [
    { name: 'characters, not code units', catalog: withPlan({ name: '😀'.repeat(255) }), finds: [] },
    { name: 'a description', catalog: withPlan({ description: 'x'.repeat(300) }), finds: [] },
  ],
  'strings-storable': [
    {
      name: 'also where the platform says it',
      catalog: withPlan({ description: '\u0000' }),
      finds: [`unstorable ${plan}/description`],
      profiles: ['osb', 'cloudfoundry'],
    },
    {
      name: 'of an offering',
      catalog: withOffering({ description: '\udfff' }),
      finds: ['unstorable /services/0/description'],
      profiles: ['osb'],
    },
  ],
  'offering-name-cli-friendly': [
    { name: 'underscore', catalog: withOffering({ name: 'a_b' }), finds: ['unfriendly /services/0/name'] },
    { name: 'upper case since 2.14', catalog: withOffering({ name: 'A.b' }), finds: [], version: '2.14' },
    {
      name: 'upper case in 2.13',
      catalog: withOffering({ name: 'Ab' }),
      finds: ['unfriendly /services/0/name'],
      version: '2.13',
    },
    { name: 'underscore in 2.12', catalog: withOffering({ name: 'a_b' }), finds: [], version: '2.12' },
  ],
  'names-meaningful': [
    { name: 'like an option', catalog: withOffering({ name: '-x' }), finds: ['option /services/0/name'] },
  ],
  'strings-within-255': [
    {
      name: 'a long tag',
      catalog: withOffering({ tags: ['a', 'x'.repeat(256)] }),
      finds: ['long /services/0/tags/1'],
    },
    {
      name: 'characters, not code units',
      catalog: withOffering({ description: '😀'.repeat(255) }),
      finds: [],
    },
  ],
  'maintenance-info-description-string': [
    {
      name: 'empty',
      catalog: withPlan({ maintenance_info: { version: '1.0.0', description: '' } }),
      finds: [`empty ${plan}/maintenance_info/description`],
    },
  ],
  'maintenance-info-version-semver': [
    ...['1.0', '01.0.0', '1.0.0-01', '1.0.0+', '1.0.0-', ''].map((version): RuleCase => ({
      name: `refuses "${version}"`,
      catalog: withPlan({ maintenance_info: { version } }),
      finds: [`other ${plan}/maintenance_info/version`],
    })),
    ...['0.0.0', '1.0.0-alpha.1', '1.0.0--', '1.0.0+001', '1.0.0-0a'].map((version): RuleCase => ({
      name: `accepts "${version}"`,
      catalog: withPlan({ maintenance_info: { version } }),
      finds: [],
    })),
  ],
  'offering-shareable-boolean': [
    {
      name: 'a string in 2.14',
      catalog: withOffering({ metadata: { shareable: 'true' } }),
      finds: [],
      version: '2.14',
    },
  ],
  'plan-costs-objects': [
    {
      name: 'an element that is none',
      catalog: withPlan({ metadata: { costs: [5] } }),
      finds: [`element ${plan}/metadata/costs/0`],
    },
    { name: 'an object in 2.13', catalog: withPlan({ metadata: { costs: {} } }), finds: [], version: '2.13' },
  ],
  'cost-amount-numbers': [
    {
      name: 'no amount',
      catalog: withPlan({ metadata: { costs: [{ unit: 'x' }] } }),
      finds: [`missing ${plan}/metadata/costs/0`],
    },
    {
      name: 'empty amount',
      catalog: withPlan({ metadata: { costs: [{ amount: {} }] } }),
      finds: [`missing ${plan}/metadata/costs/0/amount`],
    },
    {
      name: 'a number',
      catalog: withPlan({ metadata: { costs: [{ amount: 5 }] } }),
      finds: [`type ${plan}/metadata/costs/0/amount`],
    },
  ],
  'cost-unit-string': [
    {
      name: 'a number',
      catalog: withPlan({ metadata: { costs: [{ unit: 5 }] } }),
      finds: [`type ${plan}/metadata/costs/0/unit`],
    },
  ],
  'plan-free-without-costs': [
    {
      name: 'free by default',
      catalog: withPlan({ free: undefined, metadata: { costs: [{ amount: { usd: 1 }, unit: 'x' }] } }),
      finds: [`default ${plan}/metadata/costs`],
    },
    {
      name: 'costs of nothing',
      catalog: withPlan({ metadata: { costs: [{ amount: { usd: 0 }, unit: 'x' }] } }),
      finds: [],
    },
  ],
  'dashboard-client-id-non-empty': [
    {
      name: 'a number',
      catalog: withOffering({ dashboard_client: { id: 1 } }),
      finds: ['type /services/0/dashboard_client/id'],
    },
  ],
  'dashboard-client-secret-non-empty': [
    {
      name: 'a number',
      catalog: withOffering({ dashboard_client: { secret: 1 } }),
      finds: ['type /services/0/dashboard_client/secret'],
    },
  ],
  'keys-spelt-right': [
    ...['planUpdateable', 'plan_updatable', 'Plan-Updatable', 'planUpdatable'].map((key): RuleCase => ({
      name: `"${key}"`,
      catalog: withPlan({ [key]: true }),
      finds: [`misspelt ${plan}/${key}`],
    })),
    { name: '"plan" for plans', catalog: withOffering({ plan: [] }), finds: ['misspelt /services/0/plan'] },
    {
      name: 'both spellings with one meaning',
      catalog: withOffering({ plan_updatable: true, plan_updateable: true }),
      finds: [],
    },
    {
      name: 'extensions that resemble nothing',
      catalog: withOffering({ active: true, version: 1, region: 'eu', type: 'x' }),
      finds: [],
    },
  ],
  'extension-keys-prefixed': [
    {
      name: 'in a configuration they are the broker’s business',
      catalog: withPlan({ region: 'eu' }),
      finds: [],
      wire: false,
    },
    { name: 'separators make a prefix', catalog: withPlan({ backup_agent_url: 'x', 'x:y': 1 }), finds: [] },
  ],
  ...schemaCases,
  'kubernetes-id-within-63': [
    { name: 'no id', catalog: withPlan({ id: undefined }), finds: [`missing ${plan}`] },
    { name: 'bytes, not characters', catalog: withPlan({ id: 'é'.repeat(32) }), finds: [`long ${plan}/id`] },
  ],
  'kubernetes-name-within-63': [
    { name: 'empty', catalog: withPlan({ name: '' }), finds: [`missing ${plan}/name`] },
  ],
  'keys-in-place': [
    {
      name: 'of a plan on an offering',
      catalog: withOffering({ maximum_polling_duration: 1 }),
      finds: ['misplaced /services/0/maximum_polling_duration'],
    },
    {
      name: 'of metadata on a plan',
      catalog: withPlan({ bullets: [] }),
      finds: [`misplaced ${plan}/bullets`],
    },
    {
      name: 'shareable in the metadata of a plan',
      catalog: withPlan({ metadata: { shareable: true } }),
      finds: [`misplaced ${plan}/metadata/shareable`],
    },
    {
      name: 'what an offering shows, in the metadata of a plan',
      catalog: withPlan({ metadata: { ProviderDisplayName: 'X', long_description: 'Y', displayName: 'Z' } }),
      finds: [
        `misplaced ${plan}/metadata/ProviderDisplayName`,
        `misplaced ${plan}/metadata/long_description`,
      ],
    },
    {
      name: 'a picture of the plan beside that of its offering',
      catalog: withOffering({
        metadata: { imageUrl: 'https://example.com/a.png' },
        plans: [samplePlan({ metadata: { imageUrl: 'https://example.com/b.png' } })],
      }),
      finds: [],
    },
  ],
  'kubernetes-types-decodable': [
    { name: 'no object', catalog: [], finds: ['services '] },
    { name: 'a plan', catalog: withPlan({ free: 'no' }), finds: [`type ${plan}/free`] },
    { name: 'null is read as absent', catalog: withPlan({ free: null, metadata: null }), finds: [] },
    {
      name: 'a plan that is none',
      catalog: withOffering({ plans: [samplePlan(), 5] }),
      finds: ['element /services/0/plans/1'],
    },
  ],
};

for (const rule of rules) testRule(rule, cases[rule.id]);

describe('the rules', () => {
  it('have ids of their own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).to.equal(rules.length);
  });
  it('are all named in the table of cases, or shown by their examples', () => {
    const ids = new Set(rules.map(({ id }) => id));
    expect(Object.keys(cases).filter((id) => !ids.has(id))).to.deep.equal([]);
  });
});
