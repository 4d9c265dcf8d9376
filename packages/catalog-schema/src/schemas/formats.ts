import { formatNames } from 'ajv-formats/dist/formats.js';

import { nearestName } from '../engine/keys.ts';

/** The formats of all drafts that the library of validators does not check, and those of draft-03 and OpenAPI. */
const others = [
  ...[
    'idn-email',
    'idn-hostname',
    'iri',
    'iri-reference',
    'host-name',
    'ip-address',
    'color',
    'style',
    'phone',
  ],
  ...['utc-millisec', 'date-time-local', 'int8', 'int16', 'uint', 'uint8', 'uint16', 'uint32', 'uint64'],
];

const known: readonly string[] = [...formatNames, ...others];
const names = new Set<string>(known);

/** What to say of a format that no draft defines; undefined for one that is known. Formats of one's own are allowed. */
export function unknownFormat(
  format: string,
): { readonly what: string; readonly isSlip: boolean } | undefined {
  if (names.has(format)) return undefined;
  const near = nearestName(format, known);
  const meant =
    near === undefined
      ? 'Where it shall be checked everywhere, write a "pattern".'
      : `Did you mean "${near}"?`;
  const what = `"format" is ${JSON.stringify(format.slice(0, 40))}, which no draft defines: validators ignore it, or refuse the schema. ${meant}`;
  return { what, isSlip: near !== undefined };
}
