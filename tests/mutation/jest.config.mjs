// The core's own tests, and nothing that needs a server: they run once for each change that Stryker makes to the core.
import shared from '../../jest.config.mjs';

export default {
  ...shared.projects[0],
  // A project has a name of its own only among others.
  displayName: undefined,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/relay-service/core/**/*.test.ts'],
};
