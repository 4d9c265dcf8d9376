import type { LooseObject, ParametersFor, ParameterSchema } from './parameter-types.ts';

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

type Kind = keyof NonNullable<PlanDefinition['schemas']>;

type SchemaOf<Plan, Request extends Kind> = Plan extends {
  readonly schemas: Readonly<Record<Request, infer Schema>>;
}
  ? ParametersFor<Schema>
  : LooseObject;

/**
 * The parameters of one kind of request, over all plans of an offering: a union, to which a plan without a schema adds an
 * object of which nothing is known, since it takes anything. Reading a field of such a union gives `unknown`; a schema on
 * each plan keeps the types.
 */
export type ParametersOf<Plans extends readonly PlanDefinition[], Request extends Kind> = SchemaOf<
  Plans[number],
  Request
>;

/** Plans with only the fields that plans have: an unknown one, also in `schemas`, becomes `never`, which nothing fits. */
export type KnownFields<Plans extends readonly PlanDefinition[]> = {
  readonly [Index in keyof Plans]: OnlyKeys<Plans[Index], keyof PlanDefinition> & {
    readonly schemas?: OnlyKeys<NonNullable<Plans[Index]['schemas']>, Kind>;
  };
};

type OnlyKeys<Value, Known> = { readonly [Key in keyof Value]: Key extends Known ? unknown : never };
