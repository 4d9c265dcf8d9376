/** The error codes that the specification defines, each with its status and meaning (spec.md#error-codes). */
export const errorCodes = {
  AsyncRequired: {
    status: 422,
    since: '2.11',
    meaning: 'The operation can only be done asynchronously, and the request lacks accepts_incomplete=true.',
  },
  ConcurrencyError: {
    status: 422,
    since: '2.14',
    meaning: 'Another operation on the same resource is in progress.',
  },
  RequiresApp: {
    status: 422,
    since: '2.11',
    meaning: 'The binding needs an app_guid, and the request has none.',
  },
  MaintenanceInfoConflict: {
    status: 422,
    since: '2.15',
    meaning:
      "The maintenance_info.version of the request differs from that of the plan in the broker's catalog.",
  },
} as const;

/** An error code that the specification defines. */
export type ErrorCode = keyof typeof errorCodes;
