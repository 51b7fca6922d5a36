import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginDraft, findDraft } from '../../../relay-service/src/store/drafts.ts';
import { findConsent, rememberConsent } from '../../../relay-service/src/store/consents-begun.ts';
import { consentedBy, readGrant, saveGrant, saveRefreshed } from '../../../relay-service/src/store/grants.ts';
import type { Ledger } from '../../../relay-service/src/store/ledger.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { sealAgain, sealedColumns } from '../../../relay-service/src/store/seal-again.ts';
import type { OpenHome } from './homes.ts';
import { homes } from './homes.ts';

const one = { id: 1, key: randomBytes(32) };
const two = { id: 2, key: randomBytes(32) };
const tokens = { refreshToken: 'refresh', accessToken: 'access', accessExpiresAt: 1 };

describe.each(await homes())('sealing again after a change of keys, on $name', ({ open }) => {
  let home: OpenHome;
  /** Two relays on one ledger: the key that came last is known to both, the newer relay seals with it. */
  let older: Ledger;
  let newer: Ledger;
  /** The relay after the old key was taken away. */
  let newest: Ledger;
  beforeEach(async () => {
    home = await open();
    older = { ...home.ledger, seal: createSeal([one, two]) };
    newer = { ...home.ledger, seal: createSeal([two, one]) };
    newest = { ...home.ledger, seal: createSeal([two]) };
  });
  afterEach(() => home.close());

  const grant = (ledger: Ledger, id: string) =>
    saveGrant(ledger, { id, system: 'xero', subject: 's', tenant: '', ...tokens, consentedBy: 'Ada Minchin' });

  test('every value is under the new key, opens in both relays, and the old key may go', async () => {
    for (let count = 0; count < 450; count++) await grant(older, `grant-${String(count)}`);
    await grant(newer, 'grant-new');
    const draft = await beginDraft(older, 'owner');
    const secrets = { state: 'state', codeVerifier: 'verifier', nonce: null };
    await rememberConsent(older, { draftId: draft, ownerId: 'owner', kind: 'xero', secrets });
    await expect(readGrant(newest, 'grant-0')).rejects.toThrow('sealed with key 1');
    expect(await sealAgain(newer)).toEqual({ sealed: 1352, unreadable: 0 });
    expect(await sealAgain(newer)).toEqual({ sealed: 0, unreadable: 0 });
    for (const ledger of [older, newer, newest]) {
      for (const id of ['grant-0', 'grant-449', 'grant-new']) {
        expect(await readGrant(ledger, id)).toMatchObject(tokens);
        expect(await consentedBy(ledger, id)).toBe('Ada Minchin');
      }
      expect(await findDraft(ledger, draft, 'owner')).toBeDefined();
      expect(await findConsent(ledger, 'state', 'xero')).toMatchObject({ secrets });
    }
  });

  test('a token that the older relay renews meanwhile is not overwritten', async () => {
    await grant(older, 'grant');
    const renewed = { ...tokens, refreshToken: 'renewed' };
    let once = true;
    const slow: Ledger = {
      ...newer,
      seal: {
        ...newer.seal,
        open: (sealed, place) => {
          // Between reading and writing, as the other relay may.
          if (once) {
            once = false;
            void saveRefreshed(older, 'grant', 1, renewed);
          }
          return newer.seal.open(sealed, place);
        },
      },
    };
    await sealAgain(slow);
    expect(await readGrant(newer, 'grant')).toMatchObject(renewed);
    await sealAgain(newer);
    expect(await readGrant(newest, 'grant')).toMatchObject(renewed);
  });

  test('what no key opens is counted and left alone', async () => {
    await grant({ ...home.ledger, seal: createSeal([{ id: 9, key: randomBytes(32) }]) }, 'lost');
    await grant(older, 'mine');
    expect(await sealAgain(newer)).toEqual({ sealed: 3, unreadable: 3 });
  });
});

test('no table is sealed that is not sealed again', () => {
  const folder = join(import.meta.dirname, '../../../relay-service/src');
  const sources = globSync('**/*.ts', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
  const sealing = sources.filter((source) => source.includes('seal.seal(') && !source.includes('sealedColumns'));
  const tables = sealing.flatMap((source) => [...source.matchAll(/table: '(\w+)'/g)].map(([, table]) => table));
  expect(sealing.length).toBeGreaterThan(3);
  expect([...new Set(tables)].sort()).toEqual([...new Set(sealedColumns.map(({ table }) => table as string))].sort());
});
