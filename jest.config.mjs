// Two environments: everything that talks to Node, and what runs in a browser page (web resources, control).
const swc = {
  '^.+\\.(ts|tsx)$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2024', transform: { react: { runtime: 'classic' } } },
      module: { type: 'es6' },
    },
  ],
};
const shared = { transform: swc, extensionsToTreatAsEsm: ['.ts', '.tsx'], modulePathIgnorePatterns: ['<rootDir>/(.*/)?(out|dist|build)/'] };

export default {
  // A busy machine is no failure: what hangs still ends.
  testTimeout: 240_000,
  testSequencer: '<rootDir>/jest.longest-first.mjs',
  projects: [
    {
      ...shared,
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/tests/webresources/',
        '<rootDir>/tests/pcf-controls/',
        '<rootDir>/tests/journeys/',
      ],
    },
    {
      ...shared,
      displayName: 'page',
      testEnvironment: 'jsdom',
      testMatch: [
        '<rootDir>/tests/webresources/**/*.test.ts',
        '<rootDir>/tests/pcf-controls/**/*.test.tsx',
        '<rootDir>/tests/pcf-controls/**/*.test.ts',
      ],
      setupFiles: ['<rootDir>/tests/pcf-controls/browser-gaps.ts'],
    },
    { ...shared, displayName: 'journeys', testEnvironment: 'node', testMatch: ['<rootDir>/tests/journeys/**/*.test.ts'] },
  ],
};
