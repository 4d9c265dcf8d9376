import { expect } from 'chai';

import { validateCatalog } from '../validate.ts';
import { profiles, type Finding } from './finding.ts';
import { otherId, samplePlan, withOffering, withPlan } from './samples.ts';

/** Who says what, in the order of the profiles: `rule severity`, of all findings at places that several speak of. */
function told(catalog: unknown, asked = profiles.slice(0, 3)): string[] {
  return validateCatalog(catalog, { profiles: asked }).findings.map(
    ({ rule, severity, also = [] }: Finding) =>
      `${rule} ${severity}${also.map((other) => ` ${other.profile}:${other.severity}`).join('')}`,
  );
}

const create = (parameters: unknown) =>
  withPlan({ schemas: { service_instance: { create: { parameters } } } });
const $schema = 'http://json-schema.org/draft-04/schema#';

describe('one fault for several profiles', () => {
  const cases: readonly (readonly [name: string, catalog: unknown, told: readonly string[]])[] = [
    [
      'a wrong type',
      withOffering({ bindable: 'true' }),
      ['offering-bindable-present error cloudfoundry:error kubernetes:error'],
    ],
    [
      'a key that is missing',
      withPlan({ description: undefined }),
      ['plan-description-present error cloudfoundry:error kubernetes:error'],
    ],
    [
      'a list without plans',
      withOffering({ plans: [] }),
      ['offering-plans-non-empty error cloudfoundry:error kubernetes:error'],
    ],
    [
      'an element of a list',
      withOffering({ tags: ['a', 1] }),
      ['offering-tags-strings error cloudfoundry:error kubernetes:error'],
    ],
    [
      'a use of an id that is taken',
      withOffering({ plans: [samplePlan(), samplePlan({ name: 'b' })] }),
      ['plan-id-unique error cloudfoundry:error kubernetes:error'],
    ],
    [
      'a name that is taken',
      withOffering({ plans: [samplePlan(), samplePlan({ id: otherId })] }),
      ['plan-name-unique error cloudfoundry:error'],
    ],
    [
      'a version that is none',
      withPlan({ maintenance_info: { version: 'v1.0' } }),
      ['maintenance-info-version-semver error cloudfoundry:error'],
    ],
    [
      'what one profile warns of and another refuses',
      withOffering({ requires: ['syslog-drain'] }),
      ['offering-requires-known error cloudfoundry:error'],
    ],
    [
      'a character that no database stores',
      withPlan({ description: 'a\u0000' }),
      ['strings-storable error cloudfoundry:error'],
    ],
    [
      'a key that is not defined',
      withPlan({ maintenance_info: { version: '1.0.0', descripton: 'x' } }),
      ['keys-spelt-right error cloudfoundry:error'],
    ],
    [
      'a schema without $schema',
      create({ type: 'object' }),
      ['parameters-schema-version-declared error cloudfoundry:error'],
    ],
    [
      'a reference to elsewhere',
      create({ $schema, type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } }),
      ['parameters-schema-self-contained error cloudfoundry:error'],
    ],
    [
      'the metaschema',
      create({ $schema, type: 'object', minProperties: '1' }),
      ['parameters-schema-valid error cloudfoundry:error'],
    ],
  ];
  for (const [name, catalog, expected] of cases) {
    it(`is told once: ${name}`, () => expect(told(catalog)).to.deep.equal(expected));
  }

  it('is told in the words of the first profile, with how bad that one finds it', () => {
    const [finding] = validateCatalog(withOffering({ requires: ['syslog_drain_url'] }), {
      profiles: ['osb', 'cloudfoundry'],
    }).findings;
    expect(finding?.message).to.contain('Did you mean "syslog_drain"?').and.not.contain('Remove');
    expect(finding?.ownSeverity).to.equal('warning');
    expect(finding?.also?.[0]?.rule).to.equal('cloud-controller-unsupported-value');
  });

  it('has the good advice also where only the platform is asked', () => {
    const messages = (catalog: unknown) =>
      validateCatalog(catalog, { profiles: ['cloudfoundry'] })
        .findings.map(({ message }) => message)
        .join();
    expect(messages(withOffering({ bindable: 'true' }))).to.contain('Write true without quotes.');
    expect(messages(withOffering({ tags: 'mysql' }))).to.contain('Put the text into brackets: ["mysql"].');
    expect(messages(withPlan({ maximum_polling_duration: '600' }))).to.contain('Write 600 without quotes.');
    expect(messages(withPlan({ metadata: [{ bullets: [] }] }))).to.contain(
      'Take the object out of the brackets',
    );
    expect(messages(withOffering({ requires: ['volume_mounts'] }))).to.contain(
      'Did you mean "volume_mount"?',
    );
    expect(messages(withOffering({ requires: ['log-drain', 'route_service'] })))
      .to.contain('"syslog_drain"?')
      .and.contain('"route_forwarding"?');
  });

  it('leaves different faults of one place apart', () => {
    const name = 'A'.repeat(70);
    expect(told(withPlan({ name }))).to.deep.equal([
      'kubernetes-name-within-63 error',
      'names-short warning',
    ]);
  });

  it('counts what is left', () => {
    const result = validateCatalog(withOffering({ bindable: 'true' }), { profiles });
    expect([result.errors, result.findings.length]).to.deep.equal([1, 1]);
  });
});
