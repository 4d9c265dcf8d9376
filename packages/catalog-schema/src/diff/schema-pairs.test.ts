/** Support of the tests beside it; named as a test so that no build ships it. */
import { Ajv } from 'ajv';
import { ofPlan, p } from './catalog-rows.test.ts';
import { diffCatalogs, type CatalogDifference } from './index.ts';

export const draft7 = 'http://json-schema.org/draft-07/schema#';
export const at = `${p}/schemas/service_instance/create/parameters`;

export function withSchema(schema: object | undefined): unknown {
  return schema === undefined
    ? ofPlan({})
    : ofPlan({ schemas: { service_instance: { create: { parameters: schema } } } });
}

/** Without what the catalog as a whole is told for: Cloud Controller takes no draft later than 06. */
export function compare(
  old: object | undefined,
  now: object | undefined,
  schemaPairs?: number,
): CatalogDifference[] {
  const options = schemaPairs === undefined ? {} : { schemaPairs };
  return diffCatalogs(withSchema(old), withSchema(now), options).filter(
    ({ kind }) => kind !== 'catalog-refused',
  );
}

/** A judge of its own: JavaScript's regular expressions, no options of the product. */
export function accepts(schema: object, value: unknown): boolean {
  const options = { strict: false, validateFormats: false, validateSchema: false, logger: false } as const;
  return new Ajv(options).compile(schema)(value);
}

export const object = (properties: object, more: object = {}) => ({
  $schema: draft7,
  type: 'object',
  properties,
  ...more,
});
export const one = (schema: object) => object({ a: schema });
