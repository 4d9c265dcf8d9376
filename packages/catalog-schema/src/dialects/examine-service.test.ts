import { plan, service, testMessages, withService, type Row } from './message-rows.test.ts';

const inService = (line: string) => `\nService db\n  ${line}\n`;

const rows: Row[] = [
  { title: 'a sound catalog', catalog: { services: [service()] }, message: '', found: [] },
  {
    title: 'no services',
    catalog: {},
    message: '\nService broker must provide at least one service\n',
    found: [['services-missing', '/services']],
  },
  {
    title: 'an empty hash of services',
    catalog: { services: {} },
    message: '\nService broker must provide at least one service\n',
    found: [['services-missing', '/services']],
  },
  {
    title: 'ids, names and dashboard clients used twice',
    catalog: {
      services: [
        service({ dashboard_client: { id: 'c', secret: 'x', redirect_uri: 'u' } }),
        service({ dashboard_client: { id: 'c', secret: 'x', redirect_uri: 'u' } }),
      ],
    },
    message: [
      '',
      'Service ids must be unique',
      'Service names must be unique within a broker',
      "Plan ids must be unique. Unable to register plan with id 'p' (plan name 'small', service name 'db') because it uses the same id as another plan in the catalog (plan name 'small', service name 'db')",
      'Service dashboard_client id must be unique',
      '',
    ].join('\n'),
    found: [
      ['service-id-unique', '/services/1/id'],
      ['service-name-unique', '/services/1/name'],
      ['plan-id-unique', '/services/1/plans/0/id'],
      ['dashboard-client-id-unique', '/services/1/dashboard_client/id'],
    ],
  },
  {
    title: 'missing members of a service',
    catalog: { services: [{ name: 'db' }] },
    message:
      '\nService db\n  Service id is required\n  Service description is required\n  Service "bindable" field is required\n  At least one plan is required\n',
    found: [
      ['required', '/services/0/id'],
      ['required', '/services/0/description'],
      ['required', '/services/0/bindable'],
      ['plans-missing', '/services/0/plans'],
    ],
  },
  {
    title: 'a name of blanks only',
    catalog: withService({ name: ' \u00a0' }),
    message: '\nService  \u00a0\n  Service name is required\n',
    found: [['required', '/services/0/name']],
  },
  {
    title: 'members of a service of wrong type',
    catalog: withService({
      id: 1,
      description: [],
      bindable: 'true',
      plan_updateable: 0,
      bindings_retrievable: {},
      instances_retrievable: 'x',
      allow_context_updates: 1.5,
      tags: null,
      metadata: 'm',
      dashboard_client: 'c',
    }),
    message: [
      '\nService db',
      '  Service id must be a string, but has value 1',
      '  Service description must be a string, but has value []',
      '  Service "bindable" field must be a boolean, but has value "true"',
      '  Service "plan_updateable" field must be a boolean, but has value 0',
      '  Service "bindings_retrievable" field must be a boolean, but has value {}',
      '  Service "instances_retrievable" field must be a boolean, but has value "x"',
      '  Service "allow_context_updates" field must be a boolean, but has value 0.15e1',
      '  Service tags must be an array of strings, but has value nil',
      '  Service metadata must be a hash, but has value "m"',
      '  Service dashboard client attributes must be a hash, but has value "c"',
      '',
    ].join('\n'),
    found: [
      ['type', '/services/0/id'],
      ['type', '/services/0/description'],
      ['type', '/services/0/bindable'],
      ['type', '/services/0/plan_updateable'],
      ['type', '/services/0/bindings_retrievable'],
      ['type', '/services/0/instances_retrievable'],
      ['type', '/services/0/allow_context_updates'],
      ['type', '/services/0/tags'],
      ['type', '/services/0/metadata'],
      ['type', '/services/0/dashboard_client'],
    ],
  },
  {
    title: 'metadata.shareable in quotes',
    catalog: withService({ metadata: { shareable: 'true' } }),
    message: inService('Service metadata shareable must be a boolean, but has value "true"'),
    found: [['type', '/services/0/metadata/shareable']],
  },
  {
    title: 'a dashboard client without id, a number as secret',
    catalog: withService({ dashboard_client: { secret: 1, redirect_uri: 'u' } }),
    message:
      '\nService db\n  Service dashboard client id is required\n  Service dashboard client secret must be a string, but has value 1\n',
    found: [
      ['required', '/services/0/dashboard_client/id'],
      ['type', '/services/0/dashboard_client/secret'],
    ],
  },
  {
    title: 'long descriptions and tags, counted in characters',
    catalog: withService({ description: '🦀'.repeat(10_001), tags: ['🦀'.repeat(2048), 'x'] }),
    message:
      '\nService db\n  Service description may not have more than 10000 characters\n  Tags for the service db must be 2048 characters or less.\n',
    found: [
      ['too-long', '/services/0/description'],
      ['too-long', '/services/0/tags'],
    ],
  },
  {
    title: 'descriptions and tags just short enough',
    catalog: withService({ description: '🦀'.repeat(10_000), tags: ['🦀'.repeat(2048)] }),
    message: '',
    found: [],
  },
  {
    title: 'a permission that is not known, and one that is not a string',
    catalog: withService({ requires: ['syslog', 'volume_mount', null] }),
    message:
      '\nService db\n  Service "requires" field must be an array of strings, but has value ["syslog", "volume_mount", nil]\n  Service "requires" field contains unsupported value "syslog"\n  Service "requires" field contains unsupported value ""\n',
    found: [
      ['type', '/services/0/requires'],
      ['unsupported-value', '/services/0/requires/0'],
      ['unsupported-value', '/services/0/requires/2'],
    ],
  },
  {
    title: 'permissions as a hash, whose pairs are shown',
    catalog: withService({ requires: { syslog_drain: 1, 'a/b': true } }),
    message:
      '\nService db\n  Service "requires" field must be an array of strings, but has value {"syslog_drain"=>1, "a/b"=>true}\n  Service "requires" field contains unsupported value "["a/b", true]"\n',
    found: [
      ['type', '/services/0/requires'],
      ['unsupported-value', '/services/0/requires/a~1b'],
    ],
  },
  {
    title: 'plans that are texts',
    catalog: withService({ plans: ['a'] }),
    message: inService('Service plans list must be an array of hashes, but has value ["a"]'),
    found: [['type', '/services/0/plans/0']],
  },
  {
    title: 'a plan id and a plan name used twice in a service',
    catalog: withService({ plans: [plan(), plan(), plan()] }),
    message: [
      '',
      ...[1, 2].map(
        () =>
          "Plan ids must be unique. Unable to register plan with id 'p' (plan name 'small', service name 'db') because it uses the same id as another plan in the catalog (plan name 'small', service name 'db')",
      ),
      'Service db',
      "  Plan ids must be unique. Service db already has a plan with id 'p'",
      '  Plan names must be unique within a service. Service db already has a plan named small',
      '',
    ].join('\n'),
    found: [
      ['plan-id-unique', '/services/0/plans/1/id'],
      ['plan-id-unique', '/services/0/plans/2/id'],
      ['plan-id-unique', '/services/0/plans/1/id'],
      ['plan-name-unique', '/services/0/plans/1/name'],
    ],
  },
];

describe('dialects: services as Cloud Controller examines them', () => {
  testMessages(rows);
});
