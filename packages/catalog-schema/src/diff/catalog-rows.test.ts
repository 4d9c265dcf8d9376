/** Support of the tests beside it; named as a test so that no build ships it. */
import { expect } from 'chai';
import { diffCatalogs, type CatalogDifference, type DifferenceKind, type Impact } from './index.ts';

export type Members = Record<string, unknown>;

export const plan = (own: Members = {}): Members => ({
  id: 'p1',
  name: 'small',
  description: 'Small',
  ...own,
});
export const service = (own: Members = {}): Members => ({
  id: 's1',
  name: 'db',
  description: 'A database',
  bindable: true,
  plans: [plan()],
  ...own,
});
export const catalog = (...services: Members[]): unknown => ({ services });
export const ofService = (own: Members) => catalog(service(own));
export const ofPlan = (own: Members) => ofService({ plans: [plan(own)] });
export const withVersion = (version: string) => ofPlan({ maintenance_info: { version } });
export const client = { id: 'c', secret: 'top-secret', redirect_uri: 'https://d' };

export type Told = readonly [DifferenceKind, Impact, old: string | undefined, now: string | undefined];

export interface Row {
  readonly title: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly told: readonly Told[];
}

export const p = '/services/0/plans/0';
export const both = (kind: DifferenceKind, impact: Impact, pointer: string): Told => [
  kind,
  impact,
  pointer,
  pointer,
];

const tell = ({ kind, impact, oldPointer, newPointer }: CatalogDifference): Told => [
  kind,
  impact,
  oldPointer,
  newPointer,
];

/** One test a row. */
export function testRows(rows: readonly Row[]): void {
  for (const { title, old, new: now, told } of rows) {
    it(`tells of ${title}`, () => {
      const differences = diffCatalogs(old, now);
      expect(differences.map(tell)).to.deep.equal(told);
      for (const { message } of differences)
        expect(message)
          .to.match(/^[A-Z].*\.$/s)
          .and.not.include('secret"');
    });
  }
}
