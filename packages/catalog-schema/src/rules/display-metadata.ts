import { fieldRule, type Field } from '../engine/field-rule.ts';

const inside = ['metadata'];

const strings: readonly Omit<Field, 'inside' | 'type' | 'required'>[] = [
  {
    rule: 'offering-display-name-string',
    requirement: 'PRF-SVC-META-DISPLAYNAME',
    on: 'offering',
    key: 'displayName',
    good: 'Orders database',
    bad: { en: 'Orders' },
  },
  {
    rule: 'offering-image-url-string',
    requirement: 'PRF-SVC-META-IMAGEURL',
    on: 'offering',
    key: 'imageUrl',
    good: 'https://example.com/logo.png',
    bad: 1,
  },
  {
    rule: 'offering-long-description-string',
    requirement: 'PRF-SVC-META-LONGDESCRIPTION',
    on: 'offering',
    key: 'longDescription',
    good: 'A relational database with backups.',
    bad: ['A database'],
  },
  {
    rule: 'offering-provider-display-name-string',
    requirement: 'PRF-SVC-META-PROVIDERDISPLAYNAME',
    on: 'offering',
    key: 'providerDisplayName',
    good: 'Example Inc.',
    bad: false,
  },
  {
    rule: 'offering-documentation-url-string',
    requirement: 'PRF-SVC-META-DOCUMENTATIONURL',
    on: 'offering',
    key: 'documentationUrl',
    good: 'https://example.com/docs',
    bad: {},
  },
  {
    rule: 'offering-support-url-string',
    requirement: 'PRF-SVC-META-SUPPORTURL',
    on: 'offering',
    key: 'supportUrl',
    good: 'https://example.com/support',
    bad: [],
  },
  {
    rule: 'plan-display-name-string',
    requirement: 'PRF-PLAN-META-DISPLAYNAME',
    on: 'plan',
    key: 'displayName',
    good: 'Small',
    bad: 1,
  },
];

const bullets: Field = {
  rule: 'plan-bullets-strings',
  requirement: 'PRF-PLAN-META-BULLETS',
  on: 'plan',
  inside,
  key: 'bullets',
  type: 'array of strings',
  required: false,
  good: ['20 GB of messages', '20 connections'],
  bad: '20 GB',
};

/** The display metadata that the profile document agrees on: right types where it is used. */
export const displayMetadata = [
  ...strings.map((field) => fieldRule({ ...field, inside, type: 'string', required: false })),
  fieldRule(bullets),
];
