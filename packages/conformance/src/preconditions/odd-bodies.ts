import type { JsonObject } from '../engine/json.ts';
import type { CallOptions } from '../engine/client.ts';

/** A body that is odd in its text, not in what it says. */
export interface OddBody {
  readonly what: string;
  readonly options: CallOptions;
  /** Why a broker that accepts it does so against the grammar of JSON; `undefined` where nothing is to be said. */
  readonly laxity?: string;
}

/** Texts of one body that parsers differ about (HC-09): none is a reason to fall over. */
export function oddBodies(body: JsonObject): readonly OddBody[] {
  const text = JSON.stringify(body);
  const [name = 'service_id', value] = Object.entries(body)[0] ?? [];
  const accented = JSON.stringify({ ...body, context: { platform: 'osb-kit', instance_name: 'Café' } });
  return [
    {
      what: 'with a second JSON document behind the first',
      options: { rawBody: `${text}${text}` },
      laxity: 'the parser stops behind the first document and does not look whether the body ends there',
    },
    {
      what: 'with text behind the JSON document',
      options: { rawBody: `${text}garbage` },
      laxity: 'the parser does not look whether the body ends behind the document',
    },
    {
      what: 'with a key that comes twice',
      options: { rawBody: `{${JSON.stringify(name)}:${JSON.stringify(value)},${text.slice(1)}` },
    },
    { what: 'in ISO 8859-1 in place of UTF-8', options: { rawBody: accented, charset: 'latin1' } },
    { what: 'with a byte order mark', options: { rawBody: `\uFEFF${text}` } },
    { what: 'with a comma behind the last member', options: { rawBody: `${text.slice(0, -1)},}` } },
    {
      what: 'with an escaped NUL in a name',
      options: {
        rawBody: JSON.stringify({ ...body, context: { platform: 'osb-kit', instance_name: 'a\u0000b' } }),
      },
    },
  ];
}

/** Values that are empty and yet there: whether they are accepted is the broker's choice. */
export const emptied = (body: JsonObject, fields: readonly string[]): JsonObject => ({
  ...body,
  ...Object.fromEntries(fields.map((field) => [field, field.endsWith('guid') ? '' : {}])),
});
