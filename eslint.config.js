// Lint with the layer rules: stages point one way, languages and bases do not know each other, side effects stay in ports/node.ts.
import tseslint from 'typescript-eslint';

const sideEffects = [
  'node:fs',
  'node:fs/promises',
  'node:child_process',
  'node:net',
  'node:tls',
  'node:http',
  'node:https',
  'execa',
  'inquirer',
  'undici',
];
const forbid = (...groups) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: sideEffects.map((name) => ({
        name,
        message: 'Side effects live in src/ports/node*.ts: use a port.',
      })),
      patterns: groups,
    },
  ],
});
const layer = (group, message) => ({ group, message });

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'examples/',
      'test/**/fixtures/',
      'test/e2e/broken/',
      'test/golden/projects/',
      'coverage/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-nested-ternary': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/ports/node*.ts'],
    rules: {
      ...forbid(),
      'no-restricted-globals': ['error', { name: 'fetch', message: 'The network is a port.' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only cli.ts ends the program.' },
      ],
    },
  },
  {
    files: ['src/languages/**/*.ts'],
    rules: forbid(
      layer(
        [
          '**/bases/*',
          '**/commands/*',
          '**/registry/*',
          '**/choose.ts',
          '**/plan.ts',
          '**/pin.ts',
          '**/render.ts',
          '**/write.ts',
        ],
        'Languages meet bases only in RuntimeNeed and Offer (types.ts).',
      ),
    ),
  },
  {
    files: ['src/bases/**/*.ts'],
    rules: forbid(
      layer(
        ['**/languages/*', '**/commands/*', '**/registry/*'],
        'Bases meet languages only in RuntimeNeed and Offer (types.ts).',
      ),
    ),
  },
  {
    files: ['src/detect.ts'],
    rules: forbid(
      layer(
        ['**/choose.ts', '**/plan.ts', '**/pin.ts', '**/render.ts', '**/write.ts', '**/commands/*'],
        'Stages point one way.',
      ),
    ),
  },
  {
    files: ['src/choose.ts'],
    rules: forbid(
      layer(
        ['**/plan.ts', '**/pin.ts', '**/render.ts', '**/write.ts', '**/commands/*'],
        'Stages point one way.',
      ),
    ),
  },
  {
    files: ['src/plan.ts'],
    rules: forbid(
      layer(
        ['**/pin.ts', '**/render.ts', '**/write.ts', '**/commands/*', '**/detect.ts'],
        'Stages point one way.',
      ),
    ),
  },
  {
    files: ['src/pin.ts'],
    rules: forbid(
      layer(
        ['**/render.ts', '**/write.ts', '**/commands/*', '**/languages/*', '**/bases/*'],
        'Stages point one way.',
      ),
    ),
  },
  {
    files: ['src/render.ts'],
    rules: forbid(
      layer(
        [
          '**/write.ts',
          '**/commands/*',
          '**/languages/*',
          '**/bases/*',
          '**/registry/*',
          '!**/registry/reference.ts',
        ],
        'Stages point one way.',
      ),
    ),
  },
);
