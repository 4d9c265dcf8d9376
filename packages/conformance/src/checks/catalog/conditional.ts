import { randomUUID } from 'node:crypto';
import { defineCheck } from '../../engine/check.ts';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** A validator that was never given out matches nothing: who sends one has another catalog, and keeps it on 304. */
export const foreignEntityTag = defineCheck({
  id: 'catalog/if-none-match-of-another',
  title: 'The catalog asked for with an entity tag that it never had is served in full.',
  requirements: ['CAT-ETAG-304'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    const own = world.catalog.header('ETag');
    const foreign = [
      `"${randomUUID()}"`,
      ...(own === undefined ? [] : [own.replace(/"$/, 'x"'), `W/"${randomUUID()}"`]),
    ];
    for (const tag of foreign) {
      const answer = await broker.catalog({ headers: { 'If-None-Match': tag } });
      const because = `If-None-Match is ${tag}, which the catalog never had`;
      const isServed = expect.that(answer.status !== 304, {
        answer,
        because,
        expected: '200 OK with the catalog',
        actual: '304 Not Modified',
      });
      if (!isServed) return;
      expect(answer).status(['2xx', '4xx'], because);
    }
  },
});
