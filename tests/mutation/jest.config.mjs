// The core's own tests, and nothing that needs a server: they run once for each change that Stryker makes to the core.
import shared from '../../jest.config.mjs';

const { displayName: _displayName, ...node } = shared.projects[0];

export default {
  ...node,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/relay-service/core/**/*.test.ts'],
};
