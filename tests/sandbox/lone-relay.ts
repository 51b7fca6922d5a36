/** A relay that knows nobody: no stand-ins, an empty ledger, mails into a folder. For the pages of accounts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../relay-service/src/config.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';
import { freePort } from './free-port.ts';
import { loneSettings } from './lone-settings.ts';

export interface LoneRelay {
  readonly origin: string;
  readonly folder: string;
  readonly mailFolder: string;
  close(): Promise<void>;
}

/** @param given further settings */
export const startLoneRelay = async (given: Readonly<Record<string, string>> = {}): Promise<LoneRelay> => {
  const folder = mkdtempSync(join(tmpdir(), 'stellarise-lone-'));
  const port = String(await freePort());
  const relay = await startRelay(readConfig({ ...loneSettings(port, folder), ...given }));
  return {
    origin: relay.origin,
    folder,
    mailFolder: join(folder, 'mails'),
    close: async () => {
      await relay.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
