import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { JsonObject } from '../json.ts';

/** What every mutating request carries besides its body. */
export interface RequestMeta {
  readonly acceptsIncomplete: boolean;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly requestIdentity: string | undefined;
}

/** A provision, decoded (spec.md#provisioning). */
export interface ProvisionRequest {
  readonly serviceId: string;
  readonly planId: string;
  readonly parameters: JsonObject;
  readonly context: JsonObject;
  readonly organizationGuid: string;
  readonly spaceGuid: string;
  readonly maintenanceVersion: string | undefined;
}

/** An update, decoded; what is `undefined` is not to be changed (spec.md#updating-a-service-instance). */
export interface UpdateRequest {
  readonly serviceId: string;
  readonly planId: string | undefined;
  readonly parameters: JsonObject | undefined;
  readonly context: JsonObject | undefined;
  readonly maintenanceVersion: string | undefined;
}

/** A bind or a rotation, decoded; only a rotation may lack the ids (spec.md#binding). */
export interface BindRequest {
  readonly serviceId: string | undefined;
  readonly planId: string | undefined;
  readonly parameters: JsonObject | undefined;
  readonly context: JsonObject;
  readonly bindResource: JsonObject | undefined;
  readonly appGuid: string | undefined;
  readonly predecessorId: string | undefined;
}

/** The query of a deprovision or an unbind, decoded. */
export interface DeleteRequest {
  readonly serviceId: string;
  readonly planId: string;
}
