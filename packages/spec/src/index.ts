export { errorCodes, type ErrorCode } from './error-codes.ts';
export { requirementIds, type RequirementId } from './generated/requirement-ids.ts';
export {
  formatApiVersionHeader,
  formatOriginatingIdentity,
  headerNames,
  parseApiVersionHeader,
  parseOriginatingIdentity,
  parseRequestIdentity,
  type OriginatingIdentity,
  type ParsedApiVersion,
  type ParsedOriginatingIdentity,
} from './headers.ts';
export type * from './generated/wire-types.ts';
export {
  hardCase,
  hardCases,
  isRequirementId,
  levelAt,
  requirement,
  requirements,
  severityOf,
  type Severity,
} from './ledger.ts';
export {
  fieldSince,
  messageDefinitions,
  messageNames,
  messageSchema,
  type MessageName,
} from './messages/index.ts';
export type { MessageSchema } from './messages/schema.ts';
export {
  levels,
  type Basis,
  type HardCase,
  type HardCaseId,
  type Level,
  type Party,
  type Requirement,
  type Testability,
} from './requirement.ts';
export { sectionLink } from './sections.ts';
export { apiVersions, atLeast, isApiVersion, latestApiVersion, type ApiVersion } from './versions.ts';
