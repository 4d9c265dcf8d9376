import { expect } from 'chai';
import fc from 'fast-check';
import { examineAsCloudController, renderCloudControllerMessage, renderDocumentedMessage } from './index.ts';
import { plan, service, type Members } from './message-rows.test.ts';

const schemas = {
  service_instance: {
    create: {
      parameters: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: { size: { type: 'integer', minimum: 1 } },
        required: ['size'],
      },
    },
  },
};

type MakePlan = (index: number) => Members;

function catalogOf(services: number, plans: number, make: MakePlan): object {
  return {
    services: Array.from({ length: services }, (_, s) =>
      service({
        id: `s-${s}`,
        name: `service-${s}`,
        plans: Array.from({ length: plans }, (__, p) => make(s * plans + p)),
      }),
    ),
  };
}

const sound: MakePlan = (i) =>
  plan({ id: `p-${i}`, name: `plan-${i}`, metadata: { costs: [{ amount: { usd: 1.5 } }] }, schemas });
const broken: MakePlan = (i) => ({ ...sound(i), free: 'no', maintenance_info: { version: 'x' } });
const repeated: MakePlan = () => plan({ schemas });

/** The work: how often the examination looks at a member, which does not depend on the machine. */
function looks(catalog: object): number {
  let count = 0;
  const watched = new WeakMap<object, object>();
  const watch = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = watched.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, {
      get(target, key): unknown {
        count++;
        return watch(Reflect.get(target, key));
      },
      getOwnPropertyDescriptor(target, key) {
        count++;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    watched.set(value, proxy);
    return proxy;
  };
  const problems = examineAsCloudController(watch(catalog));
  renderCloudControllerMessage(problems);
  return count;
}

describe('dialects: the work grows with the number of plans and no faster', () => {
  const shapes: [title: string, make: MakePlan][] = [
    ['sound', sound],
    ['broken', broken],
    ['repeated', repeated],
  ];
  for (const [title, make] of shapes) {
    it(`for ${title} plans, in one service or in many`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 }), (services, plans) => {
          const once = looks(catalogOf(services, plans, make));
          expect(looks(catalogOf(services, 2 * plans, make))).to.be.at.most(2 * once + 50);
          expect(looks(catalogOf(2 * services, plans, make))).to.be.at.most(2 * once + 50);
        }),
        { numRuns: 15 },
      );
    });
  }

  const large: [title: string, catalog: object, lines: number][] = [
    ['1 x 10,000 sound plans', catalogOf(1, 10_000, sound), 0],
    ['1,000 x 10 sound plans', catalogOf(1000, 10, sound), 0],
    ['5,000 broken plans', catalogOf(1, 5000, broken), 15_001],
    ['10,000 plans that are all the same', catalogOf(1, 10_000, repeated), 9999 + 3],
  ];
  for (const [title, catalog, lines] of large) {
    it(`is done with ${title} before the test runs out of time`, () => {
      const message = renderCloudControllerMessage(examineAsCloudController(catalog));
      expect(message.split('\n').filter((line) => line !== '')).to.have.lengthOf(lines);
      expect(renderDocumentedMessage(catalog) === '').to.equal(lines === 0);
    });
  }
});
