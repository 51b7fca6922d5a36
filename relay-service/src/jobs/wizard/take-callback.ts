/** A browser comes back from an authority: whose sign-in it is, and whether it may still be redeemed. */
import type { ConsentBegun } from '../../store/consents-begun.ts';
import { findConsent, takeConsent } from '../../store/consents-begun.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Ledger } from '../../store/ledger.ts';
import { reaches, roleOf } from '../../store/members.ts';
import type { DraftProblem } from './problem.ts';

/** A person may read, think and look for a second factor for so long. */
const PATIENCE_MS = 60 * 60_000;

export type Taken =
  | { readonly consent: ConsentBegun }
  /** `draftId` where the sign-in is this person's, so that the wizard can say what happened. */
  | { readonly draftId: string | null; readonly problem: DraftProblem };

/** Whether a set-up's owner may go on with it: who connects again manages the connection still, not only on the day it was begun. */
export const mayGoOn = async (ledger: Ledger, { reconnects, owner_id }: Pick<Draft, 'reconnects' | 'owner_id'>): Promise<boolean> => {
  if (reconnects === null) return true;
  const role = await roleOf(ledger, reconnects, owner_id);
  return role !== undefined && reaches(role, 'manager');
};

/**
 * Takes the sign-in of a callback, once.
 * @param ownerId who is logged in at the portal, or is about to in this browser; somebody else's state is as good as none
 */
export const takeCallback = async (ledger: Ledger, kind: ConsentBegun['kind'], state: string, ownerId: string): Promise<Taken> => {
  const consent = state === '' ? undefined : await findConsent(ledger, state, kind);
  if (consent?.ownerId !== ownerId) return { draftId: null, problem: 'stateUnknown' };
  if (!(await takeConsent(ledger, state))) return { draftId: consent.draftId, problem: 'codeSpent' };
  if (ledger.now() - consent.begunAt > PATIENCE_MS) return { draftId: consent.draftId, problem: 'tooLate' };
  return { consent };
};
