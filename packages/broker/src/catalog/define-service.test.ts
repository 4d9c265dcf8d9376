import { expect } from 'chai';
import { createCatalog } from './catalog.ts';
import { defineService } from './define-service.ts';
import type { ParametersFor, ValueOf } from './parameter-types.ts';

const $schema = 'http://json-schema.org/draft-07/schema#';
const plan = { id: 'p', name: 'small', description: 'Small.' } as const;
const base = { id: 's', name: 'db', description: 'A database.' };
const drop = () => Promise.resolve();

/** Compiles only for two types that are the same. */
const same = <A, B>(...holds: Same<A, B> extends true ? [] : [never]) => expect(holds).to.deep.equal([]);
type Same<A, B> = [Exactly<A>] extends [Exactly<B>] ? true : false;
interface Exactly<T> {
  readonly it: (value: T) => T;
}

type Loose = Readonly<Record<string, unknown>>;

describe('the types of parameters', () => {
  it('are as wide as what a schema lets pass', () => {
    same<ValueOf<{ type: 'string' }>, string>();
    same<ValueOf<{ type: 'integer' }>, number>();
    same<ValueOf<{ type: ['string', 'null'] }>, string | null>();
    same<ValueOf<{ type: ['boolean', 'array']; items: { type: 'number' } }>, boolean | readonly number[]>();
    same<ValueOf<{ type: 'array' }>, readonly unknown[]>();
    same<ValueOf<{ type: 'array'; prefixItems: []; items: { type: 'string' } }>, readonly unknown[]>();
    same<ValueOf<{ enum: readonly ['a', 'b'] }>, 'a' | 'b'>();
    same<ValueOf<{ const: 1 }>, 1>();
    same<ValueOf<{ type: 'object' }>, Loose>();
    same<ValueOf<{ type: string }>, unknown>();
    same<ValueOf<{ properties: { a: { type: 'string' } } }>, unknown>();
    same<ValueOf<{ type: 'string'; $ref: '#/definitions/a' }>, unknown>();
    same<ParametersFor<{ type: ['object', 'null'] }>, Loose>();
    same<ParametersFor<{ $ref: '#/definitions/a' }>, Loose>();
  });

  it('have what is required, and perhaps what is not', () => {
    type Settings = ParametersFor<{
      properties: {
        a: { type: 'string' };
        b: { type: ['object', 'null']; properties: { c: { type: 'null' } } };
      };
      required: readonly ['a'];
    }>;
    const least: Settings = { a: 'x' };
    const most: Settings = { a: 'x', b: { c: null } };
    const none: Settings = { a: 'x', b: null };
    // @ts-expect-error -- a is required
    const lacking: Settings = { b: null };
    // A schema that is no literal does not tell which names are required.
    type Unknown = ParametersFor<{ properties: { a: { type: 'string' } }; required: string[] }>;
    const empty: Unknown = {};
    expect([least, most, none, lacking, empty]).to.have.length(5);
  });
});

describe('defineService', () => {
  it('types parameters by the schemas of the plans', () => {
    const service = defineService({
      ...base,
      plans: [
        {
          ...plan,
          schemas: {
            provision: { $schema, properties: { size: { type: 'integer' } }, required: ['size'] },
            bind: { $schema, properties: { role: { enum: ['reader', 'owner'] } } },
          },
        },
        {
          ...plan,
          id: 'q',
          name: 'large',
          schemas: { provision: { $schema, properties: { zone: { type: 'string' } } } },
        },
      ],
      provision: ({ parameters }) => {
        same<'size' extends keyof typeof parameters ? true : false, false>();
        if ('size' in parameters) same<typeof parameters.size, number>();
        return undefined;
      },
      deprovision: () => undefined,
      bind: ({ parameters }) => {
        // The other plan has no schema for it, and takes anything.
        const { role } = parameters;
        same<typeof role, unknown>();
        return { credentials: { role: String(role) } };
      },
    });
    expect(createCatalog([service]).services.size).to.equal(1);
  });

  it('lets handlers return nothing', () => {
    const service = defineService({
      ...base,
      plans: [plan],
      provision: async () => {
        await drop();
      },
      update: () => drop(),
      deprovision: async () => {
        await drop();
      },
      bind: () => drop(),
      unbind: () => {
        void drop();
      },
    });
    // @ts-expect-error -- a handler that returns something returns a result
    defineService({ ...base, plans: [plan], provision: () => 5, deprovision: drop });
    defineService({
      ...base,
      plans: [plan],
      provision: drop,
      deprovision: drop,
      // @ts-expect-error -- none of these is a field of a result
      bind: () => ({ credentails: {} }),
    });
    expect(createCatalog([service]).services.size).to.equal(1);
  });

  it('refuses unknown fields when it is compiled, and when it runs', () => {
    const handlers = { provision: drop, deprovision: drop };
    const schema = { $schema, type: 'object' } as const;
    const wrong = [
      // @ts-expect-error -- it is spelt planUpdateable
      defineService({ ...base, ...handlers, plans: [{ ...plan, planUpdatable: true }] }),
      // @ts-expect-error -- it is spelt bindingRotatable
      defineService({ ...base, ...handlers, plans: [plan, { ...plan, binding_rotatable: true }] }),
      // @ts-expect-error -- it is spelt update
      defineService({ ...base, ...handlers, plans: [{ ...plan, schemas: { updat: schema } }] }),
      // @ts-expect-error -- it is spelt schemas
      defineService({ ...base, ...handlers, plans: [{ ...plan, schema: { update: schema } }] }),
    ];
    for (const service of wrong)
      expect(() => createCatalog([service])).to.throw(RangeError, 'not a known field');
  });

  it('takes plans that are declared elsewhere', () => {
    const plans: {
      id: string;
      name: string;
      description: string;
      schemas?: { bind: { $schema: string } };
    }[] = [plan];
    const service = defineService({ ...base, plans, provision: drop, deprovision: drop });
    expect(createCatalog([service]).services.size).to.equal(1);
  });

  it('types the names of steps', () => {
    const service = defineService({
      ...base,
      plans: [plan],
      provision: ({ defer }) => defer('make'),
      // @ts-expect-error -- there is no step of this name
      deprovision: ({ defer }) => defer('unmake'),
      steps: { make: ({ done }) => done() },
    });
    expect(createCatalog([service]).services.size).to.equal(1);
  });
});
