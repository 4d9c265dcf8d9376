import { latestApiVersion, messageSchema, type ApiVersion, type MessageSchema } from '@osb-kit/spec';

/**
 * The JSON Schema (draft-07) of a catalog at a version: self-contained and described, for completion and hover in an
 * editor. It says what a schema can say; uniqueness and the other rules are left to `validateCatalog`.
 */
export function catalogJsonSchema(apiVersion: ApiVersion = latestApiVersion): MessageSchema {
  return {
    ...messageSchema('Catalog', apiVersion),
    title: `Catalog of an Open Service Broker API ${apiVersion} service broker`,
  };
}
