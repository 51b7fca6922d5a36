/**
 * What a set-up has opened at Xero and leaves behind: another organisation was chosen, another sign-in given, the set-up discarded. Xero counts
 * it for as long as it is open, so it is closed at once, or every hour until Xero has done so.
 */
import { RemoteError } from '../errors.ts';
import type { OpenAtXero } from '../store/closings-at-xero.ts';
import { closingsOf, endClosing, grantsOfClosings, noteClosings } from '../store/closings-at-xero.ts';
import { forgetUnused, grantIsNeeded } from '../store/unused-grants.ts';
import { closeUnused, revokeIfLast } from './close-at-xero.ts';
import type { WizardServices } from './wizard/services.ts';

/** Whether asking again brings nothing. A token that is refused before its time is renewed next, and a dead consent shows itself then. */
const isFinal = (failure: unknown): boolean => failure instanceof RemoteError && !failure.retryable && failure.status !== 401;

const closeOf = async ({ config, ledger, tokens, log }: WizardServices, grantId: string): Promise<void> => {
  let token = '';
  const atXero = { apiUrl: config.XERO_API_URL, accessToken: async () => (token = await tokens.xero(grantId)) };
  const left = await closingsOf(ledger, grantId);
  const close = async (each: OpenAtXero): Promise<void> => {
    try {
      await closeUnused(ledger, atXero, [each]);
    } catch (failure) {
      if (!isFinal(failure)) throw failure;
      log.warn({ err: failure, grant: grantId }, 'what a set-up opened at Xero could not be closed; the person can, under Connected apps');
    }
    await endClosing(ledger, grantId, each);
  };
  try {
    for (const each of left) await close(each);
    if (left.length > 0 && !(await grantIsNeeded(ledger, grantId))) await revokeIfLast(atXero, () => tokens.revoke(grantId));
  } catch (failure) {
    if (failure instanceof RemoteError && failure.status === 401) await tokens.refused(grantId, token);
    log.warn({ err: failure, grant: grantId }, 'what a set-up opened at Xero is not closed yet; it is tried again within an hour');
  }
};

/**
 * Leaves these behind: what nothing of ours uses is closed at Xero, and the consent revoked where nothing is left of it. It never throws for
 * Xero's sake: whoever sets up goes on meanwhile.
 * @param grantId the consent that reaches them, whose tokens are kept until they are closed; null where there was none
 */
export const leaveAtXero = async (services: WizardServices, grantId: string | null, left: readonly OpenAtXero[]): Promise<void> => {
  // A custom connection is made and ended in Xero alone; once removed it could not be set up again from here.
  if (grantId === null || services.config.XERO_CUSTOM_CONNECTION) return;
  await noteClosings(services.ledger, grantId, left);
  await closeOf(services, grantId);
};

/** Leaves a whole consent behind: its tokens are forgotten once what it reached is closed. */
export const leaveConsent = async (services: WizardServices, grantId: string | null, left: readonly OpenAtXero[]): Promise<void> => {
  await leaveAtXero(services, grantId, left);
  await forgetUnused(services.ledger, [grantId]);
};

/** Tries again whatever could not be closed; what somebody uses by now stays. The sweep of consents forgets their tokens then. */
export const closeLeftAtXero = async (services: WizardServices): Promise<void> => {
  for (const grantId of await grantsOfClosings(services.ledger)) await closeOf(services, grantId);
};
