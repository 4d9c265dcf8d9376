/** A JSON Schema as a catalog publishes it: an object with `$schema`. Any draft. */
export interface ParameterSchema {
  readonly $schema: string;
  readonly [keyword: string]: unknown;
}

/**
 * The TypeScript type of the values that a JSON Schema literal describes, for the keywords that map cheaply:
 * `type`, `properties`, `required`, `items`, `enum` and `const`. Everything else becomes `unknown`.
 */
export type ValueOf<Schema> = Schema extends { readonly const: infer Constant }
  ? Constant
  : Schema extends { readonly enum: readonly (infer Member)[] }
    ? Member
    : Schema extends { readonly type: 'string' }
      ? string
      : Schema extends { readonly type: 'number' | 'integer' }
        ? number
        : Schema extends { readonly type: 'boolean' }
          ? boolean
          : Schema extends { readonly type: 'array'; readonly items: infer Items }
            ? readonly ValueOf<Items>[]
            : Schema extends { readonly properties: infer Properties }
              ? ObjectOf<Properties, RequiredNames<Schema>>
              : Schema extends { readonly type: 'object' }
                ? Readonly<Record<string, unknown>>
                : unknown;

type RequiredNames<Schema> = Schema extends { readonly required: readonly (infer Name)[] } ? Name : never;

type ObjectOf<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: ValueOf<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: ValueOf<Properties[Name]>;
};
