import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What a package may import from the workspace at run time; tests may import more. See docs/architecture.md. */
const directions = {
  spec: [],
  'catalog-schema': ['@osb-kit/spec'],
  broker: ['@osb-kit/spec', '@osb-kit/catalog-schema'],
  conformance: ['@osb-kit/spec', '@osb-kit/catalog-schema'],
  cli: ['@osb-kit/spec', '@osb-kit/catalog-schema', '@osb-kit/broker', '@osb-kit/conformance'],
};

const workspace = ['@osb-kit/*', '@osb-kit/*/*', 'osb-kit'];

function packageDirection([name, allowed]) {
  return {
    name: `directions/${name}`,
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...workspace, ...allowed.flatMap((other) => [`!${other}`, `!${other}/*`])],
              message: `packages/${name} may import ${allowed.join(', ') || 'no other package'}: see docs/architecture.md.`,
            },
          ],
        },
      ],
    },
  };
}

/** Folders whose files are units: they import their engine, never one another, and no engine imports them. */
const unitFolders = [
  { package: 'catalog-schema', units: 'rules' },
  { package: 'broker', units: 'routes' },
  { package: 'conformance', units: 'checks' },
  { package: 'conformance', units: 'reporters' },
  { package: 'cli', units: 'commands' },
];

const noSiblings = {
  meta: { type: 'problem', schema: [{ type: 'object' }], messages: { sibling: '{{message}}' } },
  create(context) {
    const { folder, entry } = context.options[0];
    const file = context.filename.replaceAll('\\', '/');
    const inside = file.includes(`/src/${folder}/`);
    return {
      ImportDeclaration(node) {
        const source = String(node.source.value);
        if (!source.startsWith('.')) return;
        const target = new URL(source, `file://${file}`).pathname;
        const hitsUnit = target.includes(`/src/${folder}/`) && !target.endsWith('/index.ts');
        if (inside && hitsUnit && !file.endsWith('/index.ts')) {
          context.report({
            node,
            messageId: 'sibling',
            data: { message: `A unit of ${folder} imports its engine, not another unit.` },
          });
        }
        if (!inside && target.includes(`/src/${folder}/`) && !entry.some((name) => file.endsWith(name))) {
          context.report({
            node,
            messageId: 'sibling',
            data: { message: `Only entry modules import the units of ${folder}.` },
          });
        }
      },
    };
  },
};

export default defineConfig([
  globalIgnores([
    '**/dist/',
    'packages/cli/bundle/',
    '**/node_modules/',
    '.nx/',
    'coverage/',
    'osb-report/',
    'packages/spec/src/generated/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly', console: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/dot-notation': 'off',
      // Our objects are records of functions; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
    },
  },
  ...Object.entries(directions).map(packageDirection),
  ...unitFolders.map(({ package: name, units }) => ({
    name: `units/${name}/${units}`,
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/testing/**'],
    plugins: { [`units-${units}`]: { rules: { 'no-siblings': noSiblings } } },
    rules: {
      [`units-${units}/no-siblings`]: [
        'error',
        { folder: units, entry: ['/src/index.ts', '/registry.ts', '/run.ts'] },
      ],
    },
  })),
  {
    files: ['**/*.test.ts', 'tests/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['scripts/**/*.ts', 'tools/**', 'examples/**'], rules: { 'no-console': 'off' } },
]);
