import {
  both,
  catalog,
  ofPlan,
  ofService,
  p,
  plan,
  service,
  testRows,
  type Row,
} from './catalog-rows.test.ts';

const rows: Row[] = [
  { title: 'the same catalog', old: ofPlan({}), new: ofPlan({}), told: [] },
  {
    title: 'the same members in another order, and plans in another order',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: ofService({
      plans: [plan({ id: 'p2', name: 'large' }), { description: 'Small', name: 'small', id: 'p1' }],
    }),
    told: [],
  },
  {
    title: 'a catalog that Cloud Controller refuses',
    old: ofPlan({}),
    new: ofPlan({ id: 'p1', name: 'small', description: null }),
    told: [
      ['catalog-refused', 'breaking', undefined, `${p}/description`],
      ['description-changed', 'safe', `${p}/description`, `${p}/description`],
    ],
  },
  {
    title: 'a new service',
    old: catalog(service()),
    new: catalog(service(), service({ id: 's2', name: 'mq', plans: [plan({ id: 'q' })] })),
    told: [['service-added', 'safe', undefined, '/services/1']],
  },
  {
    title: 'a service that is gone',
    old: catalog(service(), service({ id: 's2', name: 'mq', plans: [plan({ id: 'q' })] })),
    new: catalog(service()),
    told: [['service-removed', 'breaking', '/services/1', undefined]],
  },
  {
    title: 'a service with another name',
    old: catalog(service()),
    new: ofService({ name: 'database' }),
    told: [both('service-renamed', 'risky', '/services/0/name')],
  },
  {
    title: 'a service with another id, its plans with the old ids',
    old: catalog(service()),
    new: ofService({ id: 's9' }),
    told: [both('service-id-changed', 'breaking', '/services/0/id')],
  },
  {
    title: 'a service that takes the name of one that stays',
    old: catalog(service(), service({ id: 's2', name: 'mq', plans: [plan({ id: 'q' })] })),
    new: catalog(service({ name: 'db-old' }), service({ id: 's2', name: 'db', plans: [plan({ id: 'q' })] })),
    told: [
      ['service-name-taken', 'breaking', '/services/0/name', '/services/1/name'],
      both('service-renamed', 'risky', '/services/0/name'),
      both('service-renamed', 'risky', '/services/1/name'),
    ],
  },
  {
    title: 'a new plan',
    old: catalog(service()),
    new: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    told: [['plan-added', 'safe', undefined, '/services/0/plans/1']],
  },
  {
    title: 'a plan that is gone',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: catalog(service()),
    told: [['plan-removed', 'breaking', '/services/0/plans/1', undefined]],
  },
  {
    title: 'a plan with another name',
    old: ofPlan({}),
    new: ofPlan({ name: 'tiny' }),
    told: [both('plan-renamed', 'risky', `${p}/name`)],
  },
  {
    title: 'a plan with another id',
    old: ofPlan({}),
    new: ofPlan({ id: 'p9' }),
    told: [both('plan-id-changed', 'breaking', `${p}/id`)],
  },
  {
    title: 'two plans that swap their names',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: ofService({ plans: [plan({ name: 'large' }), plan({ id: 'p2', name: 'small' })] }),
    told: [
      ['plan-name-taken', 'breaking', '/services/0/plans/1/name', `${p}/name`],
      both('plan-renamed', 'risky', `${p}/name`),
      both('plan-renamed', 'risky', '/services/0/plans/1/name'),
    ],
  },
  {
    title: 'a name given on to a later plan, which Cloud Controller can follow',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: ofService({ plans: [plan({ name: 'tiny' }), plan({ id: 'p2', name: 'small' })] }),
    told: [
      both('plan-renamed', 'risky', `${p}/name`),
      both('plan-renamed', 'risky', '/services/0/plans/1/name'),
    ],
  },
  {
    title: 'a plan that takes the name of one that is gone',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: ofService({ plans: [plan({ id: 'p2', name: 'small' })] }),
    told: [
      ['plan-name-taken', 'breaking', `${p}/name`, `${p}/name`],
      ['plan-removed', 'breaking', p, undefined],
      ['plan-renamed', 'risky', '/services/0/plans/1/name', `${p}/name`],
    ],
  },
  {
    title: 'a plan that moves to another service',
    old: catalog(
      service({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
      service({ id: 's2', name: 'mq', plans: [plan({ id: 'q' })] }),
    ),
    new: catalog(
      service(),
      service({ id: 's2', name: 'mq', plans: [plan({ id: 'q' }), plan({ id: 'p2', name: 'large' })] }),
    ),
    told: [['plan-moved', 'breaking', '/services/0/plans/1', '/services/1/plans/1']],
  },
  {
    title: 'a plan that moves to a new service',
    old: ofService({ plans: [plan(), plan({ id: 'p2', name: 'large' })] }),
    new: catalog(service(), service({ id: 's2', name: 'mq', plans: [plan({ id: 'p2', name: 'large' })] })),
    told: [
      ['service-added', 'safe', undefined, '/services/1'],
      ['plan-moved', 'breaking', '/services/0/plans/1', '/services/1/plans/0'],
    ],
  },
];

describe('diff: which services and plans are the same', () => {
  testRows(rows);
});
