import type { OriginatingIdentity } from '@osb-kit/spec/protocol';
import type { Json, JsonObject } from '../json.ts';
import type { Writer } from '../store/database.ts';
import type { PlanDefinition } from './plan.ts';

/** Labels and attributes of an instance (spec.md#service-instance-metadata). */
export interface InstanceMetadata {
  readonly labels?: JsonObject;
  readonly attributes?: JsonObject;
}

/** What a finished provision or update says about the instance. */
export interface InstanceResult {
  /** Absolute URL that identifies the instance. */
  readonly dashboardUrl?: string;
  readonly metadata?: InstanceMetadata;
  /** Whatever later handlers need; kept encrypted and handed back as `instance.state`. */
  readonly state?: Json;
}

/** A volume to mount (spec.md#volume-mount-object). */
export interface VolumeMount {
  readonly driver: string;
  readonly containerDir: string;
  readonly mode: 'r' | 'rw';
  readonly device: { readonly volumeId: string; readonly mountConfig?: JsonObject };
}

/** A network endpoint (spec.md#endpoint-object). */
export interface Endpoint {
  readonly host: string;
  readonly ports: readonly [string, ...string[]];
  readonly protocol?: 'tcp' | 'udp' | 'all';
}

/** What a finished bind gives to the application. */
export interface BindingResult {
  readonly credentials?: JsonObject;
  /** Needs `requires: ['syslog_drain']` on the offering. */
  readonly syslogDrainUrl?: string;
  /** Needs `requires: ['route_forwarding']` on the offering. */
  readonly routeServiceUrl?: string;
  /** Needs `requires: ['volume_mount']` on the offering. */
  readonly volumeMounts?: readonly VolumeMount[];
  readonly endpoints?: readonly Endpoint[];
  /** When the binding becomes invalid. */
  readonly expiresAt?: Date;
  /** When the platform is to renew it; not after `expiresAt`. */
  readonly renewBefore?: Date;
  /** Whatever unbind needs; kept encrypted and handed back as `binding.state`. */
  readonly state?: Json;
}

/** Work put off to a named step, with what the step needs. Nothing of the work has been done yet. */
export interface Deferral<Step extends string = string> {
  readonly kind: 'deferred';
  readonly step: Step;
  readonly data: Json;
  readonly options: DeferralOptions;
}

/** How a deferral is announced. */
export interface DeferralOptions {
  /** Progress text of last_operation. */
  readonly description?: string;
  /** Milliseconds before the step runs. Default: 0. */
  readonly afterMs?: number;
  /** Known before the work is done, so that it is in the first answer (spec.md#provisioning). */
  readonly dashboardUrl?: string;
  readonly metadata?: InstanceMetadata;
  /**
   * Kept with the instance (in `bind` and `unbind` with the binding) at once: what cleans up finds it, also when the
   * operation fails or is cancelled later. Default: what was kept before.
   */
  readonly state?: Json;
}

/** An existing instance as handlers see it. */
export interface InstanceView {
  readonly id: string;
  /**
   * Names the instance in tables of your own. Platforms choose ids at random, so that rows under them are written all
   * over an index; lineages grow with time. It stays for as long as the instance, and comes back when the id is used again.
   */
  readonly lineage: string;
  /** The parameters that the instance has, all updates included. */
  readonly parameters: JsonObject;
  /** The context that the platform sent last. */
  readonly context: JsonObject;
  readonly organizationGuid: string;
  readonly spaceGuid: string;
  /** What a handler or step left last as `state`; null at first. */
  readonly state: Json;
}

/** An existing binding as handlers see it. */
export interface BindingView {
  readonly id: string;
  readonly parameters: JsonObject;
  readonly bindResource: JsonObject;
  readonly appGuid: string | undefined;
  readonly state: Json;
}

/** What every handler gets. */
export interface HandlerContext<Step extends string = string> {
  readonly service: { readonly id: string; readonly name: string };
  readonly plan: PlanDefinition;
  readonly instance: InstanceView;
  /** Context of this request, parsed (profile.md#context-object). */
  readonly context: JsonObject;
  readonly originatingIdentity: OriginatingIdentity | undefined;
  readonly requestIdentity: string | undefined;
  /** False when the platform cannot wait: a deferral is then answered 422 AsyncRequired. */
  readonly acceptsIncomplete: boolean;
  /** Aborted when the operation is cancelled, its lease is lost or the broker shuts down. */
  readonly signal: AbortSignal;
  /**
   * The open transaction of a handler whose service is `transactional`; not there in steps and in other services. When a
   * write fails, all of the operation does, also where the handler catches it.
   */
  readonly transaction: Writer | undefined;
  /** Grows with each attempt at the operation: hand it to systems that can refuse stale writers. */
  readonly fencingToken: number;
  /** Puts the work off to a step of this service. Do nothing before it: the request may still be refused. */
  readonly defer: (step: Step, data?: Json, options?: DeferralOptions) => Deferral<Step>;
}

/** Context of a provision. */
export interface ProvisionContext<Parameters, Step extends string> extends HandlerContext<Step> {
  readonly parameters: Parameters;
}

/** Context of an update: what is asked for, and what was before. */
export interface UpdateContext<Parameters, Step extends string> extends HandlerContext<Step> {
  /** The plan asked for; equal to `previous.plan` when the plan does not change. */
  readonly plan: PlanDefinition;
  /** Only the parameters of this request, or `undefined` when it has none. */
  readonly parameters: Parameters | undefined;
  /** The parameters that the instance will have: the previous ones, overlaid by those of the request. */
  readonly mergedParameters: JsonObject;
  /** The maintenance version to bring the instance to, when that is asked for. */
  readonly maintenanceVersion: string | undefined;
  readonly previous: {
    readonly plan: PlanDefinition;
    readonly parameters: JsonObject;
    readonly maintenanceVersion: string | undefined;
  };
}

/** Context of a bind. */
export interface BindContext<Parameters, Step extends string> extends HandlerContext<Step> {
  readonly parameters: Parameters;
  readonly binding: BindingView;
  /** The binding that this one succeeds (spec.md#binding-rotation). */
  readonly predecessor: BindingView | undefined;
  /** True when the binding is for a space other than the one the instance lives in (a shared instance). */
  readonly shared: boolean;
}

/** Context of an unbind. */
export interface UnbindContext<Step extends string> extends HandlerContext<Step> {
  readonly binding: BindingView;
}

/** How a step ends: with the result of the operation, or with the next step (or the same one again). */
export type StepOutcome<Step extends string = string> = StepResult | Deferral<Step>;

/** The operation is done; instance operations read the instance part, bind reads the binding part. */
export interface StepResult {
  readonly kind: 'done';
  readonly result: InstanceResult & BindingResult;
}

/**
 * Context of a step. A step may run again after a crash: make it repeatable. It does not run twice at the same time,
 * unless the process that ran it stood still for longer than its lease and goes on when another one has taken over: then
 * the first is told to stop, what it did is not recorded, and systems that know `fencingToken` can refuse it.
 */
export interface StepContext<Step extends string = string> extends HandlerContext<Step> {
  readonly operation: 'provision' | 'update' | 'deprovision' | 'bind' | 'unbind';
  /** What the deferral handed over. */
  readonly data: Json;
  /** Tries of this step so far, this one included. */
  readonly attempt: number;
  readonly binding: BindingView | undefined;
  readonly predecessor: BindingView | undefined;
  readonly shared: boolean;
  /** For an update: the parameters that the instance will have. Else those it has. */
  readonly mergedParameters: JsonObject;
  /** Ends the operation. */
  readonly done: (result?: InstanceResult & BindingResult) => StepResult;
}
