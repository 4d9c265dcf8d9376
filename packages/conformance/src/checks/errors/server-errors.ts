import { defineCheck } from '../../engine/check.ts';
import type { Claim } from '../../engine/expect.ts';
import { describe } from '../../engine/expect.ts';
import type { ServerError } from '../../engine/server-errors.ts';
import { kindNames } from '../../engine/well-formed.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** A server error that nobody asked for is one that platforms will meet: nothing of a run is left unseen. */
export const noServerError = defineCheck({
  id: 'errors/no-server-error',
  title: 'No well-formed request of the whole run is answered with a server error.',
  requirements: ['ERR-STATUS-APPROPRIATE'],
  given: wholeBroker,
  last: true,
  run({ expect, world }) {
    // Who is away for a moment, and says so, is asked again; what is not asked again by its nature tells nothing.
    const found = world.serverErrors
      .unnamed()
      .filter(({ isUnavailable, count }) => !isUnavailable || count > 1);
    for (const { isOptional, kind, answer } of found)
      if (isOptional)
        expect.note(`${kindNames[kind]}: ${describe(answer)}, where nothing obliges the broker to answer.`);
    expect.none(found.filter(({ isOptional }) => !isOptional).map(claimOf));
  },
});

function claimOf({ kind, answer, count, isUnavailable }: ServerError): Claim {
  const often = count === 1 ? '' : `, to ${String(count)} such requests`;
  const isOfGateway = answer.status === 504 || answer.status === 502;
  const likelyCause = isUnavailable
    ? undefined
    : isOfGateway
      ? 'A gateway in front of the broker answers for it: the broker took too long, or was not there.'
      : kind === 'provision' || kind === 'bind'
        ? `An error in the broker escaped to its web framework; its log has the stack trace of this request. If it lacks parameters that no schema tells, the broker has to answer 400; give them in osb.config.yaml ("${kind}_parameters") to go on.`
        : 'An error in the broker escaped to its web framework; its log has the stack trace of this request.';
  return {
    answer,
    expected: 'any status below 500',
    actual: `${describe(answer)}${often}`,
    because: `nothing is wrong with the request (${kindNames[kind]})`,
    ...(isUnavailable ? { weight: 'warning' as const } : {}),
    ...(likelyCause === undefined ? {} : { likelyCause }),
  };
}
