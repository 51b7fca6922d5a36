import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../relay-service/src/config.ts';
import { ConfigurationError } from '../../relay-service/src/errors.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const complete = {
  RELAY_PUBLIC_URL: 'https://relay.example.com',
  RELAY_SECRET_KEYS: `1:${key}`,
  XERO_CLIENT_ID: 'xero-id',
  XERO_CLIENT_SECRET: 'xero-secret',
  ENTRA_CLIENT_ID: 'entra-id',
  ENTRA_CLIENT_SECRET: 'entra-secret',
};
const problemsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (problem) {
    return (problem as ConfigurationError).problems;
  }
};

describe('settings', () => {
  test('the required ones are enough', () => {
    expect(readConfig(complete)).toMatchObject({
      PORT: 8080,
      XERO_API_URL: 'https://api.xero.com',
      DATABASE_URL: null,
      RELAY_SINGLE_TENANT: false,
    });
  });

  test('all missing and unknown ones are named at once', () => {
    const problems = problemsOf({ XERO_CLIENTID: 'x', RELAY_SECRET_KEYS: 'nonsense' });
    expect(problems).toHaveLength(7);
    for (const name of [
      'XERO_CLIENTID',
      'RELAY_PUBLIC_URL',
      'RELAY_SECRET_KEYS',
      'XERO_CLIENT_ID',
      'XERO_CLIENT_SECRET',
      'ENTRA_CLIENT_ID',
      'ENTRA_CLIENT_SECRET',
    ])
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
  });

  test.each([
    ['an origin with a path', { RELAY_PUBLIC_URL: 'https://relay.example.com/app' }, 'RELAY_PUBLIC_URL'],
    ['plain http elsewhere', { XERO_API_URL: 'http://api.example.com' }, 'XERO_API_URL'],
    ['plain http here in production', { NODE_ENV: 'production', XERO_API_URL: 'http://127.0.0.1:4010' }, 'XERO_API_URL'],
    ['a port that is none', { PORT: '70000' }, 'PORT'],
    ['a key id used twice', { RELAY_SECRET_KEYS: `1:${key},1:${key}` }, 'RELAY_SECRET_KEYS'],
    ['a short key', { RELAY_SECRET_KEYS: '1:AAAA' }, 'RELAY_SECRET_KEYS'],
    ['neither yes nor no', { RELAY_SINGLE_TENANT: 'perhaps' }, 'RELAY_SINGLE_TENANT'],
  ])('%s is refused by name', (_what, change, name) => {
    const problems = problemsOf({ ...complete, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
  });

  test('plain http is allowed on this machine outside production', () => {
    expect(readConfig({ ...complete, XERO_API_URL: 'http://127.0.0.1:4010' }).XERO_API_URL).toBe('http://127.0.0.1:4010');
  });

  test('the instance never starts under a hidden problem', () => {
    expect(() => readConfig({})).toThrow(ConfigurationError);
  });
});
