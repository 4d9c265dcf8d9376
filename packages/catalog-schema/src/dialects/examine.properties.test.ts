import { expect } from 'chai';
import fc from 'fast-check';
import { examineAsCloudController, renderCloudControllerMessage, renderDocumentedMessage } from './index.ts';
import { service } from './message-rows.test.ts';

const json = fc.jsonValue({ maxDepth: 5 });

/** The members that Cloud Controller reads, by where they are. */
const members: readonly (readonly (string | number)[])[] = [
  ...[
    'id',
    'name',
    'description',
    'bindable',
    'plan_updateable',
    'tags',
    'requires',
    'metadata',
    'plans',
  ].map((key) => [key]),
  ...['bindings_retrievable', 'instances_retrievable', 'allow_context_updates', 'dashboard_client'].map(
    (key) => [key],
  ),
  ...['id', 'name', 'description', 'metadata', 'free', 'bindable', 'schemas', 'maintenance_info'].map(
    (key) => ['plans', 0, key],
  ),
  ['plans', 0],
  ['plans', 0, 'schemas', 'service_binding'],
  ['plans', 0, 'schemas', 'service_binding', 'create'],
  ['plans', 0, 'schemas', 'service_binding', 'create', 'parameters'],
  ['plans', 0, 'maintenance_info', 'version'],
];

/** A copy of the value with another value at the path; members on the way are made where they are missing. */
function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? changed(item, rest, to) : item));
  }
  const own = (typeof value === 'object' ? value : {}) as Record<string, unknown>;
  return { ...own, [key]: changed(own[key], rest, to) };
}

describe('dialects: any value', () => {
  it('has a text, the same one from its JSON text, and is documented as refused when it is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(json, fc.record({ services: json }), fc.record({ services: fc.array(json) })),
        (value) => {
          const catalog: unknown = JSON.parse(JSON.stringify(value));
          const problems = examineAsCloudController(catalog);
          expect(renderCloudControllerMessage(problems) === '').to.equal(problems.length === 0);
          expect(renderDocumentedMessage(catalog) === '').to.equal(problems.length === 0);
        },
      ),
    );
  });

  it('in the place of a member is named there or accepted, and nowhere else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...members), json, (path, value) => {
        const catalog = { services: [changed(service(), path, JSON.parse(JSON.stringify(value)))] };
        const place = `/services/0/${path.join('/')}`;
        for (const { code, pointer } of examineAsCloudController(catalog)) {
          if (code === 'too-long' && place.startsWith(pointer)) continue; // the whole that it makes too long
          expect(pointer.startsWith(place), `${pointer} within ${place}`).to.equal(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is examined without being changed, and always with the same result', () => {
    fc.assert(
      fc.property(fc.constantFrom(...members), json, (path, value) => {
        const catalog = { services: [changed(service(), path, value)] };
        const before = JSON.stringify(catalog);
        const first = examineAsCloudController(catalog);
        expect(examineAsCloudController(catalog, { text: before }).length).to.equal(first.length);
        expect(examineAsCloudController(catalog)).to.deep.equal(first);
        expect(JSON.stringify(catalog)).to.equal(before);
      }),
    );
  });

  const deep = (depth: number, open: string, close: string) =>
    open.repeat(depth) + '{}' + close.repeat(depth);
  const hostile: [title: string, member: string, text: string][] = [
    ['a name', 'name', deep(100_000, '[', ']')],
    ['metadata', 'metadata', deep(100_000, '{"a":', '}')],
    ['tags', 'tags', deep(100_000, '[', ']')],
  ];
  for (const [title, member, text] of hostile) {
    it(`is examined 100,000 levels deep as ${title}`, () => {
      const catalog: unknown = { services: [{ ...service(), [member]: JSON.parse(text) as unknown }] };
      expect(examineAsCloudController(catalog)).to.be.an('array');
      expect(renderDocumentedMessage(catalog)).to.be.a('string');
    });
  }

  for (const [open, close] of [
    ['{"not":', '}'],
    ['{"items":', '}'],
    ['{"properties":{"a":', '}}'],
    ['{"allOf":[', ']}'],
    ['{"additionalProperties":', '}'],
    ['{"dependencies":{"a":', '}}'],
  ] as const) {
    for (const levels of [490, 5000]) {
      it(`is examined as a schema of ${levels} times ${open}`, () => {
        const inner = JSON.parse(deep(levels, open, close)) as object;
        const parameters = { $schema: 'http://json-schema.org/draft-04/schema#', ...inner };
        const plan = { schemas: { service_binding: { create: { parameters } } } };
        const catalog = { services: [changed(service(), ['plans', 0, 'schemas'], plan.schemas)] };
        const codes = examineAsCloudController(catalog).map(({ code }) => code);
        expect(codes).to.deep.equal(levels === 490 ? [] : ['internal-error']);
      });
    }
  }
});
