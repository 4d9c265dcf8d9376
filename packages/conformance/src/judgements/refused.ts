import type { RequirementId } from '@osb-kit/spec';
import type { Expect } from '../engine/expect.ts';
import type { Refusals } from '../preconditions/refused/traces.ts';

/** Nothing that was refused is done all the same; the requests that were are told in one finding. */
export function judgeRefused(
  expect: Expect,
  verb: string,
  { refused, blind }: Refusals,
  isAboutCredentials: boolean,
  alsoBreaks?: RequirementId,
): void {
  const own = refused.filter(({ flaw }) => flaw.isAboutCredentials === isAboutCredentials);
  const done = own.flatMap(({ flaw, answer, trace }) =>
    trace === undefined ? [] : [{ flaw, answer, trace }],
  );
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
  expect.applies(blind === undefined, `It cannot be seen from outside. ${blind ?? ''}`);
}
