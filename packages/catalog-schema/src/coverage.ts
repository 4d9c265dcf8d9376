import { requirements, type RequirementId } from '@osb-kit/spec';

import { rules } from './registry.ts';

/** Ids of the rules that prove each requirement; a requirement without an entry has none. */
export const coverageOfRules: ReadonlyMap<RequirementId, readonly string[]> = new Map(
  requirements.flatMap(({ id }) => {
    const proving = rules.filter(({ basis }) => basis.kind === 'requirement' && basis.requirement === id);
    return proving.length === 0 ? [] : [[id, proving.map((rule) => rule.id)] as const];
  }),
);

/** Why a requirement on catalogs cannot be seen in a document, and what sees it instead. */
export const notInADocument = {
  'CAT-200': 'The status of a response is no part of the catalog; the conformance tester sees it.',
  'CAT-SVC-ID-STABLE': 'One document has no history; comparing two catalogs (osb diff) sees it.',
  'CAT-PLAN-ID-STABLE': 'One document has no history; comparing two catalogs (osb diff) sees it.',
  'CAT-PLAN-MAXPOLL-KEPT':
    'How long operations take is no part of the catalog; the conformance tester sees it.',
  'CAT-ETAG-304': 'Headers are no part of the catalog; the conformance tester sees it.',
  'CAT-IF-MODIFIED-SINCE': 'Headers are no part of the catalog; the conformance tester sees it.',
  'CAT-NAMES-CASE-SENSITIVE': 'It says how names are compared; the uniqueness rules compare them so.',
  'CAT-SVC-ID-GLOBAL': 'One catalog does not show the others; validating several together sees it.',
  'CAT-PLAN-ID-GLOBAL': 'One catalog does not show the others; validating several together sees it.',
  'CAT-PLANUPD-DECLARED': 'What the broker can do is no part of the catalog; the conformance tester asks.',
  'CAT-CTXUPD-DECLARED': 'What the broker can do is no part of the catalog; the conformance tester asks.',
  'PRF-CTXUPD-DECLARED': 'What the broker can do is no part of the catalog; the conformance tester asks.',
  'CAT-BINDABLE-DECLARED': 'What the broker can do is no part of the catalog; the conformance tester asks.',
  'CAT-ROUTE-REQUIRES':
    'Which services route traffic is no part of the catalog; the conformance tester asks.',
  'PRF-CREDHUB-READ': 'It is about bindings, not about the catalog.',
} as const satisfies Partial<Record<RequirementId, string>>;
