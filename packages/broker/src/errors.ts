/**
 * Every refusal and failure that a broker answers with: its status, its `error` word and what it means.
 * The four words of the specification (spec.md#error-codes) are spelt exactly as there.
 */
export const brokerErrors = {
  MalformedRequest: { status: 400, meaning: 'The request is malformed or lacks mandatory data.' },
  InvalidRequest: {
    status: 400,
    meaning: 'The request is well formed and names something that does not fit.',
  },
  InvalidParameters: { status: 400, meaning: "The parameters do not fit the plan's JSON Schema." },
  BindingsExist: { status: 400, meaning: 'The instance has bindings, which are to be deleted first.' },
  Unauthorized: { status: 401, meaning: 'The request has no credentials, or wrong ones.' },
  NotFound: { status: 404, meaning: 'The resource or the path does not exist.' },
  MethodNotAllowed: { status: 405, meaning: 'The path exists, and this method is not defined for it.' },
  Conflict: { status: 409, meaning: 'A resource with this id exists with different attributes.' },
  Gone: { status: 410, meaning: 'The resource to delete does not exist.' },
  UnsupportedVersion: {
    status: 412,
    meaning: 'The broker does not speak this major version of the specification.',
  },
  PayloadTooLarge: { status: 413, meaning: 'The request body is larger than the broker accepts.' },
  UnsupportedEncoding: {
    status: 415,
    meaning: 'The body has a content encoding that the broker cannot read.',
  },
  AsyncRequired: {
    status: 422,
    meaning: 'The operation can only be done asynchronously, and the request lacks accepts_incomplete=true.',
  },
  ConcurrencyError: {
    status: 422,
    meaning: 'Another operation on the same resource is in progress.',
  },
  RequiresApp: { status: 422, meaning: 'The binding needs an app_guid, and the request has none.' },
  MaintenanceInfoConflict: {
    status: 422,
    meaning:
      "The maintenance_info.version of the request is not the one of the plan in the broker's catalog.",
  },
  PlanChangeNotSupported: { status: 422, meaning: 'The plan of this instance cannot be changed so.' },
  UpdateNotSupported: { status: 422, meaning: 'This change is not supported for the instance.' },
  Unprocessable: {
    status: 422,
    meaning: 'The request cannot be fulfilled because of the present state of the resource.',
  },
  InternalError: { status: 500, meaning: 'The broker failed; its log says why.' },
  ServiceUnavailable: { status: 503, meaning: 'The broker cannot serve requests at the moment.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** The `error` word of a broker's error body. */
export type BrokerErrorCode = keyof typeof brokerErrors;

/** What an error may carry besides its text. */
export interface BrokerErrorOptions {
  /** For a failed update or deprovision: whether the instance can still be used. Default: not said, which means yes. */
  readonly instanceUsable?: boolean;
  /** For a failed update: whether the same update may succeed when repeated. Default: not said, which means yes. */
  readonly updateRepeatable?: boolean;
  /** Headers of the answer, for example `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What led to it; it is logged and never sent. */
  readonly cause?: unknown;
}

/** A refusal or failure with the status and word of {@link brokerErrors} (spec.md#service-broker-errors). */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode;
  readonly status: number;
  readonly instanceUsable: boolean | undefined;
  readonly updateRepeatable: boolean | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** @param description - What is wrong, where, and what to do; it is shown to users of the platform. */
  constructor(code: BrokerErrorCode, description: string, options: BrokerErrorOptions = {}) {
    if (!Object.hasOwn(brokerErrors, code)) throw new TypeError(unknownCode(code));
    super(description, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'BrokerError';
    this.code = code;
    this.status = brokerErrors[code].status;
    this.instanceUsable = options.instanceUsable;
    this.updateRepeatable = options.updateRepeatable;
    this.headers = options.headers ?? {};
  }
}

function unknownCode(code: string): string {
  const known = Object.keys(brokerErrors).join(', ');
  return `"${code}" is no code of a BrokerError. Write one of ${known}, and the particulars into the description.`;
}
