import type { MessageName } from '@osb-kit/spec';
import { isSuccess } from '../../engine/answer.ts';
import { defineCheck } from '../../engine/check.ts';
import { unknownFieldsOf } from '../../judgements/unknown-fields.ts';
import { lifeAnswers, type Purpose } from '../../preconditions/answers.ts';

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

/** Fields of a broker's own stand out from those that the specification may get. */
export const prefixedExtensions = defineCheck({
  id: 'extensions/own-fields-have-a-prefix',
  title: 'Fields that the specification does not have carry a prefix in their names.',
  requirements: ['EXT-PREFIX'],
  given: lifeAnswers,
  run({ given: { answers }, expect }) {
    const seen = new Set<string>();
    for (const { purpose, answer } of answers.filter((one) => isSuccess(one.answer))) {
      for (const { path, name } of unknownFieldsOf(messages[purpose], answer.object)) {
        const key = `${purpose} ${name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        expect.that(/[^A-Za-z0-9]/.test(name), {
          answer,
          expected: `a prefix in the name of the extension field "${name}"`,
          actual: `"${name}" at ${path} of the answer to ${purpose.replace('-', ' ')}`,
          because: 'a later version of the specification may give the plain name a meaning',
        });
      }
    }
  },
});
