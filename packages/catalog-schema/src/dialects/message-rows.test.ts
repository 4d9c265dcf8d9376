/** Support of the tests beside it; named as a test so that no build ships it. */
import { expect } from 'chai';
import { examineAsCloudController, renderCloudControllerMessage, type ProblemCode } from './index.ts';

export type Members = Record<string, unknown>;

/** A sound plan, but for the given members. */
export const plan = (own: Members = {}): Members => ({
  id: 'p',
  name: 'small',
  description: 'Small',
  ...own,
});

/** A sound service of one plan, but for the given members. */
export const service = (own: Members = {}): Members => ({
  id: 's',
  name: 'db',
  description: 'A database',
  bindable: true,
  plans: [plan()],
  ...own,
});

export const withService = (own: Members): Members => ({ services: [service(own)] });
export const withPlan = (own: Members): Members => withService({ plans: [plan(own)] });
export const draft4 = 'http://json-schema.org/draft-04/schema#';
export const withSchema = (schema: Members): Members =>
  withPlan({ schemas: { service_instance: { create: { parameters: schema } } } });

/** A catalog, Cloud Controller's text for it, and the code and pointer of each problem. */
export interface Row {
  readonly title: string;
  readonly catalog: unknown;
  readonly message: string;
  readonly found: readonly (readonly [ProblemCode, string])[];
  readonly text?: string;
}

/** One test a row. */
export function testMessages(rows: readonly Row[]): void {
  for (const { title, catalog, message, found, text } of rows) {
    it(`${message === '' ? 'accepts' : 'refuses'} ${title}`, () => {
      const problems = examineAsCloudController(catalog, text === undefined ? {} : { text });
      expect(renderCloudControllerMessage(problems)).to.equal(message);
      expect(problems.map(({ code, pointer }) => [code, pointer])).to.deep.equal(found);
    });
  }
}
