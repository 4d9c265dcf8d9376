import { expect } from 'chai';

import type { Finding } from './engine/finding.ts';
import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from './engine/samples.ts';
import { validateCatalog, type ValidateOptions } from './validate.ts';

function found(input: unknown, options?: ValidateOptions): string[] {
  return validateCatalog(input, options).findings.map(({ rule, pointer }) => `${rule} ${pointer}`);
}

/** The part of a text that a finding underlines, and where. */
function underlined(text: string, rule: string, options?: ValidateOptions): string {
  const finding = validateCatalog(text, options).findings.find((each): each is Finding => each.rule === rule);
  const at = finding?.position;
  return at === undefined
    ? 'nowhere'
    : `${at.line}:${at.column} ${text.slice(at.offset, at.offset + at.length)}`;
}

describe('validateCatalog', () => {
  it('finds nothing in a good catalog, given as value, JSON, bytes or YAML', () => {
    const good = withOffering({});
    const text = JSON.stringify(good);
    for (const input of [good, text, new TextEncoder().encode(text), `---\n${text}`]) {
      const result = validateCatalog(input);
      expect(result.findings).to.deep.equal([]);
      expect(result.valid).to.equal(true);
      expect(result.catalog).to.deep.equal(good);
    }
  });

  it('gives the same result for the same input', () => {
    const text = JSON.stringify({ services: [sampleOffering({ bindable: 1 }), sampleOffering()] });
    expect(validateCatalog(text)).to.deep.equal(validateCatalog(text));
  });

  it('orders findings by their place in the text', () => {
    const text = JSON.stringify({
      services: [sampleOffering({ bindable: 1 }), sampleOffering({ name: '' })],
    });
    const offsets = validateCatalog(text).findings.map(({ position }) => position?.offset ?? -1);
    expect(offsets.length).to.be.greaterThan(2);
    expect(offsets).to.deep.equal(offsets.toSorted((a, b) => a - b));
  });

  describe('positions', () => {
    const json =
      '{\n  "services": [\n    {"id": "a", "na\\u006de": "x",\n     "bindable": "yes", "plan_updatable": true, "plans": []}\n  ]\n}';
    it('of a value in JSON', () =>
      expect(underlined(json, 'offering-bindable-present')).to.equal('4:18 "yes"'));
    it('of a key in JSON', () =>
      expect(underlined(json, 'keys-spelt-right')).to.equal('4:25 "plan_updatable"'));
    it('of the object that lacks something', () =>
      expect(underlined(json, 'offering-description-present').slice(0, 16)).to.equal('3:5 {"id": "a", '));
    it('with CRLF', () =>
      expect(underlined(json.replaceAll('\n', '\r\n'), 'offering-bindable-present')).to.equal('4:18 "yes"'));

    const yaml =
      'services:\n  - id: a\n    name: x # the name\n    bindable: "yes"\n    plan_updatable: true\n    plans: &none []\n  - *missing-not\n';
    const sound = yaml.replace('  - *missing-not\n', '');
    it('of a value in YAML', () =>
      expect(underlined(sound, 'offering-bindable-present')).to.equal('4:15 "yes"'));
    it('of a key in YAML', () =>
      expect(underlined(sound, 'keys-spelt-right')).to.equal('5:5 plan_updatable'));
    it('of an anchor that is missing', () =>
      expect(validateCatalog(yaml).findings[0]?.message).to.contain('Unresolved alias'));
    it('through merge keys', () => {
      const merged = 'base: &base\n  bindable: maybe\nservices:\n- <<: *base\n  id: a\n  plans: []\n';
      expect(underlined(merged, 'offering-bindable-present')).to.equal('2:13 maybe');
    });
    it('of the first use of what is taken twice', () => {
      const text = JSON.stringify(withOffering({ plans: [samplePlan(), samplePlan({ name: 'b' })] }));
      const [finding] = validateCatalog(text).findings;
      expect(finding?.related?.[0]?.pointer).to.equal('/services/0/plans/0');
      expect(text.startsWith('{"id"', finding?.related?.[0]?.position?.offset)).to.equal(true);
    });
  });

  describe('versions', () => {
    it('leave out what a version does not say', () => {
      const catalog = withPlan({ plan_updateable: 'x', binding_rotatable: 'x', description: '' });
      expect(found(catalog, { apiVersion: '2.11' })).to.deep.equal([]);
      expect(found(catalog, { apiVersion: '2.15' })).to.have.length(2);
      expect(found(catalog, { apiVersion: '2.17' })).to.have.length(3);
    });
    it('decide how bad a name is', () => {
      const severities = (['2.12', '2.13', '2.14', '2.15', '2.17'] as const).map(
        (apiVersion) => validateCatalog(withPlan({ name: 'A b' }), { apiVersion }).findings[0]?.severity,
      );
      expect(severities).to.deep.equal(['warning', 'error', 'error', 'warning', 'warning']);
    });
    it('decide the link', () => {
      const { findings } = validateCatalog(withPlan({ id: 1 }), { apiVersion: '2.13' });
      expect(findings[0]?.link).to.contain('/v2.13/spec.md#');
    });
  });

  describe('leniency', () => {
    it('takes null for an optional field as a warning, for a required one as missing', () => {
      expect(
        validateCatalog(withPlan({ metadata: null })).findings.map(({ severity }) => severity),
      ).to.deep.equal(['warning']);
      expect(validateCatalog(withPlan({ id: null })).valid).to.equal(false);
    });
    it('ends where strictness is asked for', () => {
      const catalog = withPlan({ schemas: { service_instance: { create: { parameters: {} } } } });
      expect(validateCatalog(catalog).valid).to.equal(true);
      expect(validateCatalog(catalog, { strict: true }).valid).to.equal(false);
      const metadata = withOffering({ metadata: { displayName: 5 } });
      expect(validateCatalog(metadata).valid).to.equal(true);
      expect(validateCatalog(metadata, { strict: true }).valid).to.equal(false);
    });
  });

  describe('suppression', () => {
    const suppress = (rule: string) => ({ suppress: [{ rule, reason: 'agreed with the users' }] });
    it('switches a warning off and keeps the reason', () => {
      const result = validateCatalog(withPlan({ id: 'small' }), suppress('plan-id-guid'));
      expect(result.findings).to.deep.equal([]);
      expect(result.suppressed[0]?.reason).to.equal('agreed with the users');
    });
    it('does not switch an error off', () => {
      const result = validateCatalog(withPlan({ id: 1 }), suppress('plan-id-present'));
      expect(result.valid).to.equal(false);
      expect(result.notes).to.have.length(1);
    });
    it('names a rule that does not exist', () => {
      expect(validateCatalog(withPlan({}), suppress('plan-id-guide')).notes).to.have.length(1);
    });
  });

  describe('profiles', () => {
    it('are asked one by one or together', () => {
      const catalog = withPlan({ id: 'x'.repeat(64) });
      expect(validateCatalog(catalog).valid).to.equal(true);
      expect(validateCatalog(catalog, { profiles: ['kubernetes'] }).valid).to.equal(false);
      const all = validateCatalog(withOffering({ plans: [] }), {
        profiles: ['osb', 'cloudfoundry', 'kubernetes'],
      });
      const [finding] = all.findings;
      expect(all.findings).to.have.length(1);
      expect([finding?.profile, ...(finding?.also ?? []).map(({ profile }) => profile)]).to.deep.equal([
        'osb',
        'cloudfoundry',
        'kubernetes',
      ]);
    });
    it('are the specification’s where none is named', () => {
      expect(validateCatalog(withPlan({ id: 1 }), { profiles: [] }).valid).to.equal(false);
    });
    it('know what Cloud Foundry refuses and the specification allows', () => {
      expect(validateCatalog({ services: [] }).valid).to.equal(true);
      expect(validateCatalog({ services: [] }, { profiles: ['cloudfoundry'] }).valid).to.equal(false);
    });
  });

  it('lists a bounded number of findings and counts the rest', () => {
    const plans = Array.from({ length: 21_000 }, (_, index) => ({
      ...samplePlan({ id: String(index), name: `n${index}` }),
      free: 1,
    }));
    const result = validateCatalog(withOffering({ plans }));
    expect(result.errors + result.warnings).to.equal(42_000);
    expect(result.findings).to.have.length(20_000);
    expect(result.notes.join()).to.contain('22000 more');
  });

  it('keeps ids of users out of plain objects', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const services = names.map((name, index) =>
      sampleOffering({ name, id: name, plans: [samplePlan({ id: `${otherId}${index}`, name })] }),
    );
    expect(validateCatalog({ services }).valid).to.equal(true);
  });
});
