export { cleanupFromJournal, type CleanupResult } from './cleanup-from-journal.ts';
export { coverageOfChecks, unprovenReasons, type Coverage } from './coverage.ts';
export {
  defineCheck,
  type Check,
  type CheckDefinition,
  type Precondition,
  type Target,
  type Tools,
} from './engine/check.ts';
export { exitCodeOf } from './engine/conclusion.ts';
export { curlOf } from './engine/curl.ts';
export { authHeaders } from './engine/endpoint.ts';
export { ConformanceError, conformanceErrorKinds, type ConformanceErrorKind } from './engine/errors.ts';
export type { RunEvent } from './engine/events.ts';
export type {
  Exchange,
  ExchangeReference,
  ExchangeRole,
  RecordedOutcome,
  RecordedRequest,
} from './engine/exchange.ts';
export type { Auth, PlanFacts, RunOptions } from './engine/options.ts';
export {
  outcomes,
  reportFormat,
  type BaselineOutcome,
  type CatalogSummary,
  type CheckResult,
  type Conclusion,
  type Counts,
  type Finding,
  type Leftover,
  type Outcome,
  type Report,
  type ResultTarget,
} from './engine/report.ts';
export type { Weight } from './engine/signals.ts';
export { redactText } from './engine/redaction.ts';
export { networkRemedy } from './engine/network-fault.ts';
export { createTransport } from './engine/transport.ts';
export { NetworkFault, type TlsOptions, type Transport, type TransportOptions } from './engine/wire.ts';
export { checks } from './registry.ts';
export { runChecks, runConformance } from './run.ts';
export { compareReports, isWorse, type Comparison, type Difference } from './compare/comparison.ts';
export { renderComparisonMarkdown } from './compare/comparison-markdown.ts';
export { renderComparisonText } from './compare/comparison-text.ts';
export {
  ndjsonSchema,
  renderBadge,
  renderGithub,
  renderHar,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderNdjson,
  renderSarif,
  renderText,
  explorationSchema,
  matrixSchema,
  replaySchema,
  reportSchema,
  type TextOptions,
} from './reporters/index.ts';
export { exploreBroker, type ExploreOptions } from './explore/explore.ts';
export { exitCodeOfExploration, type Exploration, type ExploredFinding } from './explore/exploration.ts';
export { renderExploration } from './explore/exploration-text.ts';
export { applyBaseline, sayBaseline, type BaselineEntry } from './baseline/baseline.ts';
export { exitCodeOfReplay, renderReplay, replayReport, type Replay, type Replayed } from './replay/replay.ts';
export {
  exitCodeOfMatrix,
  matrixVersions,
  runMatrix,
  type Matrix,
  type MatrixCell,
  type MatrixColumn,
  type MatrixRow,
} from './matrix/matrix.ts';
export { renderMatrixMarkdown, renderMatrixText } from './matrix/matrix-text.ts';
export { beginJournal, readJournal, type JournalBeginning } from './engine/journal.ts';
