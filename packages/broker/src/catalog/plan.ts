import type { ParameterSchema, ValueOf } from './parameter-types.ts';

/** A version that a platform can ask to be maintained to (spec.md#maintenance-info-object). */
export interface MaintenanceInfo {
  /** A semantic version, 2.0.0 of that specification. */
  readonly version: string;
  /** What the maintenance means for users. */
  readonly description?: string;
}

/** A plan of a service offering, as its author writes it (spec.md#service-plan-object). */
export interface PlanDefinition {
  /** Globally unique and never changed; a GUID is best. */
  readonly id: string;
  /** Unique in the offering; letters, digits, dots and hyphens. */
  readonly name: string;
  readonly description: string;
  /** Default: true. */
  readonly free?: boolean;
  /** Overrides the offering. */
  readonly bindable?: boolean;
  /** Overrides the offering. */
  readonly planUpdateable?: boolean;
  /** Whether a binding can be rotated with `predecessor_binding_id`. Default: false. */
  readonly bindingRotatable?: boolean;
  /** Seconds that a platform polls before it gives up. */
  readonly maximumPollingDuration?: number;
  readonly maintenanceInfo?: MaintenanceInfo;
  /** Free-form metadata for marketplaces (profile.md#service-metadata). */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** A binding needs an `app_guid`; without one the framework answers 422 RequiresApp. Default: false. */
  readonly requiresApp?: boolean;
  /** JSON Schemas of the parameters; the framework refuses what does not fit with 400 and the place. */
  readonly schemas?: {
    readonly provision?: ParameterSchema;
    readonly update?: ParameterSchema;
    readonly bind?: ParameterSchema;
  };
}

type Loose = Readonly<Record<string, unknown>>;

type SchemaOf<Plan, Kind extends 'provision' | 'update' | 'bind'> = Plan extends {
  readonly schemas: Readonly<Record<Kind, infer Schema>>;
}
  ? ValueOf<Schema>
  : Loose;

/** The parameters of one kind of request, over all plans of an offering. */
export type ParametersOf<
  Plans extends readonly PlanDefinition[],
  Kind extends 'provision' | 'update' | 'bind',
> = SchemaOf<Plans[number], Kind>;
