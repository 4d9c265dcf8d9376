import type {
  BindContext,
  BindingResult,
  Deferral,
  HandlerContext,
  InstanceResult,
  ProvisionContext,
  StepContext,
  StepOutcome,
  UnbindContext,
  UpdateContext,
} from './handlers.ts';
import type { KnownFields, ParametersOf, PlanDefinition } from './plan.ts';

type Awaitable<T> = T | Promise<T>;

/** Permissions that an offering can ask the platform for (spec.md#service-offering-object). */
export type Permission = 'syslog_drain' | 'route_forwarding' | 'volume_mount';

/**
 * A service offering: what the catalog says about it, and the handlers that do the work. `Nothing` is what a handler without
 * a result returns: its author may leave `return` out.
 */
export interface ServiceDefinition<
  Plans extends readonly PlanDefinition[] = readonly PlanDefinition[],
  Step extends string = string,
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a handler that only awaits has the type Promise<void>
  Nothing = undefined | void,
> {
  /** Globally unique and never changed; a GUID is best. */
  readonly id: string;
  /** Unique in the catalog; letters, digits, dots and hyphens. */
  readonly name: string;
  readonly description: string;
  /** At least one. */
  readonly plans: Plans;
  /** Default: true when there is a `bind` handler. */
  readonly bindable?: boolean;
  /** Default: false. */
  readonly planUpdateable?: boolean;
  /** The framework can always fetch instances. Default: true. */
  readonly instancesRetrievable?: boolean;
  /** The framework can always fetch bindings; false hands credentials out once. Default: true when any plan is bindable. */
  readonly bindingsRetrievable?: boolean;
  /** Default: false. */
  readonly allowContextUpdates?: boolean;
  readonly tags?: readonly string[];
  readonly requires?: readonly Permission[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * Runs the handlers inside the transaction that records their operation, for services that live in the broker's own
   * database or touch nothing at all: what a handler writes through `context.transaction` is kept together with the
   * operation, or not at all. It must be quick, and do nothing that a rollback does not undo. Default: false.
   */
  readonly transactional?: boolean;
  readonly dashboardClient?: { readonly id: string; readonly secret: string; readonly redirectUri?: string };
  /** Creates the resource, or defers. May be called again after a crash: make it repeatable. */
  provision(
    context: ProvisionContext<ParametersOf<Plans, 'provision'>, Step>,
  ): Awaitable<InstanceResult | Deferral<Step> | Nothing>;
  /** Changes plan, parameters or maintenance version. Without it such updates are refused with 422. */
  update?(
    context: UpdateContext<ParametersOf<Plans, 'update'>, Step>,
  ): Awaitable<InstanceResult | Deferral<Step> | Nothing>;
  /** Removes the resource and whatever a failed provision left. */
  deprovision(context: HandlerContext<Step>): Awaitable<Deferral<Step> | Nothing>;
  /** Creates credentials or another kind of access. */
  bind?(
    context: BindContext<ParametersOf<Plans, 'bind'>, Step>,
  ): Awaitable<BindingResult | Deferral<Step> | Nothing>;
  /** Removes the access and whatever a failed bind left. */
  unbind?(context: UnbindContext<Step>): Awaitable<Deferral<Step> | Nothing>;
  /** The named steps that handlers defer to. */
  readonly steps?: Readonly<Record<Step, (context: StepContext<Step>) => Awaitable<StepOutcome<Step>>>>;
}

/** A service definition with its type parameters forgotten, as the engine uses it. */
export type Service = ServiceDefinition<readonly PlanDefinition[], string, undefined>;

/**
 * Declares a service offering. The handlers' parameters are typed from the JSON Schemas of the plans, and the
 * names of steps from `steps`. What types cannot tell, `createBroker` refuses.
 */
export function defineService<const Plans extends readonly PlanDefinition[], Step extends string = never>(
  definition: ServiceDefinition<Plans, Step> & { readonly plans: NoInfer<KnownFields<Plans>> },
): Service {
  // The engine checks parameters against the schema, and steps against their names, before it calls a handler.
  return definition as unknown as Service;
}
