import { expect, test } from '@jest/globals';
import { isGuid } from '../../../relay-service/src/core/guid.ts';

test.each([
  ['0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9', true],
  ['0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9', true],
  ['{0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9}', false],
  ['0a1b2c3d4e5f60718293a4b5c6d7e8f9', false],
  ['0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg', false],
  ['', false],
])('"%s": %s', (text, expected) => {
  expect(isGuid(text)).toBe(expected);
});
