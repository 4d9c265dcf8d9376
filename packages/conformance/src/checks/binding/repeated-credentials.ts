import { defineCheck } from '../../engine/check.ts';
import { isObject, sameJson } from '../../engine/json.ts';
import { repeatedBind } from '../../preconditions/lives.ts';

/** What stands in the place of a secret that is not shown again. */
const isMasked = (value: unknown) =>
  value === null ||
  value === '' ||
  (typeof value === 'string' && /^\W*(\*+|x+|redacted|hidden|masked)?\W*$/i.test(value));

/** The same bind once more finds the same binding, and not another one under its id. */
export const sameCredentials = defineCheck({
  id: 'binding/identical-repeat-same-credentials',
  title: 'The same bind once more shows the same credentials.',
  requirements: ['BIND-200-IDENTICAL'],
  given: repeatedBind,
  run({ given: { life, part }, expect }) {
    const first =
      life.bound?.bind.answer.object?.['credentials'] ?? life.bound?.fetched?.plain.object?.['credentials'];
    const again = part.answer.object?.['credentials'];
    expect.applies(
      part.answer.status === 200 && isObject(first) && isObject(again),
      'The two answers do not both show credentials.',
    );
    if (!isObject(first) || !isObject(again)) return;
    const changed = Object.keys(first).filter(
      (name) => Object.hasOwn(again, name) && !isMasked(again[name]) && !sameJson(first[name], again[name]),
    );
    expect.that(changed.length === 0, {
      answer: part.answer,
      expected: 'the credentials of the binding that exists',
      actual: `others: ${changed.map((name) => `"${name}"`).join(', ')}`,
      because: 'the binding exists and was asked for again with the same body',
      weight: 'warning',
      likelyCause:
        'Each request makes new credentials: those that the application has may be without an owner from then on, and are not removed with the binding.',
    });
  },
});
