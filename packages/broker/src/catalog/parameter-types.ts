/** A JSON Schema as a catalog publishes it: an object with `$schema`, of draft 4, 6, 7, 2019-09 or 2020-12. */
export interface ParameterSchema {
  readonly $schema: string;
  readonly [keyword: string]: unknown;
}

/** Objects of which nothing is known. */
export type LooseObject = Readonly<Record<string, unknown>>;

/**
 * The TypeScript type of the values that a JSON Schema literal lets pass, for the keywords that map cheaply: `type`,
 * `properties`, `required`, `items`, `enum` and `const`. Everything else becomes `unknown`, as does a schema with
 * `properties` and no `type`: it lets pass whatever is no object.
 */
export type ValueOf<Schema> = Schema extends { readonly $ref: unknown }
  ? unknown
  : Schema extends { readonly const: infer Constant }
    ? Constant
    : Schema extends { readonly enum: readonly (infer Member)[] }
      ? Member
      : Schema extends { readonly type: readonly (infer Name)[] }
        ? Typed<Name, Schema>
        : Schema extends { readonly type: infer Name }
          ? Typed<Name, Schema>
          : unknown;

/** As {@link ValueOf} for the schema of all parameters, which are always an object, whatever its `type` says. */
export type ParametersFor<Schema> = Schema extends { readonly $ref: unknown }
  ? LooseObject
  : Schema extends { readonly properties: infer Properties }
    ? ObjectOf<Properties, RequiredNames<Schema>>
    : LooseObject;

type Typed<Name, Schema> = Name extends 'string'
  ? string
  : Name extends 'number' | 'integer'
    ? number
    : Name extends 'boolean'
      ? boolean
      : Name extends 'null'
        ? null
        : Name extends 'array'
          ? readonly ItemOf<Schema>[]
          : Name extends 'object'
            ? ParametersFor<Schema>
            : unknown;

type ItemOf<Schema> = Schema extends { readonly prefixItems: unknown }
  ? unknown
  : Schema extends { readonly items: infer Items }
    ? ValueOf<Items>
    : unknown;

/** None where the names are not known, as in a schema that is no literal. */
type RequiredNames<Schema> = Schema extends { readonly required: readonly (infer Name)[] }
  ? string extends Name
    ? never
    : Name
  : never;

type ObjectOf<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: ValueOf<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: ValueOf<Properties[Name]>;
};
