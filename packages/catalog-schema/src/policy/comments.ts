import type { SuppressedFinding } from '../engine/finding.ts';
import type { Judged as Finding } from '../engine/one-fault.ts';
import { inputRules } from '../input/input-rules.ts';
import type { Range } from '../input/json-locate.ts';
import { didYouMean } from './policy.ts';

/** A comment that switches rules off for the line below. */
interface Comment {
  readonly rules: readonly { readonly id: string; readonly range: Range }[];
  readonly reason: string;
  /** The line that it is about, from 1. */
  readonly line: number;
}

/** What is wrong about a comment. */
export interface CommentProblem {
  readonly rule: typeof inputRules.suppressionKnown | typeof inputRules.suppressionUsed;
  readonly message: string;
  readonly range: Range;
}

/** Findings without those that comments switch off. */
export interface Commented {
  readonly kept: readonly Finding[];
  readonly off: readonly SuppressedFinding[];
  readonly problems: readonly CommentProblem[];
}

/** What is known about rules, to tell a comment that has no use. */
export interface KnownRules {
  readonly ids: ReadonlySet<string>;
  /** Those that could have spoken in this examination. */
  readonly active: ReadonlySet<string>;
}

const word = 'osb-disable-next-line';

/**
 * Follows `# osb-disable-next-line RULE, RULE -- reason` on a line of its own in YAML. The line meant is the next one that
 * is neither blank nor a comment.
 */
export function commented(findings: readonly Finding[], text: string, known: KnownRules): Commented {
  if (!text.includes('osb-disable')) return { kept: findings, off: [], problems: [] };
  const { comments, problems } = commentsIn(text, known);
  const off: SuppressedFinding[] = [];
  const used = new Set<object>();
  const entries = new Map(
    comments.flatMap(({ line, rules, reason }) =>
      rules.map((rule) => [`${line} ${rule.id}`, { rule, reason }] as const),
    ),
  );
  const kept = findings.filter((finding) => {
    const entry = entries.get(`${finding.position?.line ?? 0} ${finding.rule}`);
    if (entry === undefined) return true;
    used.add(entry.rule);
    off.push({ ...finding, reason: entry.reason });
    return false;
  });
  const unused = comments
    .flatMap(({ rules }) => rules)
    .filter((rule) => !used.has(rule) && known.active.has(rule.id))
    .map(({ id, range }): CommentProblem => ({
      rule: inputRules.suppressionUsed,
      message: `"${id}" finds nothing on the next line, so that there is nothing to switch off. Remove it from the comment.`,
      range,
    }));
  return { kept, off, problems: [...problems, ...unused] };
}

function commentsIn(
  text: string,
  known: KnownRules,
): { comments: readonly Comment[]; problems: CommentProblem[] } {
  const comments: Comment[] = [];
  const problems: CommentProblem[] = [];
  const lines = text.split('\n');
  let offset = 0;
  lines.forEach((content, index) => {
    const start = offset;
    offset += content.length + 1;
    const [lead, written, rest = ''] = /^\s*#\s*(osb-disable[\w-]*)(.*)$/s.exec(content) ?? [];
    if (lead === undefined || written === undefined) return;
    const at = start + content.indexOf(written);
    const tell = (message: string, range: Range) =>
      problems.push({ rule: inputRules.suppressionKnown, message, range });
    if (written !== word) {
      tell(`There is no comment "${written}". Write "# ${word} RULE", on the line above.`, {
        offset: at,
        length: written.length,
      });
      return;
    }
    const [list = '', ...reason] = rest.split(' -- ');
    const rules = [...list.matchAll(/[^\s,]+/g)].map((match) => ({
      id: match[0],
      range: { offset: at + written.length + match.index, length: match[0].length },
    }));
    if (rules.length === 0)
      tell(`The comment names no rule. Write "# ${word} RULE".`, { offset: at, length: written.length });
    for (const { id, range } of rules) {
      if (!known.ids.has(id)) tell(`There is no rule "${id}".${didYouMean(id, known.ids)}`, range);
    }
    const line = lineBelow(lines, index);
    const given = reason.join(' -- ').trim();
    comments.push({
      rules: rules.filter(({ id }) => known.ids.has(id)),
      reason: given === '' ? `By the comment in line ${index + 1}.` : given,
      line,
    });
  });
  return { comments, problems };
}

function lineBelow(lines: readonly string[], index: number): number {
  let next = index + 1;
  while (next < lines.length && /^\s*(?:#.*)?$/s.test(lines[next] ?? '')) next++;
  return next + 1;
}
