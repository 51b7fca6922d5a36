import { describe, expect, test } from '@jest/globals';
import type { ConnectorMark, KnownLead, LedgerMark } from '../../../relay-service/src/core/fence.ts';
import { judgeFence, leadOver, namesHost, tellsOfNobody, unknownSince } from '../../../relay-service/src/core/fence.ts';

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

  const made = Date.parse('2026-01-01T00:00:00Z');
  const lastSent = Date.parse('2026-10-01T00:00:00Z');
  const knownAs = (ledger_epoch: number, ledger_sequence: number, state = 'connected'): KnownLead => ({
    ledger_epoch,
    ledger_sequence,
    sequence_at: ledger_sequence === 0 ? null : lastSent,
    created_at: made,
    state,
  });

  test.each<[string, Partial<ConnectorMark> | null, KnownLead | undefined, object | null]>([
    ['for the first time', null, undefined, { epoch: 0, sequence: 0, afterAnother: false }],
    ['again', {}, knownAs(2, 9), null],
    [
      'after it was taken over, and Dynamics was put back since',
      {},
      knownAs(2, 9, 'takenOver'),
      { epoch: 3, sequence: 9, afterAnother: true },
    ],
    ['again, while its own last sequence is not written yet', {}, knownAs(2, 10), null],
    ['where another relay sent', { installationId: 'theirs' }, undefined, { epoch: 3, sequence: 9, afterAnother: true }],
    ['after it was taken over', { epoch: 5 }, knownAs(2, 9), { epoch: 6, sequence: 9, afterAnother: true }],
    ['with a ledger that was lost', {}, knownAs(2, 3), { epoch: 3, sequence: 9, afterAnother: true }],
    ['where the row that it sent under is gone', null, knownAs(2, 9), { epoch: 3, sequence: 9, afterAnother: true }],
    ['where the row is gone that nobody sent under', null, knownAs(0, 0), { epoch: 0, sequence: 0, afterAnother: false }],
  ])('whoever connects %s leads from there', (_what, of, known, lead) => {
    expect(leadOver(of === null ? null : { ...row, ...of }, known, 'ours', false)).toEqual(lead);
  });

  test('whoever connects what Xero alone knows of leads as after another, also once a first attempt has failed', () => {
    expect(leadOver(null, undefined, 'ours', true)).toEqual({ epoch: 1, sequence: 0, afterAnother: true });
    const left = { ...row, epoch: 1, sequence: 0 };
    expect(tellsOfNobody(left, undefined)).toBe(true);
    expect(leadOver(left, undefined, 'ours', true)).toEqual({ epoch: 2, sequence: 0, afterAnother: true });
  });

  test.each<[string, Partial<ConnectorMark> | null, KnownLead | undefined, boolean]>([
    ['neither was there before', null, undefined, true],
    ['nobody has sent under them', { sequence: 0 }, knownAs(0, 0), true],
    ['the row was sent under', {}, undefined, false],
    ['the ledger has sent', null, knownAs(0, 1), false],
  ])('row and ledger tell of nobody where %s', (_what, of, known, tells) => {
    expect(tellsOfNobody(of === null ? null : { ...row, ...of }, known)).toBe(tells);
  });

  const now = Date.parse('2026-11-03T00:00:00Z');
  const weekAgo = Date.parse('2026-10-27T00:00:00Z');
  test.each<[string, Partial<ConnectorMark> | null, KnownLead | undefined, number | null, number]>([
    ['a week where another relay went on and left rows', { sequence: 12 }, knownAs(2, 9), null, weekAgo],
    ['a week of a relay of which the ledger knows nothing', {}, undefined, null, weekAgo],
    ['all since it last sent where the row is gone', null, knownAs(2, 9), null, lastSent],
    ['the same where a first attempt has left a new row', { epoch: 3 }, knownAs(2, 9), null, lastSent],
    ['all since it was made where it has sent nothing', null, knownAs(0, 0), null, made],
    ['all since the first that Xero holds', null, undefined, lastSent, lastSent],
    ['at least a week', null, undefined, now - 1, weekAgo],
  ])('looked up first is %s', (_what, of, known, firstInXero, since) => {
    expect(unknownSince(of === null ? null : { ...row, ...of }, known, firstInXero, now)).toBe(since);
  });
});
