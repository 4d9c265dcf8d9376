export * from './protocol.ts';
export { requirementIds, type RequirementId } from './generated/requirement-ids.ts';
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
