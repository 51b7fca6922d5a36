import { expect, test } from '@jest/globals';
import { environmentAddress } from '../../../relay-service/src/core/environment-address.ts';

const suffixes = ['dynamics.com', 'dynamics.cn', 'microsoftdynamics.us', 'appsplatform.us'];
const production = { suffixes, loopback: false };
const development = { suffixes, loopback: true };

test.each([
  ['https://contoso.crm6.dynamics.com', 'https://contoso.crm6.dynamics.com'],
  ['https://CONTOSO.crm.DYNAMICS.com/main.aspx?x=1', 'https://contoso.crm.dynamics.com'],
  ['https://contoso.crm.microsoftdynamics.us:443/', 'https://contoso.crm.microsoftdynamics.us'],
  ['https://dynamics.com', 'https://dynamics.com'],
])('%s is taken', (address, origin) => {
  expect(environmentAddress(address, production)).toEqual({ origin });
});

test.each([
  ['', 'notAnAddress'],
  ['contoso.crm6.dynamics.com', 'notAnAddress'],
  ['http://contoso.crm6.dynamics.com', 'notHttps'],
  ['ftp://contoso.crm6.dynamics.com', 'notHttps'],
  ['https://contoso.crm6.dynamics.com:8443', 'otherPort'],
  ['https://user:word@contoso.crm6.dynamics.com', 'carriesUserinfo'],
  ['https://contoso.crm6.dynamics.com@elsewhere.example', 'carriesUserinfo'],
  ['https://dynamics.com.elsewhere.example', 'hostNotAllowed'],
  ['https://notdynamics.com', 'hostNotAllowed'],
  ['https://contoso.crm6.dynamics.com.', 'hostNotAllowed'],
  ['https://elsewhere.example/contoso.crm6.dynamics.com', 'hostNotAllowed'],
  ['https://52.1.2.3', 'ipAddress'],
  ['https://0x7f000001', 'ipAddress'],
  ['https://[2001:db8::1]', 'ipAddress'],
  ['http://127.0.0.1:8080', 'notHttps'],
  ['https://localhost', 'hostNotAllowed'],
  ['https://169.254.169.254', 'ipAddress'],
])('%s is not: %s', (address, problem) => {
  expect(environmentAddress(address, production)).toEqual({ problem });
});

test.each(['http://127.0.0.1:41234', 'http://localhost:3000', 'http://[::1]:3000', 'https://localhost'])(
  '%s is taken outside production only',
  (address) => {
    expect(environmentAddress(address, development)).toEqual({ origin: new URL(address).origin });
    expect(environmentAddress(address, production)).toHaveProperty('problem');
  },
);

test.each(['http://169.254.169.254', 'http://10.0.0.1', 'http://contoso.crm6.dynamics.com', 'http://127.0.0.1.elsewhere.example'])(
  '%s is not taken outside production either',
  (address) => {
    expect(environmentAddress(address, development)).toHaveProperty('problem');
  },
);
