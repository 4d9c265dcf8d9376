import type { RequirementId } from '@osb-kit/spec';
import type { Answer } from './answer.ts';

interface LikelyCause {
  readonly requirements: readonly RequirementId[];
  readonly status: number;
  readonly cause: string;
}

/** What usually stands behind an answer. */
const likelyCauses: readonly LikelyCause[] = [
  {
    requirements: ['PROV-400-MALFORMED', 'UPD-400-MALFORMED', 'BIND-400-MALFORMED'],
    status: 422,
    cause:
      'A body that cannot be decoded is answered as one that was understood and refused. Answer 400 before it is decoded.',
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
      'One "does not exist" error serves all routes. 410 is for DELETE only; fetch and last_operation answer 404.',
  },
  {
    requirements: ['LO-I-404', 'LO-B-404'],
    status: 400,
    cause:
      'An unknown resource is answered like a malformed request. last_operation answers 404 for what does not exist.',
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
    requirements: ['DEP-410-SECOND', 'UNB-410-SECOND'],
    status: 202,
    cause:
      'The first deletion said that it has ended and left everything where it was, so that the next one begins anew. Look at what its end removes.',
  },
  {
    requirements: ['HDR-VERSION-MISSING-400'],
    status: 412,
    cause:
      '412 was customary before 2.16. It is for versions that are not supported; a missing header is answered 400, or tolerated.',
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

/** Libraries that are known to answer so by themselves, and what in an answer shows them. */
const libraries = [
  {
    name: 'the Go library brokerapi',
    shows: ({ text }: Answer) => /\bdomain\.[A-Z]\w+Details\b|\bbrokerapi\b/.test(text),
    status: [410, 412, 422],
  },
  {
    name: 'Spring Cloud Open Service Broker',
    shows: ({ text }: Answer) =>
      /\bServiceBroker\w*Exception\b|springframework\.cloud\.servicebroker/.test(text),
    status: [400, 422],
  },
] as const;

/** The usual mistake behind a status that breaks a requirement; a library is named only where the answer shows it. */
export function likelyCauseOf(requirement: RequirementId, answer: Answer): string | undefined {
  const { status } = answer;
  const found = likelyCauses.find((row) => row.status === status && row.requirements.includes(requirement));
  if (found !== undefined) {
    const library = libraries.find(
      (one) => one.shows(answer) && one.status.some((known) => known === status),
    );
    return library === undefined
      ? found.cause
      : `${found.cause} The answer shows ${library.name}, which does so by itself.`;
  }
  return status >= 500
    ? 'An error in the broker escaped to its web framework; its log has the stack trace of this request.'
    : undefined;
}
