import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PlanFacts } from '@osb-kit/conformance';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseDocument } from 'yaml';
import { usageError } from './cli-error.ts';
import { configSchema } from './config-schema.ts';
import type { Io } from './io.ts';
import { yamlProblem } from './yaml-problem.ts';

/** The file that is read when `--config` names no other. */
export const defaultConfigFile = 'osb.config.yaml';

/** What `osb.config.yaml` holds: facts that neither a catalog nor a broker tells. Data only. */
export interface Config {
  readonly validate?: {
    readonly profiles?: readonly string[];
    /** Findings of these rules are left out, each for a reason that the report repeats. */
    readonly suppress?: readonly { readonly rule: string; readonly reason: string }[];
  };
  readonly test?: {
    readonly plans?: readonly PlanFacts[];
    /** What anybody may use on purpose. */
    readonly openToAnybody?: 'catalog' | 'everything';
    readonly wrongLogins?: number;
    /** Another user that the broker lets in; the password is in the environment. */
    readonly secondCredential?: { readonly username: string; readonly passwordVariable: string };
    /** The platform that the tester is taken for, and what its context has besides. */
    readonly platform?: string;
    readonly context?: Readonly<Record<string, unknown>>;
    /** What --budget, --concurrency and --operation-timeout (seconds) say, unless they are given. */
    readonly budget?: number;
    readonly concurrency?: number;
    readonly operationTimeout?: number;
  };
}

/** Reads the configuration: the named file, which must exist, or `osb.config.yaml` in the working folder if there is one. */
export async function readConfig(file: string | undefined, io: Io): Promise<Config> {
  const name = file ?? defaultConfigFile;
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (file === undefined && code === 'ENOENT') return {};
    throw usageError(
      `The configuration "${name}" cannot be read (${code ?? 'unknown reason'}). Check the path.`,
      { cause: error },
    );
  }
  const value = parseYaml(name, text);
  const validate = new Ajv2020({ allErrors: false, strict: false }).compile(configSchema);
  if (!validate(value)) {
    const [problem] = validate.errors ?? [];
    const place =
      problem?.instancePath === undefined || problem.instancePath === ''
        ? 'at its top'
        : `at ${problem.instancePath}`;
    throw usageError(
      `The configuration "${name}" is wrong ${place}: it ${problem?.message ?? 'does not fit its schema'}${extra(problem?.params)}.`,
    );
  }
  return camelCaseKeys(value) as Config; // the schema has just proven the shape
}

function parseYaml(name: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) {
    throw usageError(`The configuration "${name}" is not YAML: ${yamlProblem(error)} Correct it.`);
  }
  return (document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
}

function extra(params: unknown): string {
  const unknown = (params as { additionalProperty?: string } | undefined)?.additionalProperty;
  return unknown === undefined ? '' : ` ("${unknown}")`;
}

/** Keys in camelCase, except below `…parameters` and `context`, whose content is the broker's. */
function camelCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      key.endsWith('parameters') || key === 'context' ? inner : camelCaseKeys(inner),
    ]),
  );
}
