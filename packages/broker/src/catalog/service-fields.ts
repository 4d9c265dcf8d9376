import {
  arrayOf,
  type Fields,
  flag,
  handler,
  name,
  objectOf,
  oneOf,
  optional,
  recordOf,
  text,
} from './checks.ts';
import { type Check, wrongType, wrongValue } from './field.ts';
import type { Permission, ServiceDefinition } from './define-service.ts';
import { jsonObject } from './json-check.ts';
import { parameterSchema } from './schema-check.ts';
import type { MaintenanceInfo, PlanDefinition } from './plan.ts';

type FieldsOf<Definition> = Readonly<Record<keyof Definition, Check>>;

const id = text('Write a GUID, and never change it.');
const description = text('Write a sentence for users.');

const permissions = ['syslog_drain', 'route_forwarding', 'volume_mount'] as const satisfies Permission[];

const url: Check = (value, field) => {
  const remedy = 'Write an absolute URL.';
  text(remedy)(value, field);
  if (typeof value === 'string' && !URL.canParse(value)) wrongValue(field, `is no absolute URL. ${remedy}`);
};

const dashboardClient = objectOf({
  id: text('Write the id of the OAuth client.'),
  secret: text('Write the secret of the OAuth client.'),
  redirectUri: optional(url),
} satisfies FieldsOf<NonNullable<ServiceDefinition['dashboardClient']>>);

/** The fields of an offering, but for its plans, which are checked one by one. */
export const serviceFields: Fields = {
  id,
  name,
  description,
  plans: (value, field) => {
    const remedy = 'Write an array with at least one plan.';
    if (!Array.isArray(value)) wrongType(field, value, remedy);
    if (value.length === 0) wrongValue(field, `is empty. ${remedy}`);
  },
  bindable: optional(flag),
  planUpdateable: optional(flag),
  instancesRetrievable: optional(flag),
  bindingsRetrievable: optional(flag),
  allowContextUpdates: optional(flag),
  tags: optional(arrayOf(text('Write a tag, or leave it out.'), 'strings')),
  requires: optional(arrayOf(oneOf(permissions), 'permissions')),
  metadata: optional(jsonObject),
  transactional: optional(flag),
  dashboardClient: optional(dashboardClient),
  provision: handler,
  update: optional(handler),
  deprovision: handler,
  bind: optional(handler),
  unbind: optional(handler),
  steps: optional(recordOf(handler, 'functions')),
} satisfies FieldsOf<ServiceDefinition>;

/** Semantic Versioning 2.0.0: three numbers, then pre-release identifiers and build metadata. */
const semanticVersion =
  /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

const version: Check = (value, field) => {
  const remedy = 'Write three numbers, as in "2.1.0".';
  if (typeof value !== 'string') wrongType(field, value, remedy);
  if (!semanticVersion.test(value))
    wrongValue(field, `is "${value}", which is no semantic version. ${remedy}`);
};

const seconds: Check = (value, field) => {
  const remedy = 'Write a whole number of seconds, or leave it out.';
  if (typeof value !== 'number') wrongType(field, value, remedy);
  if (!Number.isSafeInteger(value) || value < 0) wrongValue(field, `is ${String(value)}. ${remedy}`);
};

const anyText: Check = (value, field) => {
  if (typeof value !== 'string') wrongType(field, value, 'Write a string.');
};

/** The fields of a plan. */
export const planFields: Fields = {
  id,
  name,
  description,
  free: optional(flag),
  bindable: optional(flag),
  planUpdateable: optional(flag),
  bindingRotatable: optional(flag),
  maximumPollingDuration: optional(seconds),
  maintenanceInfo: optional((value, field) => {
    objectOf({ version, description: optional(anyText) } satisfies FieldsOf<MaintenanceInfo>, 'open')(
      value,
      field,
    );
    jsonObject(value, field);
  }),
  metadata: optional(jsonObject),
  requiresApp: optional(flag),
  schemas: optional(
    objectOf({
      provision: optional(parameterSchema),
      update: optional(parameterSchema),
      bind: optional(parameterSchema),
    } satisfies FieldsOf<NonNullable<PlanDefinition['schemas']>>),
  ),
} satisfies FieldsOf<PlanDefinition>;
