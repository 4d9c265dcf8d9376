import { expect } from 'chai';

import { withOffering } from '../engine/samples.ts';
import { validateCatalog } from '../validate.ts';

/** Texts that something makes a catalog of, with the name of what it is and the line that shows it. */
const templates: readonly (readonly [name: string, text: string, line: number])[] = [
  ['a Helm template', 'services:\n{{- range .Values.list }}\n- id: {{ .id }}\n{{- end }}\n', 2],
  ['a Helm template', '{"services": {{ .Values.services | toJson }}}', 1],
  ['a Helm template', 'services: []\n---\nname: {{ include "broker.name" . }}\n', 3],
  ['a Go template', 'services:\n- id: {{ .id }}\n  name: "{{ .name }}"\n', 2],
  ['a Jinja template', 'services:\n{% for one in offerings %}\n- id: a\n{% endfor %}\n', 2],
  ['a Jinja template', '{"services": {{ services | tojson }}}', 1],
  ['a Mustache or Handlebars template', 'services:\n{{#offerings}}\n- id: a\n{{/offerings}}\n', 2],
  ['an ERB template', 'services:\n- id: <%= p("id") %>\n', 2],
  ['an ERB template', '<% p("services").each do |one| %>\n- id: a\n<% end %>\n', 1],
  ['an EJS template', '{"services": [<% for (const one of all) { %> {} <% } %>]}', 1],
  ['a ytt template', '#@ load("@ytt:data", "data")\nservices: []\n', 1],
  ['a ytt template', 'services:\n- id: #@ data.values.id\n', 2],
  ['a Terraform template', '{"services": [\n%{ for one in all ~}\n{}\n%{ endfor ~}\n]}', 2],
  ['a Jsonnet program', "local plans = import 'plans.libsonnet';\n{ services: [] }\n", 1],
  ['variables of BOSH or Concourse', '{"services":\n((services))}', 2],
  ['variables of the environment', '{"services": [{"bindable": ${BINDABLE}}]}', 1],
];

describe('templates', () => {
  for (const [name, text, line] of templates) {
    it(`${name}: ${text.split('\n', 1)[0] ?? ''}`, () => {
      const { findings, valid } = validateCatalog(text);
      expect(findings.map(({ rule, position }) => [rule, position?.line])).to.deep.equal([
        ['input-rendered', line],
      ]);
      expect(findings[0]?.message)
        .to.include(name)
        .and.to.match(/ first,/);
      expect(valid).to.equal(false);
    });
  }

  const others: readonly (readonly [what: string, text: string, rule: string])[] = [
    ['an expression in a comment', '# {{ .Values.list }}\nservices: [\n', 'input-syntax'],
    ['an expression in a quoted string', '{"services": [{"id": "{{ .id }}", }]}', 'input-syntax'],
    ['signs in prose', 'services:\n- description: |\n    Use {{ x }} or ${y}\n  name: [\n', 'input-syntax'],
    ['a brace too many', '{{"services": []}}', 'input-syntax'],
  ];
  for (const [what, text, rule] of others) {
    it(`${what} makes no template`, () => {
      expect(validateCatalog(text).findings.map((finding) => finding.rule)).to.deep.equal([rule]);
    });
  }

  it('does not judge values that are filled in later, and says so', () => {
    const text = JSON.stringify(withOffering({ id: '((id))', bindable: '((bindable))', name: '${NAME}' }));
    const { findings, notes } = validateCatalog(text);
    expect(findings).to.deep.equal([]);
    expect(notes.join()).to.match(/Left out \d findings .*bosh interpolate|Left out \d findings .*envsubst/);
    const served = validateCatalog(text, { form: 'wire' });
    expect(served.findings.map(({ rule }) => rule)).to.include('offering-bindable-present');
  });

  it('does not take a catalog for sound whose offerings are filled in later', () => {
    const { findings } = validateCatalog('services: ((services))\n');
    expect(findings.map(({ rule, position }) => [rule, position?.column])).to.deep.equal([
      ['input-rendered', 11],
    ]);
  });

  it('takes no long time over many signs', () => {
    const start = performance.now();
    for (const sign of ['{{ ', '<% ', '((a', '${a', '{% ', '#@ ', '{{{{']) {
      validateCatalog(`services: [\n${sign.repeat(30_000)}`, { format: 'yaml' });
    }
    expect(performance.now() - start).to.be.below(8000);
  }).timeout(30_000);
});
