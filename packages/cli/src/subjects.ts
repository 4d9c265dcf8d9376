import {
  apiVersions,
  hardCases,
  latestApiVersion,
  levelAt,
  requirement,
  requirements,
  sectionLink,
  type HardCase,
  type Requirement,
} from '@osb-kit/spec';
import type { Rule } from '@osb-kit/catalog-schema';
import { exampleForPeople, textForPeople } from './examples.ts';
import type { Proof } from './proofs.ts';

/** The kinds of things that have an id. */
export const subjectKinds = ['requirements', 'rules', 'checks', 'hard-cases'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Something with an id that a user can list and have explained. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  readonly summary: string;
  readonly explain: () => string;
}

/** Every requirement, rule, check and hard case. */
export async function subjects(): Promise<readonly Subject[]> {
  const { proofs } = await import('./proofs.ts');
  return [
    ...requirements.map((row) => requirementSubject(row, proofs(row))),
    ...(await rules()),
    ...(await checks()),
    ...hardCases.map(hardCaseSubject),
  ];
}

/** What is known of an id, as text; `undefined` for an unknown one. Ids are matched without regard to case. */
export async function explain(id: string): Promise<string | undefined> {
  const wanted = id.toLowerCase();
  return (await subjects()).find((subject) => subject.id.toLowerCase() === wanted)?.explain();
}

/** Up to three known ids that are spelled much like this one. */
export async function nearestIds(id: string): Promise<readonly string[]> {
  const wanted = id.toLowerCase();
  return (
    (await subjects())
      .map((subject) => ({ id: subject.id, distance: editDistance(wanted, subject.id.toLowerCase()) }))
      // An id of which more than half is different is no help.
      .filter((subject) => subject.distance <= subject.id.length / 2)
      .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
      .slice(0, 3)
      .map((subject) => subject.id)
  );
}

function requirementSubject(row: Requirement, proof: Proof): Subject {
  return {
    kind: 'requirements',
    id: row.id,
    summary: `${row.level} ${row.since} ${row.statement}`,
    explain: () => {
      const spans = apiVersions.map((version) => `${version} ${levelAt(row, version) ?? '-'}`).join(', ');
      return lines([
        `${row.id}  ${row.level}  binds the ${row.party}  since ${row.since}`,
        '',
        row.statement,
        '',
        ['Levels', spans],
        ['History', row.history],
        ['Basis', row.basis],
        ['Testable', row.testableWhy === '' ? row.testable : `${row.testable}: ${row.testableWhy}`],
        ['Check', row.check],
        proofLine(proof),
        ['Broken when', row.mutant],
        ['Hard cases', row.hardCases.join(', ')],
        ['Specification', sectionLink(row.section)],
      ]);
    },
  };
}

function proofLine(proof: Proof): readonly [string, string] {
  switch (proof.kind) {
    case 'proven':
      return ['Proven by', proof.by.join(', ')];
    case 'impossible':
      return ['Not proven', proof.reason];
    case 'open':
      return ['Not proven', 'No rule and no check decides it yet.'];
  }
}

async function rules(): Promise<readonly Subject[]> {
  const {
    collisionRules,
    documentRules,
    modelledCloudController,
    platformAnswers,
    rules: all,
    severityOfRule,
    validateCatalog,
  } = await import('@osb-kit/catalog-schema');
  /** What the rule says of its bad example. */
  const saidOf = ({ id, basis, examples }: Rule): readonly string[] =>
    validateCatalog(examples.bad, {
      profiles: examples.profiles ?? (basis.kind === 'platform' ? [basis.profile] : ['osb']),
      ...(examples.version === undefined ? {} : { apiVersion: examples.version }),
    })
      .findings.filter(({ rule }) => rule === id)
      .map(({ message }) => message);
  const platformLines = ({ basis }: Rule): readonly Line[] => {
    if (basis.kind !== 'platform') return [];
    const { apiVersion, released, commit } = modelledCloudController;
    const model = `Cloud Controller ${apiVersion} (${released}, commit ${commit.slice(0, 7)}); --platform-version goes by another one`;
    return [
      ['Written in', basis.link],
      ['Modelled', basis.profile === 'cloudfoundry' ? model : ''],
    ];
  };
  /** What platforms do with an example of the specification: they refuse what it allows, and take what it forbids. */
  const answerLines = ({ basis }: Rule, example: unknown): readonly Line[] => {
    if (basis.kind === 'platform') return [];
    const answers = platformAnswers(example);
    const takers = answers.filter(({ refusal }) => refusal === undefined).map(({ profile }) => profile);
    return [
      ...answers.map(({ profile, refusal = '' }): Line => [`  ${profile}`, refusal]),
      ['  taken by', takers.length === answers.length ? 'all platforms' : takers.join(', ')],
    ];
  };
  const ofCatalogs = all.map((rule): Subject => {
    const row = rule.basis.kind === 'requirement' ? requirement(rule.basis.requirement) : undefined;
    const summary = rule.summary ?? row?.statement ?? '';
    return {
      kind: 'rules',
      id: rule.id,
      summary,
      explain: () =>
        lines([
          `${rule.id}  rule of the validator  ${severityOfRule(rule, latestApiVersion) ?? 'not stated'}`,
          '',
          summary,
          '',
          ['Requirement', row?.id ?? ''],
          ['Specification', row === undefined ? '' : sectionLink(row.section)],
          ...platformLines(rule),
          '',
          'Passes',
          exampleForPeople(rule.examples.good),
          ...answerLines(rule, rule.examples.good),
          '',
          'Fails',
          exampleForPeople(rule.examples.bad),
          ...saidOf(rule).map((message) => `    ^ ${message}`),
          ...answerLines(rule, rule.examples.bad),
        ]),
    };
  });
  const ofDocuments = documentRules.map(({ id, summary, severity, link, examples }): Subject => {
    const explainIt = () =>
      lines([
        ...[`${id}  rule of the validator  ${severity}`, '', summary, '', ['Written in', link] as const],
        ...['', 'Passes', textForPeople(examples.good), '', 'Fails', textForPeople(examples.bad)],
      ]);
    return { kind: 'rules', id, summary, explain: explainIt };
  });
  const acrossBrokers = Object.values(collisionRules).map(({ id, summary, remedy }): Subject => {
    const explainIt = () =>
      lines([`${id}  rule of the validator, with --together  error`, '', summary, remedy]);
    return { kind: 'rules', id, summary, explain: explainIt };
  });
  return [...ofDocuments, ...ofCatalogs, ...acrossBrokers];
}

async function checks(): Promise<readonly Subject[]> {
  const { checks: all } = await import('@osb-kit/conformance');
  return all.map((check) => ({
    kind: 'checks',
    id: check.id,
    summary: check.title,
    explain: () =>
      lines([
        `${check.id}  check of the tester`,
        '',
        check.title,
        '',
        ...check.requirements.map((id): [string, string] => {
          const row = requirement(id);
          return [row.level, `${id} (since ${row.since}): ${row.statement}`];
        }),
        [
          'Hard cases',
          [...new Set(check.requirements.flatMap((id) => requirement(id).hardCases))].join(', '),
        ],
        ['Run it', `osb test <url> --only ${check.id}`],
      ]),
  }));
}

function hardCaseSubject(row: HardCase): Subject {
  return {
    kind: 'hard-cases',
    id: row.id,
    summary: row.title,
    explain: () =>
      lines([
        `${row.id}  ${row.title}`,
        '',
        ['Text', row.text],
        ['Seen in the wild', row.seenInTheWild],
        ['Verdict rule', row.verdictRule],
        ['Requirements', row.requirements.join(', ')],
      ]),
  };
}

type Line = string | readonly [label: string, text: string];

/** Lines of text; a pair is a label with its text, left out when there is none. */
function lines(parts: readonly Line[]): string {
  const kept = parts.filter((part) => typeof part === 'string' || part[1] !== '');
  return `${kept.map((part) => (typeof part === 'string' ? part : `${part[0].padEnd(17)} ${part[1]}`)).join('\n')}\n`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(a).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const change = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
