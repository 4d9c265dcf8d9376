/** The routes of a broker. */
export type RouteName =
  | 'catalog'
  | 'provision'
  | 'fetchInstance'
  | 'update'
  | 'deprovision'
  | 'pollInstance'
  | 'bind'
  | 'fetchBinding'
  | 'unbind'
  | 'pollBinding';

/** A request as the model broker sees it. */
export interface ModelRequest {
  readonly route: RouteName;
  readonly instanceId: string;
  readonly bindingId: string;
  readonly query: URLSearchParams;
  /** The query as it was sent. */
  readonly rawQuery: string;
  /** Headers with lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The parsed body; `undefined` when it is empty or not JSON. */
  readonly body: unknown;
  readonly authorised: boolean;
}

/** An answer of the model broker; a string is sent as it is, anything else as JSON. */
export interface ModelAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An operation that takes as many polls as `left` says. */
export interface ModelOperation {
  readonly id: string;
  readonly kind: 'create' | 'update' | 'delete';
  left: number;
  state: 'in progress' | 'succeeded' | 'failed';
  readonly finish: () => void;
}

export interface ModelInstance {
  readonly id: string;
  serviceId: string;
  planId: string;
  parameters: Record<string, unknown>;
  dashboardUrl: string;
  operation: ModelOperation | undefined;
  readonly bindings: Map<string, ModelBinding>;
  /** The body that created it, to tell repeats from conflicts. */
  readonly createdWith: { readonly serviceId: string; readonly planId: string; readonly parameters: string };
}

export interface ModelBinding {
  readonly id: string;
  readonly createdWith: string;
  readonly body: Record<string, unknown>;
  operation: ModelOperation | undefined;
}

/** Everything that the model broker remembers; misbehaviours may read and change it. */
export interface ModelState {
  readonly instances: Map<string, ModelInstance>;
  /** Operations of what is deleted. */
  readonly tombstones: Map<string, ModelOperation>;
  /** Free space for misbehaviours. */
  readonly scratch: Map<string, unknown>;
  /** Handles the request as the model would. */
  readonly model: (request: ModelRequest) => ModelAnswer;
  readonly catalog: ModelCatalog;
}

export interface ModelCatalog {
  services: ModelOffering[];
}

export interface ModelOffering {
  id: string;
  name: string;
  bindable: boolean;
  plans: ModelPlan[];
  [field: string]: unknown;
}

export interface ModelPlan {
  id: string;
  name: string;
  [field: string]: unknown;
}

/** One way in which the model broker departs from the specification, or a legal way in which it differs. */
export interface Misbehaviour {
  /** Answers in place of the model, or lets it go on with `undefined`. */
  readonly before?: (request: ModelRequest, state: ModelState) => ModelAnswer | undefined;
  /** Alters the model's answer. */
  readonly after?: (answer: ModelAnswer, request: ModelRequest, state: ModelState) => ModelAnswer;
  /** Alters the catalog that is served and lived by. */
  readonly catalog?: (catalog: ModelCatalog) => void;
}

/** How the model broker is to be. */
export interface ModelOptions extends Misbehaviour {
  /** Whether operations are answered when they are done or go on after the answer. */
  readonly mode?: 'sync' | 'async';
  /** Polls that say "in progress" before an asynchronous operation is done. */
  readonly polls?: number;
  /** What happens to a deletion while the creation goes on. */
  readonly deleteDuringCreate?: 'accept' | 'refuse';
  /** Milliseconds that every answer takes. */
  readonly delay?: number;
  /** Adds an offering whose bindings carry drains, routes and mounts. */
  readonly exotic?: boolean;
}
