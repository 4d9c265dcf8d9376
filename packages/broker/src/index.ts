export type { OriginatingIdentity } from '@osb-kit/spec/protocol';
export { createBroker, type Broker, type BrokerOptions, type ListenOptions } from './broker.ts';
export type { Catalog, CatalogPlan, CatalogService } from './catalog/catalog.ts';
export {
  defineService,
  type Permission,
  type Service,
  type ServiceDefinition,
} from './catalog/define-service.ts';
export type {
  BindContext,
  BindingResult,
  BindingView,
  Deferral,
  DeferralOptions,
  Endpoint,
  HandlerContext,
  InstanceMetadata,
  InstanceResult,
  InstanceView,
  ProvisionContext,
  StepContext,
  StepOutcome,
  StepResult,
  UnbindContext,
  UpdateContext,
  VolumeMount,
} from './catalog/handlers.ts';
export type { LooseObject, ParametersFor, ParameterSchema, ValueOf } from './catalog/parameter-types.ts';
export type { KnownFields, MaintenanceInfo, ParametersOf, PlanDefinition } from './catalog/plan.ts';
export type { Fact, InstancePanel } from './dashboard/page.ts';
export { BrokerError, brokerErrors, type BrokerErrorCode, type BrokerErrorOptions } from './errors.ts';
export type { Engine } from './engine/engine.ts';
export type { BindingRecord, InstanceRecord, OperationRecord } from './engine/records.ts';
export { type Authenticate, basicAuthentication, type User } from './http/authentication.ts';
export { credentialsFileAuthentication } from './http/credentials-file.ts';
export type { Exchange, Observer, ExchangeObserver } from './http/exchange.ts';
export type { Listener } from './http/front.ts';
export { atPrefixes, type Mountable } from './http/prefixes.ts';
export { hashPassword } from './http/password-hash.ts';
export {
  anyAuthentication,
  bearerAuthentication,
  certificateAuthentication,
  jwtAuthentication,
  type JwtOptions,
} from './http/token-authentication.ts';
export type { Json, JsonObject } from './json.ts';
export { createJsonLog, type Logger, type LogLevel, silentLogger, stderrLogger } from './logger.ts';
export {
  type ReferenceBroker,
  type ReferenceBrokerOptions,
  startReferenceBroker,
} from './reference/reference-broker.ts';
export type { Database, Writer } from './store/database.ts';
export { StoreInUseError } from './store/alone.ts';
export { openStore, type OpenStore, type StoreOptions } from './store/open-store.ts';
export type {
  HeldLease,
  InstanceFilter,
  OperationFilter,
  OperationProgress,
  Page,
  PageRequest,
  RequestFilter,
  RequestRecord,
  Store,
  StoreReads,
  Transaction,
} from './store/store.ts';
export type { BindingSummary, InstanceSummary, OperationSummary } from './store/summaries.ts';
