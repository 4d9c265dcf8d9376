/** Why a run could not start or go on, with the exit code of the command that maps it (2 usage, 3 unreachable, unreadable or undecided). */
export const conformanceErrorKinds = {
  'bad-url': { exitCode: 2, meaning: 'The address is not an http or https URL.' },
  'bad-option': { exitCode: 2, meaning: 'An option has a value that it cannot have.' },
  'no-checks-selected': { exitCode: 2, meaning: 'The filters match no check.' },
  'no-plans-selected': { exitCode: 2, meaning: 'The services or plans named are not in the catalog.' },
  'bad-journal': { exitCode: 3, meaning: 'The journal cannot be read.' },
  unreachable: { exitCode: 3, meaning: 'No answer comes from the address.' },
  'not-a-broker': { exitCode: 3, meaning: 'What answers at the address does not serve a catalog.' },
  'authentication-failed': { exitCode: 3, meaning: 'The broker refuses the credentials.' },
  'catalog-unusable': { exitCode: 3, meaning: 'The catalog cannot be read.' },
  aborted: { exitCode: 3, meaning: 'The run was stopped before it ended.' },
} as const satisfies Record<string, { readonly exitCode: 2 | 3; readonly meaning: string }>;

/** One of the reasons why a run could not start. */
export type ConformanceErrorKind = keyof typeof conformanceErrorKinds;

/** A run that could not start or go on. The message is one line: what is wrong, where, and what to do. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
  readonly kind: ConformanceErrorKind;

  constructor(kind: ConformanceErrorKind, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }

  /** The exit code that the command line maps this error to. */
  get exitCode(): 2 | 3 {
    return conformanceErrorKinds[this.kind].exitCode;
  }
}
