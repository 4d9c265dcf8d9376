import { randomUUID } from 'node:crypto';
import type { RequirementId } from '@osb-kit/spec';
import { rules } from '@osb-kit/catalog-schema';
import { adding, async, declaring, intercepting, mutant, restating } from '../mutations.ts';
import type { Mutant } from '../miniature.ts';
import type { ModelOffering, ModelPlan } from '../model-types.ts';

const everything = { run: {} } as const;
const offering = (row: RequirementId, name: string, change: (offering: ModelOffering) => void) =>
  mutant(row, name, declaring(change, everything));
const plan = (row: RequirementId, name: string, change: (plan: ModelPlan) => void) =>
  mutant(
    row,
    name,
    declaring((_offering, first) => change(first), everything),
  );
const fields = (row: RequirementId, name: string, extra: Readonly<Record<string, unknown>>) =>
  offering(row, name, (first) => Object.assign(first, extra));
const planFields = (row: RequirementId, name: string, extra: Readonly<Record<string, unknown>>) =>
  plan(row, name, (first) => Object.assign(first, extra));

/** The bad example of each rule of the validator, served as the catalog. */
const served = rules.flatMap((rule): Mutant[] =>
  rule.basis.kind === 'requirement' && rule.examples.version === undefined
    ? [
        mutant(rule.basis.requirement, `serves the bad example of ${rule.id}`, {
          ...restating('catalog', 200, 200, rule.examples.bad),
          ...everything,
        }),
      ]
    : [],
);

export const catalogMutants: readonly Mutant[] = [
  mutant('CAT-200', 'answers 204 to the catalog', { ...restating('catalog', 200, 204, ''), ...everything }),
  mutant('CAT-BODY-OBJECT', 'serves a bare array', { ...restating('catalog', 200, 200, []), ...everything }),
  mutant('CAT-SVC-ID-STABLE', 'makes up the ids of offerings at each request', {
    after: (answer, request, state) =>
      request.route === 'catalog' && answer.status === 200
        ? {
            ...answer,
            body: { services: state.catalog.services.map((service) => ({ ...service, id: randomUUID() })) },
          }
        : answer,
    ...everything,
  }),
  mutant('CAT-PLAN-ID-STABLE', 'makes up the ids of plans at each request', {
    after: (answer, request, state) =>
      request.route === 'catalog' && answer.status === 200
        ? {
            ...answer,
            body: {
              services: state.catalog.services.map((service) => ({
                ...service,
                plans: service.plans.map((each) => ({ ...each, id: randomUUID() })),
              })),
            },
          }
        : answer,
    ...everything,
  }),
  mutant('CAT-ETAG-304', 'sends an ETag and crashes at If-None-Match', {
    before: (request) =>
      request.headers['if-none-match'] === undefined ? undefined : { status: 500, body: '' },
    after: (answer, request) =>
      request.route === 'catalog' ? { ...answer, headers: { ETag: '"1"' } } : answer,
  }),
  mutant(
    'CAT-IF-MODIFIED-SINCE',
    'answers 304 to any date',
    intercepting('catalog', (request) => request.headers['if-modified-since'] !== undefined, {
      status: 304,
      body: '',
    }),
  ),
  fields('CAT-SVC-BINDABLE-REQUIRED', 'says "yes" for bindable', { bindable: 'yes' }),
  fields('CAT-SVC-PLANUPD-TYPE', 'says "no" for plan_updateable', { plan_updateable: 'no' }),
  fields('CAT-SVC-NAME-CLI', 'has an offering named "My Great Database!"', { name: 'My Great Database!' }),
  planFields('CAT-PLAN-FREE-TYPE', 'says "false" for free', { free: 'false' }),
  planFields('CAT-MAINT-VERSION-SEMVER', 'has the maintenance version v2.1', {
    maintenance_info: { version: 'v2.1' },
  }),
  planFields('URL-CATALOG-ID-CHARS', 'has a plan with the id "gold/eu west"', { id: 'gold/eu west' }),
  ...served,
  mutant('CT-RESPONSE-SUCCESS', 'serves the catalog as text', {
    after: (answer, request) =>
      request.route === 'catalog' ? { ...answer, headers: { 'Content-Type': 'text/plain' } } : answer,
  }),
  mutant('EXT-PREFIX', 'adds a field "status" to provisions', adding('provision', { status: 'ok' })),
  mutant(
    'EXT-PREFIX',
    'misspells "instance_usable" in polls',
    adding('pollInstance', { instance_useable: true }, async),
  ),
  mutant(
    'EXT-PREFIX',
    'misspells "plan_updateable" as most languages would',
    declaring((offering) => {
      offering['planUpdateable'] = offering['plan_updateable'];
      delete offering['plan_updateable'];
    }),
  ),
];
