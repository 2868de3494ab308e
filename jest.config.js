/** Tests run as ES modules, as the sources do; swc only strips the types. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          experimental: { keepImportAttributes: true },
          parser: { syntax: 'typescript' },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/tests/support/azuriteForRun.ts',
  maxWorkers: 2,
  // Long enough for a busy machine: how fast things are is for `bench/` to say.
  testTimeout: 60_000,
};
