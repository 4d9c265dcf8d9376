const names = (description: string) =>
  ({ description, type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 }) as const;

const rules = (description: string) =>
  ({
    description,
    type: 'object',
    additionalProperties: { enum: ['error', 'warn', 'off', 'warning'] },
  }) as const;

/** What the policy of `osb validate` may hold, beside the profiles. */
export const validateProperties = {
  extends: {
    description:
      'A configuration whose policy this one builds upon, or several: a path that starts with "./" or "../", or the name of a package with an osb.config.yaml. What stands here wins.',
    type: ['string', 'array'],
    items: { type: 'string', minLength: 1 },
    minLength: 1,
  },
  rules: rules('Severities, by the ids that are printed with findings.'),
  overrides: {
    description: 'Severities for a part of the catalogs; a later entry wins over an earlier one.',
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['rules'],
      properties: {
        files: names('Patterns of files, seen from the folder of this file.'),
        offerings: names('Names or ids of offerings; "*" stands for any characters.'),
        plans: names('Names or ids of plans; "*" stands for any characters.'),
        paths: names('JSON Pointers into the catalog; "*" stands for one key, as in "/services/*/metadata".'),
        rules: rules('Severities that hold where all of the above do.'),
      },
    },
  },
  own_rules: {
    description: 'Rules of your own, by the id that findings will have.',
    type: 'object',
    propertyNames: { pattern: '^[a-z][a-z0-9-]*$' },
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      required: ['path'],
      anyOf: ['required', 'forbidden', 'pattern', 'enum', 'min', 'max'].map((key) => ({ required: [key] })),
      properties: {
        path: {
          description:
            'JSON Pointer into the catalog; "*" stands for one key, as in "/services/*/plans/*/name".',
          type: 'string',
        },
        message: { description: 'What you want, in a sentence.', type: 'string', minLength: 1 },
        severity: { description: '"error" when absent.', enum: ['error', 'warn', 'warning'] },
        link: { description: 'A page that says more.', type: 'string', pattern: '^https?://' },
        required: { description: 'The value is there, and is not empty.', const: true },
        forbidden: { description: 'There is no value.', const: true },
        pattern: { description: 'A regular expression that the text matches.', type: 'string', minLength: 1 },
        enum: { description: 'The values that are allowed.', type: 'array', minItems: 1 },
        min: { description: 'Of a number, of the length of text, of the count of elements.', type: 'number' },
        max: { description: 'Of a number, of the length of text, of the count of elements.', type: 'number' },
      },
    },
  },
  suppress: {
    description: 'Warnings that are switched off, each with a reason.',
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['rule', 'reason'],
      properties: {
        rule: { description: 'The id of a rule, as printed with a finding.', type: 'string' },
        reason: { description: 'Why it does not matter here.', type: 'string', minLength: 1 },
      },
    },
  },
  ignore: names(
    'Patterns of files that are left out of folders and patterns, seen from the folder of this file.',
  ),
  max_warnings: {
    description: 'Warnings that are allowed; with more the run fails. --max-warnings wins.',
    type: 'integer',
    minimum: 0,
  },
  fail_on: {
    description: 'What fails the run: "error" when absent; --fail-on wins.',
    enum: ['error', 'warning', 'never'],
  },
  baseline: {
    description: 'File of known findings, seen from the folder of this file; --baseline wins.',
    type: 'string',
    minLength: 1,
  },
} as const;
