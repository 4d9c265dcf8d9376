import { expect } from 'chai';
import { type Catalog, createCatalog } from './catalog.ts';
import type { Service } from './define-service.ts';

export const plan = { id: 'p', name: 'small', description: 'Small.' };
export const sound = {
  id: 's',
  name: 'db',
  description: 'A database.',
  plans: [plan],
  provision: () => undefined,
  deprovision: () => undefined,
};
export const handler = () => undefined;

export const withFields = (fields: object) => [{ ...sound, ...fields }];
export const withPlan = (fields: object, offering: object = {}) =>
  withFields({ ...offering, plans: [{ ...plan, ...fields }] });

/** What the messages call them. */
export const offering = 'the offering "db"';
export const small = `the plan "small" of ${offering}`;
export const naming = 'Write letters, digits, dots and hyphens; metadata.displayName takes any text.';

/** The catalog of definitions as an author who writes JavaScript hands them over. */
export const catalogOf = (services: unknown): Catalog => createCatalog(services as readonly Service[]);

/** Definitions that are refused, and how the text of the error begins or goes on. */
export type Refusal = readonly [
  what: string,
  services: unknown,
  error: typeof TypeError | typeof RangeError,
  text: string,
];

/** One test for each. */
export function refuses(refusals: readonly Refusal[]): void {
  for (const [what, services, error, text] of refusals) {
    it(`refuses ${what}`, () => {
      expect(() => catalogOf(services)).to.throw(error, text);
    });
  }
}

/** One test for each. */
export function accepts(
  definitions: readonly (readonly [what: string, services: readonly unknown[]])[],
): void {
  for (const [what, services] of definitions) {
    it(`accepts ${what}`, () => {
      expect(catalogOf(services).services.size).to.equal(services.length);
    });
  }
}
