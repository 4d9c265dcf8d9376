import { allProfiles, profileNames } from './profiles.ts';
import { validateProperties } from './validate-config-schema.ts';

const parameters = (description: string) => ({ description, type: 'object' }) as const;

/** JSON Schema (2020-12) of `osb.config.yaml`, published as docs/reference/osb.config.schema.json. */
export const configSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://json.schemastore.org/osb.config.json',
  title: 'osb.config.yaml',
  description: 'Facts for osb that neither a catalog nor a broker tells. Data only.',
  type: 'object',
  additionalProperties: false,
  properties: {
    validate: {
      description: 'For "osb validate".',
      type: 'object',
      additionalProperties: false,
      properties: {
        profiles: {
          description: 'Whose demands a catalog is held against; --profile wins.',
          type: 'array',
          items: { enum: [...profileNames, allProfiles] },
          minItems: 1,
        },
        ...validateProperties,
      },
    },
    test: {
      description: 'For "osb test".',
      type: 'object',
      additionalProperties: false,
      properties: {
        second_credential: {
          description:
            'Another user of basic authentication that the broker lets in. Its password stays out of this file: name an environment variable that holds it.',
          type: 'object',
          additionalProperties: false,
          required: ['username', 'password_variable'],
          properties: {
            username: { type: 'string', minLength: 1 },
            password_variable: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
          },
        },
        open_to_anybody: {
          description:
            'What the broker serves without credentials on purpose, although some are given: only its catalog, or everything.',
          enum: ['catalog', 'everything'],
        },
        wrong_logins: {
          description:
            'How many logins that are nearly right are tried at most, one after the other with a right one between them: for brokers that lock users out. 30 when absent, none with 0.',
          type: 'integer',
          minimum: 0,
        },
        platform: {
          description:
            'The platform that the tester is taken for, in "context" and in the originating identity: "cloudfoundry" when absent, "kubernetes", or another one, as "ibmcloud".',
          type: 'string',
          pattern: '^\\S+$',
        },
        context: {
          description:
            'Fields of "context" that are added to those that the platform has by its profile, or replace them.',
          type: 'object',
        },
        budget: {
          description: 'Live instances at the same time at most; --budget wins.',
          type: 'integer',
          minimum: 1,
        },
        concurrency: {
          description: 'Checks that work at the same time at most; --concurrency wins.',
          type: 'integer',
          minimum: 1,
        },
        operation_timeout: {
          description: 'Seconds for one asynchronous operation; --operation-timeout wins.',
          type: 'number',
          exclusiveMinimum: 0,
        },
        plans: {
          description: 'Facts about plans; a later entry wins over an earlier one.',
          type: 'array',
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              service: {
                description: 'Name or id of an offering; all offerings when absent.',
                type: 'string',
              },
              plan: { description: 'Name or id of a plan; all plans when absent.', type: 'string' },
              provision_parameters: parameters('Valid parameters for provisioning.'),
              alternative_provision_parameters: parameters(
                'Valid parameters for provisioning that differ from provision_parameters.',
              ),
              invalid_provision_parameters: parameters('Parameters that a provision must refuse.'),
              failing_provision_parameters: parameters(
                'Valid parameters with which an asynchronous provision ends as failed.',
              ),
              update_parameters: parameters('Valid parameters for an update.'),
              invalid_update_parameters: parameters('Parameters that an update must refuse.'),
              bind_parameters: parameters('Valid parameters for a binding.'),
              alternative_bind_parameters: parameters(
                'Valid parameters for a binding that differ from bind_parameters.',
              ),
              invalid_bind_parameters: parameters('Parameters that a bind must refuse.'),
              allowed_plan_change: {
                description: 'A plan of the same offering to which a change is supported.',
                type: 'string',
              },
              forbidden_plan_change: {
                description: 'A plan of the same offering to which a change is not supported.',
                type: 'string',
              },
              bindable: { description: 'The plan can be bound, whatever the catalog says.', type: 'boolean' },
              context_updates: {
                description: 'Context-only updates are supported, whatever the catalog says.',
                type: 'boolean',
              },
              credentials: { description: 'Whether a binding has credentials.', enum: ['expected', 'none'] },
              credential_names: {
                description: 'Members that the credentials of a binding have.',
                type: 'array',
                items: { type: 'string' },
              },
              try_credentials: {
                description:
                  'Shell command that gets the credentials of a binding as JSON on standard input: it must succeed while the binding exists and fail after the unbind.',
                type: 'string',
                minLength: 1,
              },
              slow: {
                description:
                  'Operations take long enough to send other requests meanwhile: what has to be sent during an operation is then tried on such plans only.',
                type: 'boolean',
              },
              kind: { description: 'The kind of service.', enum: ['log-drain', 'route-service', 'volume'] },
              route_mode: {
                description: 'How a route service gets its requests.',
                enum: ['proxied', 'out-of-band'],
              },
            },
          },
        },
      },
    },
  },
} as const;
