import { isObject } from './json.ts';
import type { Place } from './place.ts';
import type { AlsoSaid, Finding, Profile } from './finding.ts';

/**
 * What a message is about, by its name. Rules of several profiles that speak of one aspect of one place mean one fault;
 * messages with other names stand for themselves.
 */
const aspects: ReadonlyMap<string, string> = new Map([
  ...['missing', 'null', 'type', 'empty', 'element', 'none', 'services', 'array', 'value', 'invalid'].map(
    (name) => [name, 'value'] as const,
  ),
  ...['unknown', 'unstorable', 'external', 'form', 'other'].map((name) => [name, 'value'] as const),
  ...['duplicate', 'collision'].map((name) => [name, 'twice'] as const),
  ...['large', 'tooLong'].map((name) => [name, 'length'] as const),
  ['misspelt', 'key'],
  ['strange', 'key'],
]);

/** A finding of one profile together with the fault that it is about, where other profiles may speak of it too. */
export type Judged = Finding & { readonly fault?: string };

/** A name for what a message is about; `lacks` among the facts names the key that an object does not have. */
export function faultOf(message: string, at: Place, facts: unknown): string | undefined {
  const lacks = isObject(facts) ? facts['lacks'] : undefined;
  if (typeof lacks === 'string') return `value ${at.child(lacks).pointer}`;
  const aspect = aspects.get(message);
  return aspect === undefined ? undefined : `${aspect} ${at.pointer}`;
}

/** Tells a fault once that several profiles see: in the words of the first of them, as bad as the worst finds it. */
export function united(findings: readonly Judged[], order: readonly Profile[]): readonly Finding[] {
  const groups = new Map<string, Judged[]>();
  for (const finding of findings) {
    if (finding.fault !== undefined)
      groups.set(finding.fault, [...(groups.get(finding.fault) ?? []), finding]);
  }
  const first = new Map<Judged, readonly Judged[]>();
  const told = new Set<Judged>();
  for (const group of groups.values()) {
    const speaker = order.find((profile) => group.some((finding) => finding.profile === profile));
    const [own] = group.filter(({ profile }) => profile === speaker);
    const others = worstOfEach(group.filter(({ profile }) => profile !== speaker));
    if (own === undefined || others.length === 0) continue;
    first.set(own, others);
    for (const finding of group) if (finding.profile !== speaker) told.add(finding);
  }
  return findings
    .filter((finding) => !told.has(finding))
    .map((finding): Finding => {
      const { fault: _fault, ...rest } = finding;
      const others = first.get(finding);
      if (others === undefined) return rest;
      const isError = [rest, ...others].some(({ severity }) => severity === 'error');
      return {
        ...rest,
        severity: isError ? 'error' : 'warning',
        ...(isError && rest.severity === 'warning' && { ownSeverity: rest.severity }),
        also: others.map(({ profile, rule, severity, message, link }): AlsoSaid => ({
          profile,
          rule,
          severity,
          message,
          link,
        })),
      };
    });
}

function worstOfEach(findings: readonly Judged[]): readonly Judged[] {
  const byProfile = new Map<Profile, Judged>();
  for (const finding of findings) {
    const known = byProfile.get(finding.profile);
    if (known === undefined || (known.severity === 'warning' && finding.severity === 'error')) {
      byProfile.set(finding.profile, finding);
    }
  }
  return [...byProfile.values()];
}
