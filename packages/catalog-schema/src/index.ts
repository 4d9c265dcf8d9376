export {
  catalogInvalidLine,
  cloudControllerError,
  examineAsCloudController,
  modelledCloudController,
  oldestCloudController,
  readCloudControllerVersion,
  type VersionStanding,
  renderCloudControllerMessage,
  renderDocumentedMessage,
  responseNotUnderstood,
  returnedError,
  wrongCredentials,
  type CloudControllerError,
  type CloudControllerProblem,
} from './dialects/index.ts';
export {
  isProfile,
  judges,
  profiles,
  type Finding,
  type Position,
  type Profile,
  type AlsoSaid,
  type Refusal,
  type Related,
  type SuppressedFinding,
  type ValidationResult,
} from './engine/finding.ts';
export { nearestName } from './engine/keys.ts';
export { formatPointer, parsePointer } from './engine/place.ts';
export { type Basis, type Examples, type Rule } from './engine/rule.ts';
export { severityOfRule } from './engine/run.ts';
export { isLikelyCatalog } from './input/likely.ts';
export { type InputRule } from './input/input-rules.ts';
export { documentRules, knownRuleIds, rules } from './registry.ts';
export {
  activeRuleIds,
  unexamined,
  validateCatalog,
  type Suppression,
  type ValidateOptions,
} from './validate.ts';
export type { OwnRule, Policy, PolicyOverride, PolicySeverity } from './policy/policy.ts';
export { didYouMean } from './policy/policy.ts';
export { policyProblems } from './policy/problems.ts';
export { placeByNames } from './reporters/stable-path.ts';
export { placesIn } from './places-in.ts';
export { platformAnswers, type PlatformAnswer } from './platforms.ts';
export { reporters } from './reporters/index.ts';
export { jsonReportSchema, jsonReportVersion } from './reporters/json.ts';
export { acrossBrokers, type Reporter, type ReportOptions } from './reporters/reporter.ts';
export { coverageOfRules, notInADocument } from './coverage.ts';
export { catalogFileMatch, catalogJsonSchema, schemaStoreEntry } from './json-schema.ts';
export {
  collisionRules,
  validateTogether,
  type Claim,
  type Collision,
  type RegisteredBroker,
} from './together.ts';
export { diffCatalogs, type DiffOptions } from './diff/index.ts';
export {
  differenceKinds,
  impacts,
  type CatalogDifference,
  type DifferenceKind,
  type Impact,
} from './diff/index.ts';
export {
  renderDifferencesAsJson,
  renderDifferencesAsMarkdown,
  renderDifferencesAsText,
  worstImpact,
} from './diff/index.ts';
export { fixCatalog, type FixEdit, type FixOptions, type FixResult } from './fix/fix-catalog.ts';
export { renderEdits } from './fix/render-edits.ts';
export { compileParameters, type ParameterCheck } from './schemas/compile-parameters.ts';
