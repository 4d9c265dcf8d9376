import type { MessageName } from '@osb-kit/spec';
import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { factsOf } from '../../engine/parameters.ts';
import { hasBindingInformation } from '../../judgements/binding-body.ts';
import { slipOf, strayCredentials, unknownFieldsOf } from '../../judgements/unknown-fields.ts';
import { lifeAnswers, type Purpose, type Purposed } from '../../preconditions/answers.ts';

const messages: Readonly<Record<Purpose, MessageName>> = {
  catalog: 'Catalog',
  provision: 'ProvisionResponse',
  update: 'UpdateResponse',
  deprovision: 'DeprovisionResponse',
  bind: 'BindResponse',
  unbind: 'UnbindResponse',
  'fetch-instance': 'FetchInstanceResponse',
  'fetch-binding': 'FetchBindingResponse',
  'poll-instance': 'LastOperationResponse',
  'poll-binding': 'BindingLastOperationResponse',
};

/** True for a binding that delivers nothing where it belongs, and credentials beside it. */
const isOnlyBeside = ({ purpose, answer }: Purposed) =>
  isOfBinding(purpose) &&
  isSuccess(answer) &&
  !hasBindingInformation(answer.object) &&
  strayCredentials(answer.object).length > 0;

const isOfBinding = (purpose: Purpose) => purpose === 'bind' || purpose === 'fetch-binding';

/** Fields of a broker's own stand out from those that the specification may get. */
export const prefixedExtensions = defineCheck({
  id: 'extensions/own-fields-have-a-prefix',
  title: 'Fields that the specification does not have carry a prefix, and are no misspelt ones.',
  requirements: ['EXT-PREFIX'],
  given: lifeAnswers,
  run({ given: { plan, answers }, expect, world }) {
    const seen = new Set<string>();
    const isTold = expect.states('BIND-INFO-ONCE') && factsOf(plan, world.facts).credentials !== 'none';
    // Credentials that lie beside "credentials" when nothing is in it: binding/delivers-information tells of it.
    if (isTold && answers.some(isOnlyBeside)) seen.add('credentials');
    for (const { purpose, answer } of answers.filter((one) => isSuccess(one.answer))) {
      const to = `of the answer to ${purpose.replace('-', ' ')}`;
      const stray = isOfBinding(purpose) ? strayCredentials(answer.object) : [];
      if (stray.length > 0 && !seen.has('credentials')) {
        seen.add('credentials');
        const names = stray.map((name) => `"${name}"`).join(', ');
        expect.that(false, {
          answer,
          expected: `${names} inside "credentials"`,
          actual: `${names} at the top level ${to}`,
          because: 'applications are given what is in "credentials", and nothing beside it',
        });
      }
      for (const field of unknownFieldsOf(messages[purpose], answer.object)) {
        const { path, name } = field;
        const key = `${purpose} ${name}`;
        if (seen.has(key) || stray.includes(name)) continue;
        seen.add(key);
        const slip = slipOf(field);
        expect.that(slip === undefined && /[^A-Za-z0-9]/.test(name), {
          answer,
          actual: `"${name}" at ${path} ${to}`,
          ...(slip ?? {
            expected: `a prefix in the name of the extension field "${name}"`,
            because: 'a later version of the specification may give the plain name a meaning',
          }),
        });
      }
    }
  },
});
