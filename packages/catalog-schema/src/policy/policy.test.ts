import { expect } from 'chai';

import { otherId, sampleOffering, samplePlan, withOffering, withPlan } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';
import type { OwnRule, Policy, PolicySeverity } from './policy.ts';

function policy(
  rules: Readonly<Record<string, PolicySeverity>>,
  more: Partial<Omit<Policy, 'rules'>> = {},
): Policy {
  return { origin: 'team.yaml', rules: new Map(Object.entries(rules)), overrides: [], own: [], ...more };
}

/** Rules and severities of what is found. */
const found = (input: unknown, with_: Policy) =>
  validateCatalog(input, { policy: with_ }).findings.map(({ rule, severity, pointer }) => [
    rule,
    severity,
    pointer,
  ]);

describe('policy: severities', () => {
  const broken = withOffering({ id: 'short', bindable: 'true' });

  it('raises a warning, lowers an error and says so, and switches rules off', () => {
    expect(found(broken, policy({ 'offering-id-guid': 'error' }))).to.deep.include([
      'offering-id-guid',
      'error',
      '/services/0/id',
    ]);
    const lowered = validateCatalog(broken, { policy: policy({ 'offering-bindable-present': 'warning' }) });
    expect(lowered.valid).to.equal(true);
    expect(lowered.notes.join()).to.include(
      'team.yaml makes less of an error of "offering-bindable-present"',
    );
    const off = validateCatalog(broken, { policy: policy({ 'offering-id-guid': 'off' }) });
    expect(off.findings.map(({ rule }) => rule)).to.deep.equal(['offering-bindable-present']);
    expect(off.suppressed.map(({ rule, reason }) => [rule, reason])).to.deep.equal([
      ['offering-id-guid', 'Off in team.yaml.'],
    ]);
  });

  it('holds for warnings on the document, and never for a document that cannot be read', () => {
    const twice = '{"services": [], "services": []}';
    expect(found(twice, policy({ 'input-keys-unique': 'error' }))[0]).to.deep.equal([
      'input-keys-unique',
      'error',
      '/services',
    ]);
    expect(found(twice, policy({ 'input-keys-unique': 'off' }))).to.deep.equal([]);
    expect(found('{', policy({ 'input-syntax': 'off' }))).to.have.lengthOf(1);
  });

  const plans = ['small', 'beta-1', 'beta-2'].map((name, index) =>
    samplePlan({ name, id: `${otherId}-${index}x` }),
  );
  const catalog = {
    services: [
      sampleOffering({ plans }),
      sampleOffering({ name: 'legacy', id: 'y', plans: [samplePlan({ id: 'z' })] }),
    ],
  };
  for (const [what, override, left] of [
    [
      'an offering',
      { offerings: ['legacy'] },
      ['/services/0/plans/0/id', '/services/0/plans/1/id', '/services/0/plans/2/id'],
    ],
    [
      'plans by a part of their names',
      { plans: ['beta*'] },
      ['/services/0/plans/0/id', '/services/1/plans/0/id'],
    ],
    [
      'a path',
      { paths: ['/services/*/plans/1'] },
      ['/services/0/plans/0/id', '/services/0/plans/2/id', '/services/1/plans/0/id'],
    ],
    [
      'all of them together',
      { offerings: ['orders-db'], plans: ['*-1', 'sm*l'], paths: ['/services/0'] },
      ['/services/0/plans/2/id', '/services/1/plans/0/id'],
    ],
  ] as const) {
    it(`holds for ${what}`, () => {
      const rules = new Map<string, PolicySeverity>([['plan-id-guid', 'off']]);
      const { findings } = validateCatalog(catalog, {
        policy: policy({}, { overrides: [{ ...override, rules }] }),
      });
      expect(
        findings.filter(({ rule }) => rule === 'plan-id-guid').map(({ pointer }) => pointer),
      ).to.deep.equal(left);
    });
  }

  it('switches on for a part what is off for the rest, and the last override wins', () => {
    const on = new Map<string, PolicySeverity>([['plan-id-guid', 'error']]);
    const off = new Map<string, PolicySeverity>([['plan-id-guid', 'off']]);
    const overrides = [
      { plans: ['beta*'], rules: on },
      { plans: ['beta-2'], rules: off },
    ];
    const ids = found(catalog, policy({ 'plan-id-guid': 'off' }, { overrides })).filter(
      ([rule]) => rule === 'plan-id-guid',
    );
    expect(ids).to.deep.equal([['plan-id-guid', 'error', '/services/0/plans/1/id']]);
  });
});

describe('policy: rules of a team', () => {
  const names: OwnRule = {
    id: 'plan-names',
    severity: 'error',
    path: '/services/*/plans/*/name',
    enum: ['s', 'm', 'l'],
    message: 'Plan names are s, m or l.',
  };
  const support: OwnRule = {
    id: 'support-url',
    severity: 'warning',
    path: '/services/*/metadata/supportUrl',
    required: true,
  };
  const paid: OwnRule = {
    id: 'no-free-plans',
    severity: 'error',
    path: '/services/*/plans/*/free',
    required: true,
    enum: [false],
  };
  const rule = (fields: Omit<OwnRule, 'id' | 'severity'>): OwnRule => ({
    id: 'own',
    severity: 'error',
    ...fields,
  });

  for (const [what, own, catalog, message] of [
    [
      'names of plans',
      names,
      withPlan({ name: 'xl' }),
      'Plan names are s, m or l. Plan "xl" of offering "orders-db" has "name" as "xl", and not as "s", "m", "l".',
    ],
    ['a URL without metadata', support, withOffering({}), 'Offering "orders-db" has no "supportUrl".'],
    [
      'an empty URL',
      support,
      withOffering({ metadata: { supportUrl: '' } }),
      'Offering "orders-db" has an empty "supportUrl".',
    ],
    [
      'a free plan',
      paid,
      withPlan({ free: true }),
      'Plan "small" of offering "orders-db" has "free" as true, and not as false.',
    ],
    [
      'a plan that is free by default',
      paid,
      withPlan({ free: undefined }),
      'Plan "small" of offering "orders-db" has no "free".',
    ],
    [
      'a pattern',
      rule({ path: '/services/*/name', pattern: '^acme-' }),
      withOffering({}),
      'Offering "orders-db" has "name" as "orders-db", which does not match "^acme-".',
    ],
    [
      'a length',
      rule({ path: '/services/*/name', max: 4 }),
      withOffering({}),
      'Offering "orders-db" has "name" as "orders-db", which is more than 4 characters.',
    ],
    ['a count', rule({ path: '/services/*/plans', min: 2 }), withOffering({}), 'less than 2 elements.'],
    [
      'what must not be',
      rule({ path: '/services/*/dashboard_client', forbidden: true }),
      withOffering({ dashboard_client: null }),
      'Offering "orders-db" has "dashboard_client", and must not have it.',
    ],
    [
      'the catalog itself',
      rule({ path: '/x-owner', required: true }),
      { services: [] },
      'The catalog has no "x-owner".',
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      const { findings } = validateCatalog(catalog, { policy: policy({}, { own: [own] }) });
      const [mine] = findings.filter((finding) => finding.rule === own.id);
      expect(mine?.message).to.include(message);
      expect(mine?.severity).to.equal(own.severity);
    });
  }

  it('leaves alone what keeps them, and what has no place to break them', () => {
    const own = [
      { ...names, enum: ['small'] },
      paid,
      rule({ path: '/services/*/plans/*/metadata/bullets/*', max: 10 }),
    ];
    expect(found(withPlan({ free: false }), policy({}, { own }))).to.deep.equal([]);
    expect(found({ services: [] }, policy({}, { own: [names, support] }))).to.deep.equal([]);
  });

  it('can be switched off like any other, and point at the line', () => {
    const text =
      'services:\n- id: 9a1f3c52-0f6e-4c53-9a0b-6c1f0f0e7d11\n  name: orders\n  description: d\n  bindable: true\n  plans: []\n';
    const own = [rule({ path: '/services/*/name', pattern: '^x' })];
    const [first] = validateCatalog(text, { policy: policy({}, { own }) }).findings.filter(
      ({ rule: id }) => id === 'own',
    );
    expect(first?.position?.line).to.equal(3);
    expect(found(text, policy({ own: 'off' }, { own })).filter(([id]) => id === 'own')).to.deep.equal([]);
  });

  it('takes no long time over a hostile pattern', () => {
    const own = [rule({ path: '/services/*/description', pattern: '^(a+)+$' })];
    const start = performance.now();
    found(withOffering({ description: `${'a'.repeat(5000)}!` }), policy({}, { own }));
    expect(performance.now() - start).to.be.below(2000);
  });
});

describe('policy: comments', () => {
  const catalog = (...comments: string[]) =>
    [
      'services:',
      '- name: orders',
      ...comments,
      '  id: short',
      '  description: d',
      '  bindable: 3',
      '  plans: []',
      '',
    ].join('\n');
  const comment = (rest: string) => `  # osb-disable-next-line${rest}`;

  it('switch rules off for the next line, with a reason', () => {
    const result = validateCatalog(catalog(comment(' offering-id-guid -- older than GUIDs'), '', '  # ours'));
    expect(result.findings.map(({ rule }) => rule)).to.not.include('offering-id-guid');
    expect(result.findings.map(({ rule }) => rule)).to.include('offering-bindable-present');
    expect(result.suppressed.map(({ rule, reason }) => [rule, reason])).to.deep.equal([
      ['offering-id-guid', 'older than GUIDs'],
    ]);
  });

  it('hold for errors and for what a ConfigMap holds, and need no reason', () => {
    const text = catalog().replace(
      '  bindable',
      `${comment(' offering-bindable-present, plan-name-unique')}\n  bindable`,
    );
    expect(validateCatalog(text).suppressed.map(({ reason }) => reason)).to.deep.equal([
      'By the comment in line 5.',
    ]);
    const held = `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    ${catalog(comment(' offering-id-guid')).replaceAll('\n', '\n    ')}`;
    expect(validateCatalog(held).suppressed).to.have.lengthOf(1);
  });

  for (const [what, rest, rule, message] of [
    [
      'a rule that does not exist',
      ' offering-id-guidd',
      'suppressions-known',
      'There is no rule "offering-id-guidd". Did you mean "offering-id-guid"?',
    ],
    [
      'a rule that finds nothing there',
      ' offering-name-unique',
      'suppressions-used',
      '"offering-name-unique" finds nothing on the next line',
    ],
    ['no rule', '', 'suppressions-known', 'names no rule'],
    ['another word', 's offering-id-guid', 'suppressions-known', 'Write "# osb-disable-next-line RULE"'],
  ] as const) {
    it(`are told when they name ${what}`, () => {
      const { findings } = validateCatalog(catalog(comment(rest)));
      const [told] = findings.filter((finding) => finding.rule === rule);
      expect(told?.message).to.include(message);
      expect([told?.severity, told?.position?.line]).to.deep.equal(['warning', 3]);
    });
  }

  it('are not called unused where the rule does not speak in this run', () => {
    const text = catalog(comment(' cloud-foundry-requires-switched-on'));
    expect(validateCatalog(text).findings.filter(({ rule }) => rule === 'suppressions-used')).to.deep.equal(
      [],
    );
  });
});
