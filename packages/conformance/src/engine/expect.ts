import type { ApiVersion, ErrorCode, RequirementId } from '@osb-kit/spec';
import type { Answer } from './answer.ts';
import { brief, type JsonObject } from './json.ts';
import { likelyCauseOf } from './likely-causes.ts';
import { isInformational, weightAt } from './severity.ts';
import { Blocked, Inconclusive, NotApplicable, Violation, type RawFinding, type Weight } from './signals.ts';
import { matchesStatus, namePatterns, nameStatus, type LegalStatuses, type StatusPattern } from './status.ts';

/** What an assertion about something else than a status says. */
export interface Claim {
  readonly expected: string;
  readonly actual: string;
  readonly because: string;
  /** The requirement it is about, or several; the first of the check by default. */
  readonly about?: RequirementId | readonly RequirementId[];
  /** A requirement that is broken too and weighs less. */
  readonly alsoBreaks?: RequirementId;
  readonly answer?: Answer;
  /** A weight other than that of the requirement: where the text tolerates, or insists. */
  readonly weight?: Weight;
  readonly likelyCause?: string;
}

/** Assertions. An error ends the check; a warning is kept and the check goes on, knowing by `false` that it did not hold. */
export interface Expect {
  /** Assertions about one answer. */
  (answer: Answer, about?: RequirementId): AnswerAssertions;
  /** Any other assertion. */
  that(condition: boolean, claim: Claim): boolean;
  /** Several things that do not hold, told together. */
  none(claims: readonly Claim[]): void;
  /** Ends the check as skipped unless the question arises for what the broker did. */
  applies(condition: boolean, reason: string): void;
  /** Ends the check as inconclusive unless the evidence suffices. */
  enough(condition: boolean, why: string): void;
  /** Ends the check as blocked unless the way to the probe was free; the answer is the one that bars it. */
  reached(condition: boolean, cause: string, answer?: Answer): void;
  /** A remark that does not change the verdict. */
  note(text: string): void;
  /** True when the target version states the requirement. */
  states(requirement: RequirementId): boolean;
}

export interface AnswerAssertions {
  /** The status is one of these. A 5xx that is not legal is an error whatever the requirement weighs. */
  status(
    legal: StatusPattern | readonly StatusPattern[] | LegalStatuses,
    because: string,
    alsoBreaks?: RequirementId,
  ): boolean;
  /** The body names this error code exactly. */
  errorCode(code: ErrorCode, because: string): boolean;
  /** The body is a JSON object. */
  object(because: string, emptyBody?: Weight): JsonObject | undefined;
}

/** What the assertions of one check have gathered. */
export interface Gathered {
  readonly findings: RawFinding[];
  readonly notes: string[];
}

/** Creates the assertions of one run of a check. */
export function createExpect(
  requirements: readonly [RequirementId, ...RequirementId[]],
  version: ApiVersion,
  gathered: Gathered,
): Expect {
  const states = (requirement: RequirementId) => weightAt(requirement, version) !== undefined;

  const that = (condition: boolean, claim: Claim): boolean => {
    if (condition) return true;
    const { about = requirements[0], alsoBreaks, answer, expected, actual, because, weight } = claim;
    const { likelyCause } = claim;
    const stated = (typeof about === 'string' ? [about] : about).filter(states);
    for (const id of stated.filter(isInformational)) gathered.notes.push(`${id}: ${actual}`);
    const rows = stated.filter((id) => !isInformational(id));
    if (rows.length === 0) return false;
    const findings = rows.map((requirement): RawFinding => ({
      requirement,
      expected,
      actual,
      because,
      answer,
      weight: weight ?? weightAt(requirement, version) ?? 'advice',
      ...(likelyCause === undefined ? {} : { likelyCause }),
      ...(alsoBreaks === undefined ? {} : { alsoBreaks }),
    }));
    if (findings.some((finding) => finding.weight === 'error')) throw new Violation(findings);
    gathered.findings.push(...findings);
    return false;
  };

  const assertions = (answer: Answer, about = requirements[0]): AnswerAssertions => ({
    status(given, because, alsoBreaks) {
      const statuses = asLegal(given);
      const matching = (rows: LegalStatuses['tolerated']) =>
        rows?.find((row) => matchesStatus(row.status, answer.status));
      if (statuses.legal.some((pattern) => matchesStatus(pattern, answer.status))) return true;
      const noted = matching(statuses.noted);
      if (noted !== undefined) {
        gathered.notes.push(`${nameStatus(answer.status)}: ${noted.reason}`);
        return true;
      }
      const unclear = matching(statuses.unclear);
      if (unclear !== undefined) throw new Inconclusive(`${nameStatus(answer.status)}: ${unclear.reason}`);
      const tolerated = matching(statuses.tolerated);
      const likelyCause = likelyCauseOf(about, answer);
      const crashed = tolerated === undefined && answer.status >= 500;
      const weight = tolerated === undefined ? (crashed ? 'error' : undefined) : 'warning';
      const isWeak = states(about) && weightAt(about, version) !== 'error';
      return that(false, {
        // A row that is never an error leaves a crash to the row about statuses (HC-53).
        ...(crashed && isWeak
          ? { about: 'ERR-STATUS-APPROPRIATE', alsoBreaks: about }
          : { about, ...(alsoBreaks === undefined ? {} : { alsoBreaks }) }),
        answer,
        because: tolerated === undefined ? because : `${because}; ${tolerated.reason}`,
        expected: namePatterns(statuses.legal),
        actual: describe(answer),
        ...(weight === undefined ? {} : { weight }),
        ...(likelyCause === undefined ? {} : { likelyCause }),
      });
    },
    errorCode(code, because) {
      const actual = answer.object?.['error'];
      return that(actual === code, {
        about,
        answer,
        because,
        expected: `a JSON body with "error": "${code}"`,
        actual: actual === undefined ? `${describe(answer)} without "error"` : `"error": ${brief(actual)}`,
      });
    },
    object(because, emptyBody) {
      const { object } = answer;
      that(object !== undefined, {
        about,
        answer,
        because,
        expected: 'a JSON object as body',
        actual: answer.text === '' ? 'an empty body' : `the body ${brief(answer.text, 60)}`,
        ...(emptyBody === undefined || answer.text !== '' ? {} : { weight: emptyBody }),
      });
      return object;
    },
  });

  return Object.assign(assertions, {
    that,
    none(claims: readonly Claim[]) {
      const broken: RawFinding[] = [];
      for (const claim of claims) {
        try {
          that(false, claim);
        } catch (error) {
          if (!(error instanceof Violation)) throw error;
          broken.push(...error.findings);
        }
      }
      if (broken.length > 0) throw new Violation(broken);
    },
    states,
    applies(condition: boolean, reason: string) {
      if (!condition) throw new NotApplicable(reason);
    },
    enough(condition: boolean, why: string) {
      if (!condition) throw new Inconclusive(why);
    },
    reached(condition: boolean, cause: string, answer?: Answer) {
      if (!condition) throw new Blocked(cause, answer);
    },
    note(text: string) {
      gathered.notes.push(text);
    },
  });
}

/** The status of an answer with its error code and description, if any. */
export function describe(answer: Answer): string {
  const code = answer.object?.['error'];
  const description = answer.object?.['description'];
  const words = [code, description].filter((part) => typeof part === 'string' && part !== '');
  return words.length === 0
    ? nameStatus(answer.status)
    : `${nameStatus(answer.status)} (${words.join(': ')})`;
}

function asLegal(given: StatusPattern | readonly StatusPattern[] | LegalStatuses): LegalStatuses {
  if (typeof given === 'number' || typeof given === 'string') return { legal: [given] };
  return 'legal' in given ? given : { legal: given };
}
