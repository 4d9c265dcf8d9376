import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { OwnRule } from '@osb-kit/catalog-schema';
import type { PlanFacts } from '@osb-kit/conformance';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';
import { yamlProblem } from './yaml-problem.ts';

/** The names of the file that is read when `--config` names no other. */
const configNames = ['osb.config.yaml', 'osb.config.yml', 'osb.config.json'] as const;

/** How loudly a rule is to speak. */
export type ConfiguredSeverity = 'error' | 'warn' | 'warning' | 'off';

/** What a configuration says for `osb validate`. */
export interface ValidateConfig {
  readonly profiles?: readonly string[];
  readonly extends?: string | readonly string[];
  readonly rules?: Readonly<Record<string, ConfiguredSeverity>>;
  readonly overrides?: readonly {
    readonly files?: readonly string[];
    readonly offerings?: readonly string[];
    readonly plans?: readonly string[];
    readonly paths?: readonly string[];
    readonly rules: Readonly<Record<string, ConfiguredSeverity>>;
  }[];
  readonly ownRules?: Readonly<
    Record<
      string,
      Omit<OwnRule, 'id' | 'severity'> & { readonly severity?: Exclude<ConfiguredSeverity, 'off'> }
    >
  >;
  /** Findings of these rules are left out, each for a reason that the report repeats. */
  readonly suppress?: readonly { readonly rule: string; readonly reason: string }[];
  readonly ignore?: readonly string[];
  readonly maxWarnings?: number;
  readonly failOn?: 'error' | 'warning' | 'never';
  readonly baseline?: string;
}

/** What `osb.config.yaml` holds: facts that neither a catalog nor a broker tells. Data only. */
export interface Config {
  readonly validate?: ValidateConfig;
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

/** Reads the configuration: the named file, which must exist, or the one in the working folder if there is one. */
export async function readConfig(file: string | undefined, io: Io): Promise<Config> {
  if (file !== undefined) return await readConfigFile(resolve(io.cwd, file), file);
  const found = await configIn(io.cwd, io);
  return found === undefined ? {} : await readConfigFile(found, relative(io.cwd, found));
}

/** The configuration that holds in a folder: its own, or that of the nearest folder above, up to the root of the repository. */
export async function findConfig(folder: string, io: Io): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await configIn(at, io);
    if (found !== undefined) return found;
    if ((await exists(join(at, '.git'))) || dirname(at) === at) return undefined;
  }
}

async function configIn(folder: string, io: Io): Promise<string | undefined> {
  const paths = configNames.map((name) => join(folder, name));
  const there = await Promise.all(paths.map(exists));
  const [found, other] = paths.filter((_, index) => there[index] === true);
  if (other !== undefined && found !== undefined) {
    throw usageError(
      `There are two configurations, "${relative(io.cwd, found)}" and "${relative(io.cwd, other)}". Keep one.`,
    );
  }
  return found;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Reads a configuration and holds it against its schema; `name` is what messages call it. */
export async function readConfigFile(path: string, name: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      `The configuration "${name}" cannot be read (${code ?? 'unknown reason'}). Check the path.`,
      { cause: error },
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { logLevel: 'silent', lineCounter: lines });
  const value = valueOf(document, name);
  const { configProblem } = await import('./config-problem.ts');
  const problem = configProblem(value);
  if (problem !== undefined) {
    const line = lineOf(document, problem.path, lines);
    const place = problem.path.length === 0 ? 'at its top' : `at /${problem.path.join('/')}`;
    throw usageError(
      `The configuration "${name}" is wrong ${place}${line === undefined ? '' : ` (line ${String(line)})`}: it ${problem.what}`,
    );
  }
  return camelCaseKeys(value) as Config; // the schema has just proven the shape
}

function valueOf(document: Document, name: string): unknown {
  const [error] = document.errors;
  if (error !== undefined) {
    throw usageError(`The configuration "${name}" is not YAML: ${yamlProblem(error)} Correct it.`);
  }
  return (document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
}

/** The line of a key. */
function lineOf(document: Document, path: readonly string[], lines: LineCounter): number | undefined {
  const host: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  const pair = isMap(host)
    ? host.items.find(({ key }) => isNode(key) && String(key) === path.at(-1))
    : undefined;
  const node: unknown = pair?.key ?? document.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}

/** Keys whose content is not ours: parameters and context of the broker, values of catalogs, ids. */
const foreign = /parameters$|^(?:context|enum|rules)$/;

/** Keys in camelCase, except below those whose content is somebody else's. */
function camelCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      foreign.test(key) ? inner : camelCaseKeys(inner),
    ]),
  );
}
