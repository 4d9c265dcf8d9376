/** What kind of rule of Cloud Controller a problem breaks. */
export const problemCodes = [
  'catalog-not-object',
  'internal-error',
  'services-missing',
  'service-id-unique',
  'service-name-unique',
  'dashboard-client-id-unique',
  'plans-missing',
  'plan-id-unique',
  'plan-name-unique',
  'required',
  'type',
  'too-long',
  'unsupported-value',
  'unknown-key',
  'schema-too-large',
  'schema-undeclared',
  'schema-metaschema-unknown',
  'schema-nonconforming',
  'schema-external-reference',
  'schema-unusable',
] as const;

/** Code of a rule of Cloud Controller. */
export type ProblemCode = (typeof problemCodes)[number];

/** The heading that Cloud Controller puts a problem under; indices tell two services of one name apart. */
export type ProblemScope =
  | { readonly level: 'catalog' }
  | { readonly level: 'service'; readonly service: string; readonly serviceIndex: number }
  | {
      readonly level: 'plan' | 'schemas';
      readonly service: string;
      readonly serviceIndex: number;
      readonly plan: string;
      readonly planIndex: number;
    };

/** One reason for which Cloud Controller would refuse to register the catalog. */
export interface CloudControllerProblem {
  readonly code: ProblemCode;
  /** JSON pointer of the offending place; of the missing member where one is required. */
  readonly pointer: string;
  readonly scope: ProblemScope;
  /** Cloud Controller's own line, without indentation. */
  readonly text: string;
  /** Why Cloud Controller fails without saying so; only for `internal-error`. */
  readonly because?: string;
}

/** A problem before it is known under which heading it goes. */
export type Unscoped = Omit<CloudControllerProblem, 'scope'>;
