/** A token broker in a process of its own on a ledger and Xero's token endpoint; dies or stops at the step that it is told to. */
import * as oauth from 'openid-client';
import { openLedger } from '../../../relay-service/src/store/ledger.ts';
import { saveRefreshed } from '../../../relay-service/src/store/grants.ts';
import { createSeal } from '../../../relay-service/src/store/seal.ts';
import { xeroAuthority } from '../../../relay-service/src/tokens/authorities.ts';
import { createBroker } from '../../../relay-service/src/tokens/broker.ts';
import { tokensOf } from '../../../relay-service/src/tokens/consent.ts';

export type BrokerStep = 'before the request' | 'after the answer' | 'after the store';
/** What the parent says: how many users ask at once, and where to strike. */
export interface BrokerOrder {
  readonly users: number;
  readonly strike?: { readonly at: BrokerStep; readonly signal: 'SIGKILL' | 'SIGSTOP' };
}
/** What the child says. */
export interface BrokerWord {
  readonly ready?: true;
  readonly struck?: BrokerStep;
  /** What each user got: a token, or a code. */
  readonly answers?: readonly string[];
}

const { XERO_ORIGIN = '', LEDGER_FOLDER = '', LEDGER_URL = '', SECRET = '', TIME_SCALE = '1' } = process.env;
const say = (word: BrokerWord): Promise<void> => new Promise((resolve) => process.send?.(word, undefined, undefined, () => resolve()));
process.on('disconnect', () => process.exit(0));

const ledger = await openLedger({
  dataDirectory: LEDGER_FOLDER,
  databaseUrl: LEDGER_URL === '' ? null : LEDGER_URL,
  seal: createSeal([{ id: 1, key: Buffer.from(SECRET, 'base64') }]),
});
const authority = xeroAuthority({
  XERO_IDENTITY_URL: XERO_ORIGIN,
  XERO_LOGIN_URL: XERO_ORIGIN,
  XERO_CLIENT_ID: 'demo-xero-client',
  XERO_CLIENT_SECRET: 'demo-xero-secret',
});
let strike: BrokerOrder['strike'];
const at = async (step: BrokerStep): Promise<void> => {
  if (strike?.at !== step) return;
  const { signal } = strike;
  strike = undefined;
  await say({ struck: step });
  process.kill(process.pid, signal);
  // A signal that stops takes effect a moment later.
  await new Promise((resolve) => setTimeout(resolve, 50));
};
const broker = createBroker(
  ledger,
  async (grant) => {
    await at('before the request');
    return tokensOf(await oauth.refreshTokenGrant(authority, grant.refreshToken));
  },
  {
    save: async (...given) => {
      const saved = await saveRefreshed(...given);
      await at('after the store');
      return saved;
    },
    atRenewed: () => at('after the answer'),
    timeScale: Number(TIME_SCALE),
  },
);
process.on('message', (order: BrokerOrder) => {
  strike = order.strike;
  void Promise.allSettled(Array.from({ length: order.users }, () => broker.accessToken('grant'))).then((answers) =>
    say({
      answers: answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String((answer.reason as { code?: string }).code))),
    }),
  );
});
await say({ ready: true });
