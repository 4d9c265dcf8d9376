import { knownKeysAt, meantKey, type Level } from '../engine/keys.ts';
import { linearPattern } from '../schemas/linear-pattern.ts';
import { knownRuleIds, documentRules } from '../registry.ts';
import { didYouMean, type OwnRule, type Policy } from './policy.ts';

/** What is wrong about a policy, each in a sentence with its remedy: rules that do not exist, paths that lead nowhere. */
export function policyProblems({ rules, overrides, own }: Policy): readonly string[] {
  const ids = new Set([...knownRuleIds, ...own.map(({ id }) => id)]);
  const named = [...rules.keys(), ...overrides.flatMap((override) => [...override.rules.keys()])];
  return [
    ...own.flatMap(ownProblems),
    ...[...new Set(named)].flatMap((id) =>
      ids.has(id)
        ? fixedProblems(id)
        : [`There is no rule "${id}".${didYouMean(id, ids)} "osb list rules" shows all.`],
    ),
    ...overrides.flatMap(({ paths = [] }) => paths.flatMap(pathProblems)),
  ];
}

/** Errors on the document itself: nothing can be said about a catalog that cannot be read. */
function fixedProblems(id: string): readonly string[] {
  const isFixed = documentRules.some((rule) => rule.id === id && rule.severity === 'error');
  return isFixed
    ? [`"${id}" is about a document in which no catalog can be read, and stays an error. Leave it out.`]
    : [];
}

function ownProblems({ id, path, pattern }: OwnRule): readonly string[] {
  const problems = pathProblems(path).map((problem) => `Rule "${id}": ${problem}`);
  if (knownRuleIds.has(id)) problems.push(`"${id}" is a rule already. Give your own another name.`);
  if (pattern === undefined) return problems;
  try {
    linearPattern(pattern);
  } catch {
    problems.push(
      `Rule "${id}": the pattern ${JSON.stringify(pattern)} cannot be run in linear time or is none. Write it without look-around and back-references.`,
    );
  }
  return problems;
}

const below: Readonly<Partial<Record<Level, Readonly<Record<string, Level>>>>> = {
  catalog: { services: 'offering' },
  offering: { plans: 'plan', metadata: 'offeringMetadata', dashboard_client: 'dashboardClient' },
  plan: { metadata: 'planMetadata', schemas: 'schemas', maintenance_info: 'maintenanceInfo' },
};

function pathProblems(path: string): readonly string[] {
  if (!path.startsWith('/')) {
    const meant = path
      .replace(/^\$?\.?/, '')
      .replaceAll(/\[(?:\*|\d*)\]/g, '.*')
      .replaceAll('.', '/');
    return [`The path "${path}" does not start with "/". Write "/${meant}".`];
  }
  let level: Level | undefined = 'catalog';
  let isList = false;
  for (const key of path.slice(1).split('/')) {
    if (isList) {
      if (key !== '*' && !/^\d+$/.test(key))
        return [`The path "${path}" has "${key}" where "*" belongs, for each element of the list.`];
      isList = false;
      continue;
    }
    if (level === undefined || key === '*') return [];
    const right = knownKeysAt(level).has(key) ? undefined : meantKey(level, key);
    if (right !== undefined)
      return [`The path "${path}" leads nowhere. Did you mean "${right}" for "${key}"?`];
    level = below[level]?.[key];
    isList = key === 'services' || key === 'plans';
  }
  return [];
}
