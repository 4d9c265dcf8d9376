import { dirname, relative, resolve } from 'node:path';
import type { OwnRule, Policy, PolicyOverride, PolicySeverity, Suppression } from '@osb-kit/catalog-schema';
import { usageError } from '../cli-error.ts';
import { findConfig, type ConfiguredSeverity, type ValidateConfig } from '../config.ts';
import type { Io } from '../io.ts';
import { policyChain } from './extends.ts';

/** What configurations want of the catalogs that they hold for. */
export interface TeamPolicy {
  /** The file, as messages call it. */
  readonly name: string;
  /** Folder that its patterns are seen from. */
  readonly folder: string;
  readonly profiles?: readonly string[];
  readonly suppress: readonly Suppression[];
  readonly ignore: readonly string[];
  readonly maxWarnings?: number;
  readonly failOn?: NonNullable<ValidateConfig['failOn']>;
  /** Absolute. */
  readonly baseline?: string;
  /** The ids of rules of the team's own. */
  readonly ownIds: readonly string[];
  /** The part that holds for a file; `undefined` for what is none. */
  policyFor(path: string | undefined): Promise<Policy>;
}

/** Finds the policy that holds in a folder; each configuration is read once. */
export interface Policies {
  in(folder: string): Promise<TeamPolicy | undefined>;
  /** Those that were used, each once. */
  readonly used: () => readonly TeamPolicy[];
}

/** Creates the finder of policies: the file that `--config` names holds for everything, else the nearest one upwards. */
export function createPolicies(named: string | undefined, io: Io): Policies {
  const found = new Map<string, Promise<string | undefined>>();
  const read = new Map<string, Promise<TeamPolicy | undefined>>();
  const used = new Set<TeamPolicy>();
  return {
    async in(folder) {
      const place = found.get(folder) ?? findConfig(folder, io);
      if (named === undefined) found.set(folder, place);
      const file = named === undefined ? await place : resolve(io.cwd, named);
      if (file === undefined) return undefined;
      const policy = read.get(file) ?? readTeamPolicy(file, io);
      read.set(file, policy);
      const team = await policy;
      if (team !== undefined) used.add(team);
      return team;
    },
    used: () => [...used],
  };
}

/** Reads a policy; `undefined` for a configuration that says nothing about validation. */
async function readTeamPolicy(file: string, io: Io): Promise<TeamPolicy | undefined> {
  const chain = await policyChain(file, io);
  if (chain.every(({ config }) => Object.keys(config).length === 0)) return undefined;
  const folder = dirname(file);
  const name = relative(io.cwd, file) || file;
  const merged = chain.map(({ config }) => config);
  const last = <Key extends 'profiles' | 'maxWarnings' | 'failOn'>(key: Key) =>
    merged.findLast((config) => config[key] !== undefined)?.[key];
  const baseline = chain.findLast(({ config }) => config.baseline !== undefined);
  await refuseProblems(chain, io);
  const profiles = last('profiles');
  const maxWarnings = last('maxWarnings');
  const failOn = last('failOn');
  return {
    name,
    folder,
    ...(profiles === undefined ? {} : { profiles }),
    ...(maxWarnings === undefined ? {} : { maxWarnings }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(baseline?.config.baseline === undefined
      ? {}
      : { baseline: resolve(dirname(baseline.file), baseline.config.baseline) }),
    ownIds: ownRulesOf(merged).map(({ id }) => id),
    suppress: merged.flatMap(({ suppress = [] }) => suppress),
    ignore: merged.flatMap(({ ignore = [] }) => ignore),
    policyFor: async (path) => {
      const seen = path === undefined ? undefined : relative(folder, path).replaceAll('\\', '/');
      return policyOf(name, merged, await fileMatcher(seen));
    },
  };
}

/** Each file by itself, so that a message names the one that is wrong; ids of own rules hold in all of them. */
async function refuseProblems(
  chain: readonly { readonly file: string; readonly config: ValidateConfig }[],
  io: Io,
): Promise<void> {
  const { policyProblems } = await import('@osb-kit/catalog-schema');
  const own = new Map<string, OwnRule>();
  for (const { file, config } of chain) {
    for (const rule of ownRulesOf([config])) own.set(rule.id, rule);
    const policy = { ...policyOf('', [config], () => true), own: [...own.values()] };
    const [problem] = policyProblems(policy);
    if (problem !== undefined)
      throw usageError(`The configuration "${relative(io.cwd, file)}" is wrong: ${problem}`);
  }
}

function policyOf(
  origin: string,
  configs: readonly ValidateConfig[],
  holdsFor: (files: readonly string[]) => boolean,
): Policy {
  const overrides = configs.flatMap((config) =>
    (config.overrides ?? [])
      .filter(({ files }) => files === undefined || holdsFor(files))
      .map(({ offerings, plans, paths, rules }): PolicyOverride => ({
        ...(offerings === undefined ? {} : { offerings }),
        ...(plans === undefined ? {} : { plans }),
        ...(paths === undefined ? {} : { paths }),
        rules: severitiesOf(rules),
      })),
  );
  const rules = new Map(configs.flatMap((config) => [...severitiesOf(config.rules ?? {})]));
  return { origin, rules, overrides, own: ownRulesOf(configs) };
}

function severitiesOf(
  rules: Readonly<Record<string, ConfiguredSeverity>>,
): ReadonlyMap<string, PolicySeverity> {
  return new Map(
    Object.entries(rules).map(([id, severity]) => [id, severity === 'warn' ? 'warning' : severity]),
  );
}

function ownRulesOf(configs: readonly ValidateConfig[]): readonly OwnRule[] {
  const byId = new Map(
    configs.flatMap((config) =>
      Object.entries(config.ownRules ?? {}).map(
        ([id, { severity = 'error', ...rule }]): [string, OwnRule] => [
          id,
          { ...rule, id, severity: severity === 'warn' ? 'warning' : severity },
        ],
      ),
    ),
  );
  return [...byId.values()];
}

/** Tells whether a file, seen from the folder of the configuration, is among some patterns. */
export async function fileMatcher(
  path: string | undefined,
): Promise<(patterns: readonly string[]) => boolean> {
  if (path === undefined) return () => false;
  const { default: picomatch } = await import('picomatch');
  return (patterns) => picomatch([...patterns], { dot: true })(path);
}
