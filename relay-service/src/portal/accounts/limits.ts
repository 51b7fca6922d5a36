/**
 * How often something may be tried: by account, so that 10,000 forged addresses guess no faster than one, and by address, so that one
 * machine cannot try every account. Counted in the ledger, for all relays together.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Limit } from '../../store/attempts.ts';
import { countAttempt } from '../../store/attempts.ts';
import { tooManyPage } from '../problems.ts';
import type { PortalServices } from '../services.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const limits = {
  logInByAccount: { purpose: 'log-in account', most: 10, spanMs: 15 * MINUTE },
  logInByAddress: { purpose: 'log-in address', most: 60, spanMs: 15 * MINUTE },
  codeByAddress: { purpose: 'code address', most: 60, spanMs: 15 * MINUTE },
  /** A code of six digits is good once. */
  codeOnce: { purpose: 'code once', most: 1, spanMs: 2 * MINUTE },
  linkByAccount: { purpose: 'link account', most: 5, spanMs: HOUR },
  linkByAddress: { purpose: 'link address', most: 30, spanMs: HOUR },
  passwordByAccount: { purpose: 'password account', most: 10, spanMs: 15 * MINUTE },
  inviteByAccount: { purpose: 'invite account', most: 30, spanMs: HOUR },
} as const satisfies Record<string, Limit>;

/** IPv6 hands a household a /64: its addresses are one. */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const gap = Math.max(0, 8 - left.length - right.length);
  const groups = plain.includes('::') ? [...left, ...Array<string>(gap).fill('0'), ...right] : left;
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
};

/**
 * Counts an attempt against several limits; answers by itself when there were too many.
 * @returns true when the attempt may go on
 */
export const mayTry = async (
  services: Pick<PortalServices, 'ledger'>,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: { readonly byAddress?: Limit; readonly byAccount?: readonly [Limit, string] },
): Promise<boolean> => {
  // Both are always counted: which of them was reached must not show in what the other one learns.
  const waits = [
    asked.byAddress ? await countAttempt(services.ledger, asked.byAddress, networkOf(request.ip)) : 0,
    asked.byAccount ? await countAttempt(services.ledger, ...asked.byAccount) : 0,
  ];
  const wait = Math.max(...waits);
  if (wait === 0) return true;
  void reply.header('retry-after', String(Math.ceil(wait / 1000)));
  await reply.page(tooManyPage(wait), 429);
  return false;
};
