import { expect } from 'chai';
import { accepts, catalogOf, offering, small, withPlan, refuses } from './definitions.test-support.ts';

const draft = 'http://json-schema.org/draft-07/schema#';
const drafts =
  'Write one of "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#", "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/draft/2020-12/schema".';
const withSchema = (schema: unknown) => withPlan({ schemas: { provision: schema } });

describe('createCatalog, of schemas', () => {
  refuses([
    [
      'a schema that is no object',
      withSchema('{}'),
      TypeError,
      `"schemas.provision" of ${small} is "{}". Write an object.`,
    ],
    [
      'a schema for arrays',
      withSchema({ $schema: draft, type: 'array' }),
      RangeError,
      `"schemas.provision.type" of ${small} is "array", and parameters are an object. Write "object".`,
    ],
    [
      'a schema for several types but objects',
      withSchema({ $schema: draft, type: ['array', 'null'] }),
      RangeError,
      `"schemas.provision.type" of ${small} leaves "object" out, and parameters are an object.`,
    ],
    [
      'a schema that is too large',
      withSchema({ $schema: draft, description: 'x'.repeat(65_467) }),
      RangeError,
      `"schemas.provision" of ${small} has 65537 bytes as JSON, and 65536 are allowed.`,
    ],
    [
      'a schema without draft',
      withSchema({ type: 'object' }),
      TypeError,
      `The plan "small" of ${offering} has no "schemas.provision.$schema". ${drafts}`,
    ],
    [
      'a draft that nobody wrote',
      withSchema({ $schema: 'http://json-schema.org/draft-99/schema#' }),
      RangeError,
      `"schemas.provision.$schema" of ${small} is "http://json-schema.org/draft-99/schema#", which is not a known draft. ${drafts}`,
    ],
    [
      'a draft before the fourth',
      withSchema({ $schema: 'http://json-schema.org/draft-03/schema#' }),
      RangeError,
      'which is not a known draft.',
    ],
    [
      'a schema with a reference that leads out',
      withSchema({ $schema: draft, $ref: 'http://example.com/x' }),
      RangeError,
      `"schemas.provision" of ${small} cannot be compiled: can't resolve reference http://example.com/x`,
    ],
    [
      'a schema with an unknown type',
      withSchema({ $schema: draft, properties: { a: { type: 'objekt' } } }),
      RangeError,
      `"schemas.provision" of ${small} cannot be compiled: type must be JSONType or JSONType[]: objekt`,
    ],
  ]);

  accepts([
    ['a schema for objects and null', withSchema({ $schema: draft, type: ['object', 'null'] })],
    [
      'a schema without type, by https and without hash',
      withSchema({ $schema: 'https://json-schema.org/draft-04/schema' }),
    ],
    ['a schema of 65,536 bytes', withSchema({ $schema: draft, description: 'x'.repeat(65_466) })],
  ]);

  it('keeps what the compiler said against a schema', () => {
    const services = withSchema({ $schema: draft, $ref: 'http://example.com/x' });
    expect(() => catalogOf(services))
      .to.throw()
      .with.property('cause')
      .that.is.an('error');
  });
});
