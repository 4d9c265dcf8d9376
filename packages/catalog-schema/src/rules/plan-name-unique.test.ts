import { otherId, sampleOffering, samplePlan, withOffering } from '../engine/samples.ts';
import { testRule } from '../testing/test-rule.ts';
import { planNameUnique } from './plan-name-unique.ts';

testRule(planNameUnique, [
  {
    name: 'reports each further plan of the same name',
    catalog: withOffering({ plans: [samplePlan(), samplePlan({ id: otherId }), samplePlan({ id: 'c' })] }),
    finds: ['duplicate /services/0/plans/1/name', 'duplicate /services/0/plans/2/name'],
  },
  {
    name: 'lets two offerings have plans of one name',
    catalog: { services: [sampleOffering(), sampleOffering({ name: 'other', id: otherId })] },
    finds: [],
  },
  {
    name: 'leaves empty and wrongly typed names to other rules',
    catalog: withOffering({
      plans: [
        samplePlan({ name: '' }),
        samplePlan({ name: '' }),
        samplePlan({ name: 1 }),
        samplePlan({ name: 1 }),
      ],
    }),
    finds: [],
  },
]);
