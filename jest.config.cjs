const { availableParallelism } = require('node:os');

// Three kinds of tests, by what they need: `unit` nothing, `integration` a PostgreSQL, `acceptance` real processes.
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: { '^.+\\.(ts|js)$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(content-disposition)/)'], // ESM-only, comes with @fastify/static
  moduleNameMapper: {
    '^@app/event-store/(.+)$': '<rootDir>/libs/event-store/src/$1',
    '^@app/ledger/key-office$': '<rootDir>/libs/ledger/src/key-office',
    '^@app/personal-data/(.+)$': '<rootDir>/libs/personal-data/src/$1',
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src',
  },
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/typescript-worker.cjs'],
  // A test runs in a context of its own, where each look at a global costs about a microsecond.
  sandboxInjectedGlobals: ['Math'],
};
const withPostgres = {
  globalSetup: '<rootDir>/test/support/postgres.setup.cjs',
  globalTeardown: '<rootDir>/test/support/postgres.teardown.cjs',
};
// Whole rounds of minutes, for `npm run drills` alone.
const drills = {
  ...common,
  ...withPostgres,
  displayName: 'drills',
  testMatch: ['<rootDir>/test/drills/**/*.drill.ts'],
};
module.exports = {
  // Ends a test that hangs. A slow machine is no fault.
  testTimeout: 120_000,
  // One more than there are cores: many a test waits, for a server, a process or a deadline, and does nothing meanwhile.
  maxWorkers: availableParallelism() + 1,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.int\\.spec\\.ts$', '\\.e2e\\.spec\\.ts$'],
    },
    {
      ...common,
      ...withPostgres,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.int.spec.ts'],
    },
    {
      ...common,
      ...withPostgres,
      displayName: 'acceptance',
      testMatch: ['<rootDir>/test/acceptance/**/*.e2e.spec.ts'],
    },
    ...(process.env.npm_lifecycle_event === 'drills' ? [drills] : []),
  ],
};
