/** What brokers and platforms need at run time, without the ledger of requirements. */
export { errorCodes, type ErrorCode } from './error-codes.ts';
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
export { apiVersions, atLeast, isApiVersion, latestApiVersion, type ApiVersion } from './versions.ts';
