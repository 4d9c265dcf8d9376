import { isSuccess, type Answer } from '../../engine/answer.ts';
import { readCatalog, type Offering } from '../../engine/catalog-model.ts';
import { defineCheck, type Tools } from '../../engine/check.ts';
import { brief, sameJson } from '../../engine/json.ts';
import type { RequirementId } from '@osb-kit/spec';
import { wholeBroker } from '../../preconditions/whole-broker.ts';

/** The catalog is there. */
const status = defineCheck({
  id: 'catalog/status',
  title: 'The catalog is served with 200 as a JSON object.',
  requirements: ['CAT-200', 'CAT-BODY-OBJECT'],
  given: wholeBroker,
  run({ expect, world }) {
    expect(world.catalog).status(200, 'the catalog was asked for with valid credentials');
    expect(world.catalog, 'CAT-BODY-OBJECT').object('the catalog was asked for');
  },
});

/** Answers of several fetches, so that replicas have a chance to differ. */
const fetches = 5;

function stableIds(kind: 'offering' | 'plan', requirement: RequirementId) {
  return defineCheck({
    id: `catalog/${kind}-ids-stable`,
    title: `An ${kind === 'offering' ? 'offering' : 'offering’s plan'} keeps its id between fetches.`,
    requirements: [requirement],
    given: wholeBroker,
    async run({ broker, expect, world }) {
      const before = idsByName(world.offerings, kind);
      for (let fetch = 0; fetch < fetches; fetch++) {
        const answer = await broker.catalog();
        if (!isSuccess(answer)) continue;
        const now = idsByName(readCatalog(answer.json, world.apiVersion), kind);
        for (const [name, ids] of now) {
          const earlier = before.get(name);
          // Only a name that means one thing can tell that its id changed.
          if (earlier?.length !== 1 || ids.length !== 1) continue;
          expect.that(earlier[0] === ids[0], {
            answer,
            expected: `the id ${brief(earlier[0])} of ${kind} ${name}`,
            actual: brief(ids[0]),
            because: 'the catalog at the start of the run named it',
          });
        }
      }
    },
  });
}

function idsByName(
  offerings: readonly Offering[],
  kind: 'offering' | 'plan',
): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  const add = (name: string, id: string) => named.set(name, [...(named.get(name) ?? []), id]);
  for (const offering of offerings) {
    if (kind === 'offering') add(`"${offering.name}"`, offering.id);
    else for (const plan of offering.plans) add(`"${offering.name}" / "${plan.name}"`, plan.id);
  }
  return named;
}

/** A conditional request is answered 304, or in full as if there were no condition. */
const entityTag = defineCheck({
  id: 'catalog/if-none-match',
  title: 'The catalog asked for with its own ETag is answered 304 or in full.',
  requirements: ['CAT-ETAG-304'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    const tag = world.catalog.header('ETag');
    expect.applies(tag !== undefined, 'The catalog has no ETag.');
    const answer = await broker.catalog({ headers: { 'If-None-Match': tag } });
    judgeConditional(expect, answer, world.catalog, `If-None-Match is ${tag ?? ''}, the ETag of the catalog`);
  },
});

const lastModified = defineCheck({
  id: 'catalog/if-modified-since',
  title:
    'The catalog asked for with a date is answered 304 if it is that of the catalog, and in full if it is older.',
  requirements: ['CAT-IF-MODIFIED-SINCE'],
  given: wholeBroker,
  async run({ broker, expect, world }) {
    const long = await broker.catalog({ headers: { 'If-Modified-Since': 'Mon, 01 Jan 1990 00:00:00 GMT' } });
    expect(long).status(200, 'If-Modified-Since is a date in 1990, and the catalog is younger');
    const date = world.catalog.header('Last-Modified');
    if (date === undefined) return;
    const answer = await broker.catalog({ headers: { 'If-Modified-Since': date } });
    judgeConditional(
      expect,
      answer,
      world.catalog,
      `If-Modified-Since is ${date}, the Last-Modified of the catalog`,
    );
  },
});

function judgeConditional(expect: Tools['expect'], answer: Answer, catalog: Answer, because: string): void {
  expect(answer).status([200, 304], because);
  if (answer.status === 304) {
    expect.that(answer.text === '', {
      answer,
      because,
      expected: 'no body',
      actual: `${String(answer.text.length)} characters`,
    });
  } else {
    expect.that(sameJson(answer.json, catalog.json), {
      answer,
      because,
      expected: 'the same catalog',
      actual: 'another one',
    });
  }
}

/** Outside of one machine, catalogs and credentials travel encrypted. */
const encrypted = defineCheck({
  id: 'catalog/over-tls',
  title: 'The broker is reached over TLS.',
  requirements: ['AUTH-TLS'],
  given: wholeBroker,
  run({ expect, world }) {
    const { protocol, hostname } = new URL(world.endpoint.base);
    const isLocal = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
    expect.applies(!isLocal, 'The broker is on the loopback interface.');
    expect.applies(
      world.endpoint.auth.kind !== 'none' || world.apiVersion !== '2.14',
      'No credentials travel.',
    );
    expect.that(protocol === 'https:', {
      expected: 'https',
      actual: `http to ${hostname}`,
      because: 'credentials travel with every request',
    });
  },
});

/** The catalog as the broker serves it. */
export const servedCatalog = [
  status,
  stableIds('offering', 'CAT-SVC-ID-STABLE'),
  stableIds('plan', 'CAT-PLAN-ID-STABLE'),
  entityTag,
  lastModified,
  encrypted,
];
