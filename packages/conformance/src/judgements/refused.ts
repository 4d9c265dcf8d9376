import type { RequirementId } from '@osb-kit/spec';
import type { Tools } from '../engine/check.ts';
import type { Refusals } from '../preconditions/refused/traces.ts';
import { isEvidence } from './evidence.ts';

/** Nothing that was refused is done all the same; the requests that were are told in one finding. */
export async function judgeRefused(
  { expect, world }: Pick<Tools, 'expect' | 'world'>,
  verb: string,
  { plan, refused, blind }: Refusals,
  isAboutCredentials: boolean,
  alsoBreaks?: RequirementId,
): Promise<void> {
  const own = refused.filter(({ flaw }) => flaw.isAboutCredentials === isAboutCredentials);
  const seen = own.flatMap(({ flaw, answer, trace }) =>
    trace === undefined ? [] : [{ flaw, answer, trace }],
  );
  const done: typeof seen = [];
  for (const one of seen) if (await isEvidence({ world }, plan, one.trace.answer)) done.push(one);
  const [first, ...others] = done;
  if (first !== undefined) {
    const more = others.map(({ flaw, answer }) => `${flaw.what} (${String(answer.status)})`).join(', ');
    expect.that(false, {
      answer: first.trace.answer,
      ...(alsoBreaks === undefined ? {} : { alsoBreaks }),
      expected: first.trace.expected,
      actual: first.trace.actual,
      because: `the ${verb} ${first.flaw.what} was refused with ${String(first.answer.status)}, so that it changes nothing${more === '' ? '' : `; so it is after those ${more}`}`,
    });
  }
  expect.applies(
    own.length > 0,
    isAboutCredentials
      ? 'No request was refused for its credentials: see authentication/without-credentials.'
      : `The broker refuses no flawed ${verb} with a 4xx.`,
  );
  const [unclear] = seen;
  expect.enough(
    unclear === undefined || done.length > 0,
    `What is seen afterwards (${unclear?.trace.actual ?? ''}) is seen of ids that were never used as well, or of what exists.`,
  );
  expect.applies(blind === undefined, `It cannot be seen from outside. ${blind ?? ''}`);
}
