import type { RequirementId } from '@osb-kit/spec';

interface LikelyCause {
  readonly requirements: readonly RequirementId[];
  readonly status: number;
  readonly cause: string;
}

/** What usually stands behind an answer: deviations read off widely used broker libraries. */
const likelyCauses: readonly LikelyCause[] = [
  {
    requirements: ['PROV-400-MALFORMED', 'UPD-400-MALFORMED', 'BIND-400-MALFORMED'],
    status: 422,
    cause:
      'The Go library brokerapi answers 422 when a body cannot be decoded. Answer 400 before the library decodes.',
  },
  {
    requirements: [
      'LO-I-404',
      'LO-B-404',
      'GETI-404-UNKNOWN',
      'GETB-404-UNKNOWN',
      'GETI-404-AFTER-DELETE',
      'GETB-404-AFTER-UNBIND',
    ],
    status: 410,
    cause:
      'One "does not exist" error serves all routes, as in brokerapi. 410 is for DELETE only; fetch and last_operation answer 404.',
  },
  {
    requirements: ['LO-I-404', 'LO-B-404'],
    status: 400,
    cause: 'Spring Cloud Open Service Broker answers 400 when last_operation names an unknown resource.',
  },
  {
    requirements: ['DEP-410', 'DEP-410-SECOND', 'UNB-410', 'UNB-410-SECOND'],
    status: 404,
    cause:
      'The web framework or the store answers 404 for what is not there. DELETE of an unknown resource answers 410.',
  },
  {
    requirements: ['DEP-410', 'DEP-410-SECOND', 'UNB-410', 'UNB-410-SECOND'],
    status: 200,
    cause: 'The deletion does not look whether there is something to delete.',
  },
  {
    requirements: ['HDR-VERSION-MISSING-400'],
    status: 412,
    cause: '412 was customary before 2.16 and is the default of brokerapi.',
  },
  {
    requirements: [
      'PROV-202-RESEND',
      'UPD-202-RESEND',
      'BIND-202-RESEND',
      'UNB-202-RESEND',
      'DEP-202-RESEND',
    ],
    status: 422,
    cause:
      'One lock per instance refuses every second request. A repeat of the same request answers 202 while it is worked on (HC-20).',
  },
  {
    requirements: [
      'PROV-400-NO-SERVICE-ID',
      'PROV-400-NO-PLAN-ID',
      'PROV-REJECT-UNKNOWN-SERVICE',
      'PROV-REJECT-UNKNOWN-PLAN',
    ],
    status: 500,
    cause: 'The id is looked up in the catalog and the missing result is used unchecked.',
  },
  {
    requirements: ['BIND-422-REQUIRES-APP'],
    status: 400,
    cause: 'A missing app_guid is treated as a malformed request; it has its own answer, 422 RequiresApp.',
  },
];

/** The usual mistake behind a status that breaks a requirement. */
export function likelyCauseOf(requirement: RequirementId, status: number): string | undefined {
  const found = likelyCauses.find((row) => row.status === status && row.requirements.includes(requirement));
  if (found !== undefined) return found.cause;
  return status >= 500
    ? 'An error in the broker escaped to its web framework; its log has the stack trace of this request.'
    : undefined;
}
