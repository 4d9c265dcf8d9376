import { nearestName } from '@osb-kit/catalog-schema';
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { configSchema } from './config-schema.ts';

/** What is wrong about a configuration: where, and the end of a sentence that begins with "it". */
export interface ConfigProblem {
  readonly path: readonly string[];
  readonly what: string;
}

/** The first thing about a configuration that does not fit its schema. */
export function configProblem(value: unknown): ConfigProblem | undefined {
  const validate = new Ajv2020({ allErrors: false, strict: false, verbose: true }).compile(configSchema);
  if (validate(value)) return undefined;
  const errors = validate.errors ?? [];
  const problem =
    errors.find(({ keyword }) => keyword === 'anyOf' || keyword === 'propertyNames') ?? errors[0];
  if (problem === undefined) return { path: [], what: 'does not fit its schema.' };
  const path = problem.instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return problemOf(problem, path);
}

function problemOf(problem: ErrorObject, path: readonly string[]): ConfigProblem {
  const params: Readonly<Record<string, unknown>> = problem.params;
  switch (problem.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys(
        (problem.parentSchema as { properties?: object } | undefined)?.properties ?? {},
      );
      const near = nearestName(key, known);
      const remedy = near === undefined ? `It may have ${known.join(', ')}.` : `Did you mean "${near}"?`;
      return { path: [...path, key], what: `has the unknown key "${key}". ${remedy}` };
    }
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map((one) => JSON.stringify(one));
      const near =
        typeof problem.data === 'string'
          ? nearestName(problem.data, params['allowedValues'] as readonly string[])
          : undefined;
      const meant = near === undefined ? '' : ` Did you mean "${near}"?`;
      return {
        path,
        what: `is ${JSON.stringify(problem.data)}, and must be one of ${allowed.join(', ')}.${meant}`,
      };
    }
    case 'anyOf':
      return { path, what: 'says nothing of the value. Add required, forbidden, pattern, enum, min or max.' };
    case 'propertyNames':
      return {
        path,
        what: `has the id "${String(params['propertyName'])}". Ids are small letters, digits and hyphens.`,
      };
    default:
      return { path, what: `${problem.message ?? 'does not fit its schema'}.` };
  }
}
