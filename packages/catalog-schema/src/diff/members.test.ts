import {
  both,
  catalog,
  client,
  ofPlan,
  ofService,
  p,
  plan,
  service,
  testRows,
  withVersion,
  type Row,
} from './catalog-rows.test.ts';

const rows: Row[] = [
  {
    title: 'a service that is not bindable any more',
    old: catalog(service()),
    new: ofService({ bindable: false }),
    told: [both('bindable-changed', 'breaking', '/services/0/bindable')],
  },
  {
    title: 'a service that is not bindable any more, though its plans are',
    old: ofService({ plans: [plan({ bindable: true })] }),
    new: ofService({ bindable: false, plans: [plan({ bindable: true })] }),
    told: [both('bindable-changed', 'safe', '/services/0/bindable')],
  },
  {
    title: 'a plan that overrides the service from now on',
    old: ofPlan({}),
    new: ofPlan({ bindable: false }),
    told: [['bindable-changed', 'breaking', undefined, `${p}/bindable`]],
  },
  {
    title: 'a plan that says what the service says',
    old: ofPlan({}),
    new: ofPlan({ bindable: true }),
    told: [],
  },
  {
    title: 'plans that become bindable',
    old: ofPlan({ bindable: false }),
    new: ofPlan({ bindable: true }),
    told: [both('bindable-changed', 'safe', `${p}/bindable`)],
  },
  {
    title: 'plan_updateable withdrawn by leaving it out',
    old: ofService({ plan_updateable: true }),
    new: catalog(service()),
    told: [['plan-updateable-changed', 'breaking', '/services/0/plan_updateable', undefined]],
  },
  {
    title: 'retrievable flags in both directions',
    old: ofService({ instances_retrievable: true, bindings_retrievable: false, allow_context_updates: true }),
    new: ofService({
      instances_retrievable: false,
      bindings_retrievable: true,
      allow_context_updates: false,
    }),
    told: [
      both('retrievable-changed', 'risky', '/services/0/instances_retrievable'),
      both('retrievable-changed', 'safe', '/services/0/bindings_retrievable'),
      both('context-updates-changed', 'risky', '/services/0/allow_context_updates'),
    ],
  },
  {
    title: 'permissions that go and come',
    old: ofService({ requires: ['syslog_drain'] }),
    new: ofService({ requires: ['volume_mount'] }),
    told: [
      both('requires-changed', 'breaking', '/services/0/requires'),
      both('requires-changed', 'risky', '/services/0/requires'),
    ],
  },
  {
    title: 'tags that go',
    old: ofService({ tags: ['a', 'b'] }),
    new: ofService({ tags: ['b', 'c'] }),
    told: [both('tags-changed', 'risky', '/services/0/tags')],
  },
  {
    title: 'tags that come',
    old: ofService({ tags: ['a'] }),
    new: ofService({ tags: ['b', 'a'] }),
    told: [both('tags-changed', 'safe', '/services/0/tags')],
  },
  {
    title: 'the secret of a dashboard client',
    old: ofService({ dashboard_client: client }),
    new: ofService({ dashboard_client: { ...client, secret: 'other-secret' } }),
    told: [both('dashboard-client-changed', 'risky', '/services/0/dashboard_client')],
  },
  {
    title: 'a dashboard client that goes',
    old: ofService({ dashboard_client: client }),
    new: catalog(service()),
    told: [['dashboard-client-changed', 'risky', '/services/0/dashboard_client', undefined]],
  },
  {
    title: 'sharing withdrawn, and other metadata',
    old: ofService({ metadata: { shareable: true, displayName: 'A' } }),
    new: ofService({ metadata: { shareable: false, displayName: 'B' } }),
    told: [
      both('sharing-changed', 'risky', '/services/0/metadata/shareable'),
      both('metadata-changed', 'safe', '/services/0/metadata'),
    ],
  },
  {
    title: 'a plan that costs something now, free by default before',
    old: ofPlan({}),
    new: ofPlan({ free: false }),
    told: [['free-changed', 'risky', undefined, `${p}/free`]],
  },
  {
    title: 'a plan that is free now',
    old: ofPlan({ free: false }),
    new: ofPlan({}),
    told: [['free-changed', 'safe', `${p}/free`, undefined]],
  },
  {
    title: 'bindings that are rotated no longer',
    old: ofPlan({ binding_rotatable: true }),
    new: ofPlan({ binding_rotatable: false }),
    told: [both('rotatable-changed', 'risky', `${p}/binding_rotatable`)],
  },
  {
    title: 'a shorter polling duration',
    old: ofPlan({ maximum_polling_duration: 3600 }),
    new: ofPlan({ maximum_polling_duration: 60 }),
    told: [both('polling-duration-changed', 'risky', `${p}/maximum_polling_duration`)],
  },
  {
    title: 'no polling duration any more',
    old: ofPlan({ maximum_polling_duration: 3600 }),
    new: ofPlan({}),
    told: [['polling-duration-changed', 'safe', `${p}/maximum_polling_duration`, undefined]],
  },
  ...(
    [
      ['1.9.0', '1.10.0', 'maintenance-info-changed', 'safe'],
      ['2.0.0', '1.99.99', 'maintenance-info-backwards', 'risky'],
      ['1.0.0', '1.0.0-rc.1', 'maintenance-info-backwards', 'risky'],
      ['1.0.0-rc.10', '1.0.0-rc.9', 'maintenance-info-backwards', 'risky'],
      ['1.0.0-alpha.1', '1.0.0-alpha.beta', 'maintenance-info-changed', 'safe'],
      ['9007199254740993.0.0', '9007199254740992.0.0', 'maintenance-info-backwards', 'risky'],
      ['1.0.0+b1', '1.0.0+b2', 'maintenance-info-changed', 'safe'],
    ] as const
  ).map(([from, to, kind, impact]) => ({
    title: `the maintenance version ${to} after ${from}`,
    old: withVersion(from),
    new: withVersion(to),
    told: [both(kind, impact, `${p}/maintenance_info`)],
  })),
  {
    title: 'maintenance_info that goes',
    old: withVersion('1.0.0'),
    new: ofPlan({}),
    told: [['maintenance-info-changed', 'risky', `${p}/maintenance_info`, undefined]],
  },
  {
    title: 'texts and members that no platform knows',
    old: ofPlan({ description: 'a', metadata: { bullets: ['a'] }, 'x-team': 'one' }),
    new: ofPlan({ description: 'b', metadata: { bullets: ['b'] }, 'x-owner': 'two' }),
    told: [
      both('description-changed', 'safe', `${p}/description`),
      both('metadata-changed', 'safe', `${p}/metadata`),
      ['member-changed', 'safe', `${p}/x-team`, undefined],
      ['member-changed', 'safe', undefined, `${p}/x-owner`],
    ],
  },
];

describe('diff: members of services and plans', () => {
  testRows(rows);
});
