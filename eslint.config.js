// Types, promises, side effects and complexity. The layer rules are in .dependency-cruiser.js.
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
  '@inquirer/confirm',
  '@inquirer/input',
  '@inquirer/select',
  'undici',
];
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
      complexity: ['error', 30],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/ports/node*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: sideEffects.map((name) => ({
            name,
            message: 'Side effects live in src/ports/node*.ts: use a port.',
          })),
        },
      ],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'The network is a port.' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only cli.ts ends the program.' },
      ],
    },
  },
);
