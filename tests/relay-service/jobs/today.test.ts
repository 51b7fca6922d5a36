import { expect, test } from '@jest/globals';
import { todayOf } from '../../../relay-service/src/jobs/map-invoice.ts';
import type { AskedOfConnection } from '../../../relay-service/src/jobs/read-asked.ts';
import type { Services } from '../../../relay-service/src/jobs/services.ts';
import { withOrganisation } from '../core/examples.ts';

test.each([
  ['Pacific/Auckland', '2026-11-10T10:59:59.999Z', '2026-11-10'],
  ['Pacific/Auckland', '2026-11-10T11:00:00Z', '2026-11-11'],
  ['Pacific/Pago_Pago', '2026-11-10T10:59:59Z', '2026-11-09'],
  ['Pacific/Pago_Pago', '2026-11-10T11:00:00Z', '2026-11-10'],
  ['Europe/London', '2026-10-24T23:00:00Z', '2026-10-25'],
  ['Europe/London', '2026-10-25T23:59:59Z', '2026-10-25'],
] as const)('today in %s at %s is %s', (timeZone, now, expected) => {
  const services = { ledger: { now: () => Date.parse(now) } } as unknown as Services;
  const work = { connection: withOrganisation({ timeZone }) } as AskedOfConnection;
  expect(todayOf(services, work)).toBe(expected);
});
