import { messageDefinitions } from '../../packages/spec/src/messages/index.ts';
import type { MessageSchema } from '../../packages/spec/src/messages/schema.ts';
import { generatedHeader, type GeneratedFiles } from './generated-files.ts';

/**
 * The wire types of packages/spec, made from the same definitions as the JSON Schemas. They name the fields that the
 * specification defines and no others, so that a misspelt field does not compile.
 */
export function generateWireTypes(): GeneratedFiles {
  const types = Object.entries<MessageSchema>(messageDefinitions).map(([name, schema]) =>
    schema.properties === undefined
      ? `${docOf(schema)}export type ${name} = ${typeOf(schema)};\n`
      : `${docOf(schema)}export interface ${name} ${typeOf(schema)}\n`,
  );
  return new Map([
    [
      'packages/spec/src/generated/wire-types.ts',
      `${generatedHeader('packages/spec/src/messages')}\n\n${types.join('\n')}`,
    ],
  ]);
}

function typeOf(schema: MessageSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice('#/definitions/'.length);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (typeof schema.type !== 'string') return (schema.type ?? ['unknown']).join(' | ');
  if (schema.type === 'integer') return 'number';
  if (schema.type === 'array') return `readonly (${typeOf(schema.items ?? {})})[]`;
  if (schema.type !== 'object') return schema.type;
  if (isFreeForm(schema)) {
    const values =
      typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const mark = schema.required?.includes(name) === true ? '' : '?';
    return `${docOf(field)}readonly ${name}${mark}: ${typeOf(field)};\n`;
  });
  return `{\n${fields.join('')}}`;
}

/** Parameters, their schemas, credentials and the like. */
function isFreeForm(schema: MessageSchema): boolean {
  return schema.properties === undefined || '$schema' in schema.properties;
}

function docOf(schema: MessageSchema): string {
  const since = schema['x-since'] === undefined ? '' : ` Since ${schema['x-since']}.`;
  const description = schema.description ?? '';
  return description + since === '' ? '' : `/** ${description}${since} */\n`;
}
