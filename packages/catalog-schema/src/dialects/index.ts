export { catalogInvalidLine, renderDocumentedMessage, type DocumentedOptions } from './documented-message.ts';
export { responseNotUnderstood, returnedError, wrongCredentials } from './documented-errors.ts';
export { examineAsCloudController } from './examine-as-cloud-controller.ts';
export type { CloudControllerOptions } from './examine-catalog.ts';
export { problemCodes, type CloudControllerProblem, type ProblemCode, type ProblemScope } from './problem.ts';
export {
  cloudControllerError,
  renderCloudControllerMessage,
  type CloudControllerError,
} from './render-cloud-controller-message.ts';
export {
  cloudControllerSource,
  draft06Refused,
  modelledCloudController,
  oldestCloudController,
  readCloudControllerVersion,
  takesDraft06,
  type VersionStanding,
} from './cloud-controller-version.ts';
export type { Taken } from './repeated-uses.ts';
export { inspect } from './ruby-inspect.ts';
export {
  examineForDatabase,
  refusedByDatabase,
  unstorableIn,
  type DatabaseProblem,
  type DatabaseProblemCode,
} from './examine-for-database.ts';
