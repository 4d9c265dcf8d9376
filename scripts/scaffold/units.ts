import { isRequirementId } from '../../packages/spec/src/index.ts';

/** A file to write, or a registry to extend. */
export interface Scaffold {
  readonly files: ReadonlyMap<string, string>;
  readonly registry: { readonly file: string; readonly exportName: string; readonly from: string };
  /** What to do next. */
  readonly next: string;
}

/** A command line that cannot be scaffolded: the message says how it should look. */
export class ScaffoldError extends Error {
  override readonly name = 'ScaffoldError';
}

/** The kinds of units, each with what its command line holds and how it is written. */
export const unitKinds = {
  rule: { usage: 'rule <id> <REQUIREMENT-ID>', scaffold: rule },
  check: { usage: 'check <section>/<id> <REQUIREMENT-ID>', scaffold: check },
  route: { usage: 'route <id> <METHOD> </path>', scaffold: route },
  reporter: { usage: 'reporter <id>', scaffold: reporter },
} as const;

/** The command that runs one test file; the configuration of mocha would add all others to it. */
function runOnly(test: string): string {
  return `npx mocha --no-config --extension ts -n conditions=osb-kit-source -n import=./tools/load-as-modules.js ${test}`;
}

function rule(id = '', requirement = ''): Scaffold {
  kebab(id);
  known(requirement);
  const name = camel(id);
  const folder = 'packages/catalog-schema/src/rules';
  return {
    files: new Map([
      [
        `${folder}/${id}.ts`,
        `import { defineRule } from '../engine/rule.ts';
import { withOffering } from '../engine/samples.ts';
import { shown } from '../engine/shown.ts';

/** Say in one sentence why a platform needs this. */
export const ${name} = defineRule({
  id: '${id}',
  requirement: '${requirement}',
  messages: {
    broken: ({ value }: { value: unknown }) => \`\${shown(value)} is not what it should be. Say the remedy.\`,
  },
  examples: { good: withOffering({}), bad: withOffering({ description: 'change me' }) },
  offering(offering, found) {
    const value = offering.value['description'];
    if (value === 'change me') found.broken(offering.at.child('description'), { value });
  },
});
`,
      ],
      [
        `${folder}/${id}.test.ts`,
        `import { withOffering } from '../engine/samples.ts';
import { testRule } from '../testing/test-rule.ts';
import { ${name} } from './${id}.ts';

testRule(${name}, [
  {
    name: 'reports what is broken',
    catalog: withOffering({ description: 'change me' }),
    finds: ['broken /services/0/description'],
  },
]);
`,
      ],
    ]),
    registry: { file: 'packages/catalog-schema/src/registry.ts', exportName: name, from: `./rules/${id}.ts` },
    next: runOnly(`packages/catalog-schema/src/rules/${id}.test.ts`),
  };
}

function check(id = '', requirement = ''): Scaffold {
  const [section = '', provocation = '', ...rest] = id.split('/');
  kebab(section);
  kebab(provocation);
  if (rest.length > 0)
    throw new ScaffoldError(`"${id}" has more than one slash. Name it <section>/<provocation>.`);
  known(requirement);
  const name = camel(provocation);
  const folder = `packages/conformance/src/checks/${section}`;
  return {
    files: new Map([
      [
        `${folder}/${provocation}.ts`,
        `import { randomUUID } from 'node:crypto';
import { defineCheck } from '../../engine/check.ts';
import { onePlan } from '../../preconditions/plans.ts';

/** Say in one sentence what must hold. */
export const ${name} = defineCheck({
  id: '${id}',
  title: 'A delete of what never existed is answered 410.',
  requirements: ['${requirement}'],
  given: onePlan,
  async run({ given: { plan }, broker, expect }) {
    const answer = await broker.deprovision(randomUUID(), plan);
    expect(answer).status(410, 'nothing was ever created under this id');
  },
});
`,
      ],
      [
        `${folder}/${provocation}.test.ts`,
        `import { testCheck } from '../../testing/test-check.test-support.ts';
import { ${name} } from './${provocation}.ts';

testCheck(${name}, {
  passes: { 'does as it should': {} },
  fails: {
    'breaks on a delete of what never existed': {
      // It does what is in order: a broker that breaks at everything is told that, and not this.
      after: (answer, { route }) =>
        route === 'deprovision' && answer.status === 410 ? { status: 500, body: {} } : answer,
    },
  },
});
`,
      ],
    ]),
    registry: { file: `${folder}/index.ts`, exportName: name, from: `./${provocation}.ts` },
    next: runOnly(`packages/conformance/src/checks/${id}.test.ts`),
  };
}

function route(id = '', method = '', path = ''): Scaffold {
  kebab(id);
  if (!['GET', 'PUT', 'PATCH', 'DELETE', 'POST'].includes(method)) {
    throw new ScaffoldError(`"${method}" is not a method of a route. Use GET, PUT, PATCH, DELETE or POST.`);
  }
  if (!path.startsWith('/')) throw new ScaffoldError(`"${path}" is not a path. Begin it with a slash.`);
  const name = camel(id);
  const folder = 'packages/broker/src/routes';
  return {
    files: new Map([
      [
        `${folder}/${id}.ts`,
        `import { defineRoute } from '../http/route.ts';

/** Say what the route does, and the section of the specification. */
export const ${name} = defineRoute({
  method: '${method}',
  path: '${path}',
  handle() {
    return Promise.resolve({ status: 200, body: {} });
  },
});
`,
      ],
      [
        `${folder}/${id}.test.ts`,
        `import { expect } from 'chai';
import { ${name} } from './${id}.ts';

describe('broker: route ${id}', () => {
  it('is where it is said to be', () => {
    expect(${name}).to.include({ method: '${method}', path: '${path}' });
  });
});
`,
      ],
    ]),
    registry: { file: 'packages/broker/src/registry.ts', exportName: name, from: `./routes/${id}.ts` },
    next: runOnly(`packages/broker/src/routes/${id}.test.ts`),
  };
}

function reporter(id = ''): Scaffold {
  kebab(id);
  const name = `render${camel(id).replace(/^./, (letter) => letter.toUpperCase())}`;
  const folder = 'packages/conformance/src/reporters';
  return {
    files: new Map([
      [
        `${folder}/${id}.ts`,
        `import type { Report } from '../engine/report.ts';

/** Say for whom the format is. */
export function ${name}(report: Report): string {
  return report.results.map((result) => \`\${result.outcome} \${result.check}\\n\`).join('');
}
`,
      ],
      [
        `${folder}/${id}.test.ts`,
        `import { expect } from 'chai';
import { sampleReport } from '../reporting/sample-report.test-support.ts';
import { ${name} } from './${id}.ts';

describe('conformance: reporter ${id}', () => {
  it('holds every result', () => {
    const report = sampleReport();
    expect(${name}(report).trim().split('\\n')).to.have.length(report.results.length);
  });
});
`,
      ],
    ]),
    registry: { file: `${folder}/index.ts`, exportName: name, from: `./${id}.ts` },
    next: runOnly(`packages/conformance/src/reporters/${id}.test.ts`),
  };
}

function kebab(text: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text)) {
    throw new ScaffoldError(`"${text}" is not a name in kebab-case, as in "plan-name-unique".`);
  }
}

function known(requirement: string): void {
  if (!isRequirementId(requirement)) {
    throw new ScaffoldError(
      `"${requirement}" is not a requirement of the ledger. See docs/reference/requirements.md.`,
    );
  }
}

function camel(id: string): string {
  return id.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
