import { testMessages, withPlan, type Row } from './message-rows.test.ts';

const inPlan = (line: string) => `\nService db\n  Plan small\n    ${line}\n`;

const rows: Row[] = [
  {
    title: 'members of a plan missing and of wrong type',
    catalog: withPlan({
      id: ' ',
      description: 1,
      metadata: [{ bullets: ['a'] }],
      free: 'no',
      bindable: 1,
      plan_updateable: 'x',
      maximum_polling_duration: '1',
      schemas: 'x',
    }),
    message: [
      '\nService db',
      '  Plan small',
      '    Plan id is required',
      '    Plan description must be a string, but has value 1',
      '    Plan metadata must be a hash, but has value [{"bullets"=>["a"]}]',
      '    Plan free must be a boolean, but has value "no"',
      '    Plan bindable must be a boolean, but has value 1',
      '    Plan updateable must be a boolean, but has value "x"',
      '    Maximum polling duration must be an integer, but has value "1"',
      '    Plan schemas must be a hash, but has value "x"',
      '',
    ].join('\n'),
    found: [
      ['required', '/services/0/plans/0/id'],
      ...[
        'description',
        'metadata',
        'free',
        'bindable',
        'plan_updateable',
        'maximum_polling_duration',
        'schemas',
      ].map((key) => ['type', `/services/0/plans/0/${key}`] as const),
    ],
  },
  {
    title: 'nulls and falses that nobody looks at',
    catalog: withPlan({
      metadata: false,
      free: false,
      bindable: null,
      plan_updateable: null,
      maximum_polling_duration: -5,
      schemas: false,
      maintenance_info: null,
    }),
    message: '',
    found: [],
  },
  {
    title: 'a polling duration with a decimal point, which only the text shows',
    catalog: withPlan({ maximum_polling_duration: 60.0 }),
    text: JSON.stringify(withPlan({ maximum_polling_duration: 60 })).replace(':60', ': 60.0'),
    message: inPlan('Maximum polling duration must be an integer, but has value 0.6e2'),
    found: [['type', '/services/0/plans/0/maximum_polling_duration']],
  },
  {
    title: 'maintenance_info that is text',
    catalog: withPlan({ maintenance_info: 'soon' }),
    message:
      '\nService db\n  Plan small\n    Maintenance info must be a hash, but has value "soon"\n    Maintenance info version is required\n    Maintenance info version must be a Semantic Version, but has value nil\n',
    found: [
      ['type', '/services/0/plans/0/maintenance_info'],
      ['required', '/services/0/plans/0/maintenance_info/version'],
      ['type', '/services/0/plans/0/maintenance_info/version'],
    ],
  },
  {
    title: 'maintenance_info with other members and a bad version',
    catalog: withPlan({ maintenance_info: { version: '1.0', description: 1, public: true, extra: 1 } }),
    message:
      '\nService db\n  Plan small\n    Maintenance info version must be a Semantic Version, but has value "1.0"\n    Maintenance info description must be a string, but has value 1\n    Maintenance info contains invalid key(s): public, extra\n',
    found: [
      ['type', '/services/0/plans/0/maintenance_info/version'],
      ['type', '/services/0/plans/0/maintenance_info/description'],
      ['unknown-key', '/services/0/plans/0/maintenance_info/public'],
    ],
  },
  {
    title: 'maintenance_info that is long once HTML is escaped',
    catalog: withPlan({ maintenance_info: { version: '1.0.0', description: '<'.repeat(340) } }),
    message: inPlan(
      'Maintenance info must serialize to 2000 characters or fewer in JSON, but serializes to 2076 characters',
    ),
    found: [['too-long', '/services/0/plans/0/maintenance_info']],
  },
  {
    title: 'a version on one line of several',
    catalog: withPlan({ maintenance_info: { version: 'see\n1.2.3-rc.1+b\nbelow' } }),
    message: '',
    found: [],
  },
  {
    title: 'schemas that are not hashes, the deepest first',
    catalog: withPlan({
      schemas: {
        service_instance: { create: 1, update: { parameters: 'x' } },
        service_binding: [],
      },
    }),
    message: [
      '\nService db',
      '  Plan small',
      '    Schemas',
      '      Schemas service_instance.update.parameters must be a hash, but has value "x"',
      '      Schemas service_instance.create must be a hash, but has value 1',
      '      Schemas service_binding must be a hash, but has value []',
      '',
    ].join('\n'),
    found: [
      ['type', '/services/0/plans/0/schemas/service_instance/update/parameters'],
      ['type', '/services/0/plans/0/schemas/service_instance/create'],
      ['type', '/services/0/plans/0/schemas/service_binding'],
    ],
  },
];

describe('dialects: plans as Cloud Controller examines them', () => {
  testMessages(rows);
});
