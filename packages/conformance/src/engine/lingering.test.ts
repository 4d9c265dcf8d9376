import { expect } from 'chai';
import { describe, it } from 'mocha';
import { statusOfCreation } from '../checks/provisioning/created.ts';
import { runOn, type Miniature } from '../testing/miniature.ts';

const hidden: Miniature['catalog'] = ({ services }) => {
  for (const service of services) {
    service['instances_retrievable'] = false;
    service['bindings_retrievable'] = false;
  }
};
const done = { status: 200, body: {} };
const run = { services: ['database'], plans: ['small'] };

describe('what a broker says that it deleted', () => {
  for (const [name, miniature, reasons] of [
    ['is gone with a broker that removes it', {}, []],
    [
      'may be there still where nothing can be fetched and another deletion is welcome',
      {
        before: ({ route, instanceId }, { instances }) =>
          route === 'deprovision' && instances.has(instanceId) ? done : undefined,
      },
      ['it may be there still: the broker answered its deletion as done'],
    ],
    [
      'is not said to be there with a broker that answers so to each deletion',
      { after: (answer, { route }) => (route === 'deprovision' ? done : answer) },
      [],
    ],
  ] as const satisfies readonly (readonly [string, Miniature, readonly string[]])[]) {
    it(name, async () => {
      const report = await runOn([statusOfCreation], { catalog: hidden, run, ...miniature });
      const told = new Set(report.leftovers.map(({ reason }) => reason.split(',')[0]));
      expect([...told]).to.deep.equal(reasons);
    });
  }
});
