import type { Severity } from '@osb-kit/spec';

const rfc8259 = 'https://www.rfc-editor.org/rfc/rfc8259#section-';

/** A defect of the document itself, found before there is a catalog to look at. */
export interface InputRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly link: string;
  /** Texts that pass and that do not; where a text cannot show it, what would. */
  readonly examples: { readonly good: string; readonly bad: string };
}

const good = '{"services": []}';

/** The rules on the document, by what goes wrong. */
export const inputRules = {
  syntax: {
    id: 'input-syntax',
    summary: 'The document is JSON or YAML.',
    severity: 'error',
    link: `${rfc8259}2`,
    examples: { good, bad: '{"services": [}' },
  },
  encoding: {
    id: 'input-utf8',
    summary: 'The document is encoded in UTF-8, as JSON between systems must be.',
    severity: 'error',
    link: `${rfc8259}8.1`,
    examples: { good, bad: '\u00ff\u00fe' },
  },
  bom: {
    id: 'input-no-byte-order-mark',
    summary: 'The document does not start with a byte order mark, at which some JSON parsers stop.',
    severity: 'warning',
    link: `${rfc8259}8.1`,
    examples: { good, bad: '\ufeff{"services": []}' },
  },
  size: {
    id: 'input-size-bounded',
    summary: 'The document is small enough to be examined.',
    severity: 'error',
    link: `${rfc8259}9`,
    examples: { good, bad: 'a document of 100 MB' },
  },
  depth: {
    id: 'input-depth-bounded',
    summary: 'The document is not nested more deeply than any catalog needs.',
    severity: 'error',
    link: `${rfc8259}9`,
    examples: { good, bad: '['.repeat(2000) + ']'.repeat(2000) },
  },
  duplicate: {
    id: 'input-keys-unique',
    summary: 'No object of the document has the same key twice.',
    severity: 'warning',
    link: `${rfc8259}4`,
    examples: { good, bad: '{"services": [], "services": []}' },
  },
  number: {
    id: 'input-numbers-exact',
    summary: 'Numbers are small enough for every parser to keep them exactly.',
    severity: 'warning',
    link: `${rfc8259}6`,
    examples: { good, bad: '{"services": [], "x-build": 9007199254740993}' },
  },
  oldBoolean: {
    id: 'input-yaml-booleans',
    summary: 'Booleans in YAML are written true and false, which every version of YAML reads alike.',
    severity: 'warning',
    link: 'https://yaml.org/spec/1.2.2/#1032-tag-resolution',
    examples: { good: 'services: []', bad: 'services:\n- bindable: yes' },
  },
  rendered: {
    id: 'input-rendered',
    summary: 'The document is a catalog, and not a template that something else makes one of.',
    severity: 'error',
    link: `${rfc8259}2`,
    examples: { good, bad: 'services:\n{{- range .Values.services }}\n- id: {{ .id }}\n{{- end }}' },
  },
  suppressionKnown: {
    id: 'suppressions-known',
    summary: 'A comment that switches rules off names rules that exist.',
    severity: 'warning',
    link: 'https://yaml.org/spec/1.2.2/#66-comments',
    examples: { good, bad: '# osb-disable-next-line plan-name-unik\nservices: []' },
  },
  suppressionUsed: {
    id: 'suppressions-used',
    summary: 'A comment that switches a rule off stands above something that the rule finds.',
    severity: 'warning',
    link: 'https://yaml.org/spec/1.2.2/#66-comments',
    examples: { good, bad: '# osb-disable-next-line catalog-services-present\nservices: []' },
  },
  found: {
    id: 'input-one-catalog',
    summary: 'The document holds one catalog.',
    severity: 'error',
    link: `${rfc8259}2`,
    examples: { good, bad: '# nothing but a comment' },
  },
} as const satisfies Record<string, InputRule>;
