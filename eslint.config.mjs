import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noStopwatch =
  'A test shows what was done, and how often, never how long it took: on a busy machine it would fail for nothing. Speed is measured in test/bench.';

/** What a test would take the time with. */
const stopwatches = [
  `MemberExpression[object.name='performance'][property.name='now']`,
  `MemberExpression[object.name='process'][property.name='hrtime']`,
  `Identifier[name='monitorEventLoopDelay']`,
  `BinaryExpression[operator='-'][left.callee.object.name='Date'][left.callee.property.name='now'][right.type='Identifier']`,
].map((selector) => ({ selector, message: noStopwatch }));

export default defineConfig(
  globalIgnores(['dist', 'dist.*', 'coverage', '.data']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // Nest types its option bags as classes
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'off', // facts are types, ports are interfaces
      '@typescript-eslint/no-misused-spread': 'off', // DTO classes are shapes; their fields are what is meant
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }],
    },
  },
  { files: ['**/*.spec.ts'], ...jest.configs['flat/recommended'] },
  {
    files: ['**/*.spec.ts'],
    rules: {
      'jest/expect-expect': [
        'warn',
        { assertFunctionNames: ['expect', '**.then', '**.thenNothing', '**.thenRefused', '**.waitsFor'] },
      ],
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...stopwatches] },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly', process: 'readonly' },
    },
  },
  {
    files: ['test/acceptance/**/*.ts'], // a journey looks at whatever comes back over HTTP
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
