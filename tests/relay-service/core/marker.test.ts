import { describe, expect, test } from '@jest/globals';
import { hostNamesXero, intentOf, markedUrl } from '../../../relay-service/src/core/marker.ts';

const intent = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const url = markedUrl('https://fabrikam.crm.dynamics.com/', '11111111-2222-4333-8444-555555555555', intent);

describe('the marker', () => {
  test('opens the invoice and carries the intent', () => {
    expect(url).toBe(
      `https://fabrikam.crm.dynamics.com/main.aspx?pagetype=entityrecord&etn=invoice&id=11111111-2222-4333-8444-555555555555&stl3intent=${intent}`,
    );
    expect(intentOf(url)).toBe(intent);
  });

  test.each([
    [`https://FABRIKAM.crm.dynamics.com:443/main.aspx?stl3intent=${intent.toUpperCase()}&id=1#top`, intent],
    [url.replaceAll('-', '%2D'), intent],
    ['https://fabrikam.crm.dynamics.com/main.aspx', null],
    ['https://fabrikam.crm.dynamics.com/main.aspx?stl3intent=', null],
    ['no address', null],
    ['', null],
    [null, null],
  ])('%s holds %s', (text, expected) => {
    expect(intentOf(text)).toBe(expected);
  });

  test.each([
    ['https://fabrikam.crm.dynamics.com', false],
    ['https://my-XERO.crm.dynamics.com', true],
    ['http://localhost:4020', false],
    ['nowhere', true],
  ])('%s is refused as a link by Xero: %s', (environment, expected) => {
    expect(hostNamesXero(environment)).toBe(expected);
  });
});
