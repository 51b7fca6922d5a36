import { expect, test } from '@jest/globals';
import type { ExportStateName } from '../../../relay-service/src/core/invoice.ts';
import type { Outcome } from '../../../relay-service/src/core/outcome.ts';
import { changesDetails } from '../../../relay-service/src/dataverse/outcome-rows.ts';
import { reason } from '../../../relay-service/src/core/causes.ts';

const stranger = { kind: 'refused', reasons: [reason('NO_ROLE')] };
const closed = { kind: 'refused', reasons: [reason('INVOICE_CLOSED')] };
const waits = { kind: 'waiting' };
const changes = (action: string, outcome: object, standsAs: ExportStateName | null): boolean =>
  changesDetails({ action, ...outcome, standsAs } as unknown as Outcome);

test.each<[string, object, ExportStateName | null, boolean]>([
  ["a stranger's request, of what was never sent", stranger, null, true],
  ["a stranger's request, of what waits for its turn", stranger, 'waiting', true],
  ["a stranger's request, of what was announced and then not sent", stranger, 'sending', true],
  ["a stranger's request, of what is in Xero", stranger, 'sent', false],
  ["a stranger's request, of what may be in Xero", stranger, 'checkingWithXero', false],
  ["a stranger's request, of what was voided", stranger, 'voided', false],
  ['a refusal that is of the invoice, of what is in Xero', closed, 'paid', true],
  ['a request that waits, of what is in Xero', waits, 'partPaid', false],
  ['a request that waits, of what was voided and is sent anew', waits, 'voided', true],
  ['a request that waits after it was announced', waits, 'sending', true],
])('%s', (_name, outcome, standsAs, expected) => {
  expect(changes('send', outcome, standsAs)).toBe(expected);
  expect(changes('void', outcome, standsAs)).toBe(false);
});
