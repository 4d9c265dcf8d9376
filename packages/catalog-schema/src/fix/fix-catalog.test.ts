import { expect } from 'chai';

import { fixCatalog } from './fix-catalog.ts';

const ids = () => {
  let next = 0;
  return () => `00000000-0000-4000-8000-${String(++next).padStart(12, '0')}`;
};
const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Pointers and texts of the edits, as `pointer: before → after`. */
  readonly edits?: readonly string[];
  readonly generateIds?: true;
  readonly apiVersion?: '2.14';
}

const draft04 = 'http://json-schema.org/draft-04/schema#';

const cases: readonly Case[] = [
  {
    name: 'renames misspelt keys in JSON',
    before:
      '{"services": [{"id": "a", "planUpdateable": true, "plan": [{"maintenance-info": {"version": "1.0.0"}}]}]}',
    after:
      '{"services": [{"id": "a", "plan_updateable": true, "plans": [{"maintenance_info": {"version": "1.0.0"}}]}]}',
    edits: [
      '/services/0/planUpdateable: "planUpdateable" → "plan_updateable"',
      '/services/0/plan: "plan" → "plans"',
      '/services/0/plan/0/maintenance-info: "maintenance-info" → "maintenance_info"',
    ],
  },
  {
    name: 'keeps comments, quotes and layout of YAML',
    before: '# top\nservices:   # all\n  - "planUpdatable" :  "true" # why\n    plans: []\n',
    after: '# top\nservices:   # all\n  - "plan_updateable" :  true # why\n    plans: []\n',
  },
  {
    name: 'keeps comments and trailing commas of JSON with comments',
    before: '{\n  // all\n  "services": [{"bindable": "true", /* b */ "plans": [],},]\n}',
    after: '{\n  // all\n  "services": [{"bindable": true, /* b */ "plans": [],},]\n}',
  },
  {
    name: 'turns quoted booleans and numbers into what they say, in the fields that want them',
    before:
      '{"services":[{"bindable":"TRUE","description":"true","plans":[{"free":"false","maximum_polling_duration":"600"}]}]}',
    after:
      '{"services":[{"bindable":true,"description":"true","plans":[{"free":false,"maximum_polling_duration":600}]}]}',
  },
  {
    name: 'turns booleans of YAML 1.1 into those of 1.2',
    before: 'services:\n- bindable: yes\n  name: no\n  plans: []\n',
    after: 'services:\n- bindable: true\n  name: no\n  plans: []\n',
  },
  {
    name: 'adds $schema, of the oldest draft that knows the keywords',
    before: [
      'services:',
      '- plans:',
      '  - schemas:',
      '      service_instance:',
      '        create: {parameters: {type: object}}',
      '        update:',
      '          parameters:',
      '            # what can change',
      '            type: object',
      '            if: {}',
      '',
    ].join('\n'),
    after: [
      'services:',
      '- plans:',
      '  - schemas:',
      '      service_instance:',
      `        create: {parameters: {$schema: "${draft04}", type: object}}`,
      '        update:',
      '          parameters:',
      '            # what can change',
      '            $schema: http://json-schema.org/draft-07/schema#',
      '            type: object',
      '            if: {}',
      '',
    ].join('\n'),
  },
  {
    name: 'replaces an empty $schema',
    before:
      '{"services":[{"plans":[{"schemas":{"service_binding":{"create":{"parameters":{"$schema":"","type":"object"}}}}}]}]}',
    after: `{"services":[{"plans":[{"schemas":{"service_binding":{"create":{"parameters":{"$schema":"${draft04}","type":"object"}}}}}]}]}`,
  },
  {
    name: 'moves display metadata into a new "metadata"',
    before: 'services:\n- name: a\n  displayName: A # shown\n  shareable: "true"\n  plans: []\n',
    after:
      'services:\n- name: a\n  metadata:\n    displayName: A # shown\n    shareable: true\n  plans: []\n',
  },
  {
    name: 'moves display metadata into the "metadata" there is',
    before:
      '{"services":[{"displayName": "A", "metadata": {"supportUrl": "b"}, "plans": [{"bullets": ["x"], "costs": [], "metadata": {}, "name": "p"}]}]}',
    after:
      '{"services":[{"metadata": {"displayName": "A", "supportUrl": "b"}, "plans": [{"bullets": ["x"], "costs": [], "metadata": {}, "name": "p"}]}]}',
  },
  {
    name: 'fills missing, empty and null ids when asked to',
    before: 'services:\n- name: a\n  plans:\n  - id: ""\n    name: b\n  - {id: null}\n  - id:\n    name: c\n',
    after: `services:\n- id: ${first}\n  name: a\n  plans:\n  - id: ${second}\n    name: b\n  - {id: "00000000-0000-4000-8000-000000000003"}\n  - id: 00000000-0000-4000-8000-000000000004\n    name: c\n`,
    generateIds: true,
  },
  {
    name: 'fills ids in JSON of any layout',
    before: '[\r\n\t{\r\n\t\t"name": "a",\r\n\t\t"plans": [{}, {"name":"b"}, { "name" : "c" }]\r\n\t}\r\n]',
    after: `[\r\n\t{\r\n\t\t"id": "${first}",\r\n\t\t"name": "a",\r\n\t\t"plans": [{ "id": "${second}" }, {"id":"00000000-0000-4000-8000-000000000003","name":"b"}, { "id": "00000000-0000-4000-8000-000000000004", "name" : "c" }]\r\n\t}\r\n]`,
    generateIds: true,
  },
  {
    name: 'fills ids in Spring configuration, and leaves its keys alone',
    before:
      'spring.cloud.openservicebroker.catalog:\n  services:\n  - planUpdateable: "true"\n    plans:\n    - name: x\n',
    after: `spring.cloud.openservicebroker.catalog:\n  services:\n  - id: ${first}\n    planUpdateable: "true"\n    plans:\n    - id: ${second}\n      name: x\n`,
    generateIds: true,
  },
  {
    name: 'puts text where a list belongs into brackets',
    before:
      'services:\n- tags: mysql\n  requires: "syslog-drain" # logs\n  plans:\n  - metadata: {bullets: "1, 2"}\n  - metadata:\n      bullets: a, b\n',
    after:
      'services:\n- tags: [mysql]\n  requires: ["syslog_drain"] # logs\n  plans:\n  - metadata: {bullets: ["1, 2"]}\n  - metadata:\n      bullets: ["a, b"]\n',
  },
  {
    name: 'spells permissions as platforms do',
    before: '{"services":[{"requires":["syslog-drain","x","VolumeMount"]}]}',
    after: '{"services":[{"requires":["syslog_drain","x","volume_mount"]}]}',
    edits: [
      '/services/0/requires/0: "syslog-drain" → "syslog_drain"',
      '/services/0/requires/2: "VolumeMount" → "volume_mount"',
    ],
  },
  {
    name: 'takes prices out of their quotes',
    before:
      'services:\n- plans:\n  - metadata:\n      costs:\n      - amount: {usd: "9.90", eur: free}\n        unit: MONTHLY\n',
    after:
      'services:\n- plans:\n  - metadata:\n      costs:\n      - amount: {usd: 9.90, eur: free}\n        unit: MONTHLY\n',
    edits: ['/services/0/plans/0/metadata/costs/0/amount/usd: "9.90" → 9.90'],
  },
  {
    name: 'spells the names of display metadata as marketplaces do',
    before:
      '{"services":[{"metadata":{"displayname":"A","docs_url":"https://a.example.com","sharable":"true"}}]}',
    after:
      '{"services":[{"metadata":{"displayName":"A","documentationUrl":"https://a.example.com","shareable":true}}]}',
  },
  {
    name: 'leaves keys out that are null and may be absent',
    before:
      'services:\n- name: a\n  tags: # none\n  metadata: null\n  plans:\n  - {bindable: null, name: b, schemas: ~}\n  - name: c\n    free:\n',
    after: 'services:\n- name: a\n  plans:\n  - {name: b}\n  - name: c\n',
  },
  {
    name: 'leaves keys out of JSON that are null',
    before:
      '{\n  "services": [\n    {\n      "tags": null,\n      "name": "a",\n      "metadata": null\n    }\n  ]\n}',
    after: '{\n  "services": [\n    {\n      "name": "a"\n    }\n  ]\n}',
  },
  {
    name: 'takes off a byte order mark',
    before: '\ufeff{"services": [{"bindable": "true"}]}',
    after: '{"services": [{"bindable": true}]}',
    edits: [': \ufeff → ', '/services/0/bindable: "true" → true'],
  },
  {
    name: 'mends a shared schema once, where it is written',
    before:
      'services:\n- plans:\n  - schemas:\n      service_instance:\n        create: {parameters: &p {type: object}}\n        update: {parameters: *p}\n',
    after: `services:\n- plans:\n  - schemas:\n      service_instance:\n        create: {parameters: &p {$schema: "${draft04}", type: object}}\n        update: {parameters: *p}\n`,
  },
];

/** Texts that have no one right answer, or none at all. */
const left: readonly (readonly [string, string])[] = [
  ['both spellings', '{"services":[{"planUpdateable":true,"plan_updateable":false}]}'],
  ['two slips for one key', '{"services":[{"planUpdateable":true,"plan-updateable":false}]}'],
  ['a slip with a value of another type', '{"services":[{"plan":"small"}]}'],
  [
    'free text in metadata',
    '{"services":[{"metadata":{"planUpdateable":"true","displays":"x","bindable":"true"}}]}',
  ],
  [
    'what schemas describe',
    `{"services":[{"plans":[{"schemas":{"service_instance":{"create":{"parameters":{"$schema":"${draft04}","properties":{"planUpdateable":{"default":"true"}}}}}}}]}]}`,
  ],
  [
    'strings that spell no boolean',
    '{"services":[{"bindable":"yes","plans":[{"free":"no","maximum_polling_duration":"1h"}]}]}',
  ],
  ['a key that stands twice', '{"services":[{"bindable":"true","bindable":"false"}]}'],
  [
    'keys of the offering in each of several plans',
    '{"services":[{"plans":[{"tags":["a"]},{"tags":["b"]}]}]}',
  ],
  [
    'display metadata that is there already',
    '{"services":[{"displayName":"A","metadata":{"displayName":"B"}}]}',
  ],
  [
    'an anchor that serves as something else, too',
    'services:\n- name: &t "true"\n  bindable: &b "true"\n  description: *b\n  plans: []\n',
  ],
  [
    'a mapping that metadata shares',
    'services:\n- plans:\n  - &p {planUpdateable: true}\n  metadata: {x: *p}\n',
  ],
  ['a base for merge keys', 'base: &p {free: "true"}\nservices:\n- plans:\n  - <<: *p\n'],
  ['a null that is required, or all that there is', 'services:\n- plans:\n  name: null\n- tags: null\n'],
  [
    'a price that is no number',
    '{"services":[{"plans":[{"metadata":{"costs":[{"amount":{"usd":"about 5"}}]}}]}]}',
  ],
  ['a text of several lines that is no list', 'services:\n- tags: |\n    a\n    b\n  plans: []\n'],
  ['JSON that is broken', '{"services":[{"bindable":"true"}'],
  ['YAML that is broken', 'services: [bindable: "true"'],
  ['no catalog', '"bindable"'],
  ['nothing', ''],
];

describe('fixCatalog', () => {
  for (const { name, before, after, edits, ...options } of cases) {
    it(name, () => {
      const result = fixCatalog(before, { ...options, newId: ids() });
      expect(result.text).to.equal(after);
      expect(result.edits).to.not.deep.equal([]);
      if (edits === undefined) return;
      expect(result.edits.map((edit) => `${edit.pointer}: ${edit.before} → ${edit.after}`)).to.deep.equal(
        edits,
      );
    });
    it(`${name}, once`, () => {
      expect(fixCatalog(after, { ...options, newId: ids() })).to.deep.equal({
        text: after,
        edits: [],
        changes: [],
      });
    });
  }

  for (const [what, text] of left) {
    it(`leaves ${what}`, () => {
      expect(fixCatalog(text)).to.deep.equal({ text, edits: [], changes: [] });
    });
  }

  it('leaves "shareable" of version 2.14, where it is a string', () => {
    const text = '{"services":[{"metadata":{"shareable":"true"}}]}';
    expect(fixCatalog(text, { apiVersion: '2.14' }).text).to.equal(text);
    expect(fixCatalog(text).text).to.equal(text.replace('"true"', 'true'));
  });

  it('says where: positions and texts are those of the text before', () => {
    for (const { before, ...options } of cases) {
      const body = before.replace(/^\ufeff/, '');
      const { edits } = fixCatalog(before, { ...options, newId: ids() });
      for (const { position, before: old, pointer } of edits) {
        if (pointer !== '')
          expect(body.slice(position.offset, position.offset + position.length)).to.equal(old);
      }
    }
  });

  it('gives ids and nothing else where that is asked for', () => {
    const text =
      '\ufeff{"services":[{"name":"a","bindable":"true","ID":"x"},{"plan_updatable":null,"tags":"a"}]}';
    expect(fixCatalog(text, { generateIds: true, idsOnly: true, newId: ids() }).text).to.equal(
      text.replace('{"plan_updatable"', `{"id":"${first}","plan_updatable"`),
    );
  });

  it('makes an id of its own kind by default', () => {
    const { text } = fixCatalog('{"services":[{"name":"a"}]}', { generateIds: true });
    expect(text).to.match(/^\{"services":\[\{"id":"[0-9a-f]{8}-[0-9a-f-]{27}","name":"a"\}\]\}$/);
  });
});
