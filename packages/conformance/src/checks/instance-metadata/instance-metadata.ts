import type { RequirementId } from '@osb-kit/spec';
import { defineCheck } from '../../engine/check.ts';
import { member } from '../../engine/json.ts';
import { judgeMetadataPart } from '../../judgements/instance-body.ts';
import { lifeAnswers, successesOf } from '../../preconditions/answers.ts';

/** A check of one part of the metadata in the answers to updates and fetches. */
function metadataPart(part: 'labels' | 'attributes', requirement: RequirementId) {
  return defineCheck({
    id: `instance-metadata/${part}-type`,
    title: `"metadata.${part}" is an object in the answers to updates and fetches.`,
    requirements: [requirement],
    given: lifeAnswers,
    run({ given: { answers }, expect }) {
      const having = successesOf(answers, 'update', 'fetch-instance').filter(
        (answer) => member(member(answer.object, 'metadata'), part) !== undefined,
      );
      expect.applies(having.length > 0, `No answer to an update or a fetch has "metadata.${part}".`);
      for (const answer of having) {
        judgeMetadataPart({ expect, answer, about: requirement }, answer.object, part);
      }
    },
  });
}

/** `metadata.labels` is an object. */
export const labelsType = metadataPart('labels', 'META-LABELS-TYPE');

/** `metadata.attributes` is an object. */
export const attributesType = metadataPart('attributes', 'META-ATTRS-TYPE');
