import { describe, expect, test } from '@jest/globals';
import type { ConnectorMark, LedgerMark } from '../../../relay-service/src/core/fence.ts';
import { judgeFence, leadOver, namesHost } from '../../../relay-service/src/core/fence.ts';

const row: ConnectorMark = {
  organizationId: 'ORG',
  host: 'contoso.crm.dynamics.com',
  installationId: 'ours',
  epoch: 2,
  sequence: 9,
  rowVersion: 'W/"1"',
};
const ledger: LedgerMark = {
  organizationId: 'org',
  host: 'contoso.crm.dynamics.com',
  installationId: 'ours',
  epoch: 2,
  sequence: 9,
  told: 9,
};

describe('the fence outside our database', () => {
  test.each<[string, Partial<ConnectorMark>, Partial<LedgerMark>, string]>([
    ['row and ledger agree', {}, {}, 'ours'],
    ['a sequence was taken, and the row not told yet', {}, { sequence: 10 }, 'ours'],
    ['a row that nobody wrote yet', { installationId: null, epoch: 0, sequence: 0 }, { epoch: 0, sequence: 0, told: 0 }, 'ours'],
    ['the row is ahead', { sequence: 10 }, {}, 'ledger-restored'],
    ['the row is behind what it had', { sequence: 8 }, {}, 'dynamics-restored'],
    ['the row has an older epoch', { epoch: 1, sequence: 30 }, { sequence: 31, told: 9 }, 'dynamics-restored'],
    ['another installation', { installationId: 'theirs' }, {}, 'taken-over'],
    ['a copy of this ledger that went ahead', { epoch: 3 }, {}, 'taken-over'],
    ['another organisation of Dynamics', { organizationId: 'other' }, {}, 'copied'],
    ['another address', { host: 'sandbox.crm.dynamics.com' }, {}, 'copied'],
    ['another port', { host: 'contoso.crm.dynamics.com:444' }, {}, 'copied'],
    ['a copy is one, whatever else its row says', { organizationId: 'other', installationId: 'theirs', epoch: 7 }, {}, 'copied'],
  ])('%s', (_what, ofRow, ofLedger, verdict) => {
    expect(judgeFence({ ...row, ...ofRow }, { ...ledger, ...ofLedger })).toBe(verdict);
  });

  test.each([
    ['contoso.crm.dynamics.com', true],
    ['CONTOSO.crm.dynamics.com ', true],
    ['contoso', true],
    ['contoso-copy.crm.dynamics.com', false],
    ['contoso-copy', false],
    ['con', false],
    ['contoso.crm.dynamics.com:444', false],
    ['contoso.evil.example', false],
  ])('a webhook of %s names the bound host: %s', (header, is) => {
    expect(namesHost(header, 'contoso.crm.dynamics.com')).toBe(is);
  });

  test.each<[string, Partial<ConnectorMark> | null, object | undefined, object]>([
    ['for the first time', null, undefined, { epoch: 0, sequence: 0, afterAnother: false }],
    ['again', {}, { ledger_epoch: 2, ledger_sequence: 9 }, { epoch: 2, sequence: 9, afterAnother: false }],
    ['where another relay sent', { installationId: 'theirs' }, undefined, { epoch: 3, sequence: 9, afterAnother: true }],
    ['after it was taken over', { epoch: 5 }, { ledger_epoch: 2, ledger_sequence: 9 }, { epoch: 6, sequence: 9, afterAnother: true }],
    ['with a ledger that was lost', {}, { ledger_epoch: 2, ledger_sequence: 3 }, { epoch: 3, sequence: 9, afterAnother: true }],
  ])('whoever connects %s leads from there', (_what, of, known, lead) => {
    expect(leadOver(of === null ? null : { ...row, ...of }, known as Parameters<typeof leadOver>[1], 'ours')).toEqual(lead);
  });
});
