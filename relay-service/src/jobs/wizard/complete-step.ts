/** The browser is back in the wizard: the sign-in of a step is redeemed for its set-up, and what went wrong is kept where its page says it. */
import type { ConsentSecrets } from '../../store/consents-begun.ts';
import type { Draft } from '../../store/drafts.ts';
import { changeDraft, findDraft } from '../../store/drafts.ts';
import type { DraftProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { WizardServices } from './services.ts';
import { mayGoOn, takeCallback } from './take-callback.ts';

/** What a step's callback leads to: the draft's page, which says the problem if there is one. */
export interface CallbackEnd {
  readonly draftId: string | null;
  readonly problem: DraftProblem | null;
}

/** A step that sends the browser to an authority. */
export interface Step {
  readonly kind: 'xero' | 'entra';
  /** Where the page shows a problem of it. */
  readonly problemAt: Draft['answers']['problemAt'];
  /** Redeems the sign-in. @returns what hinders the set-up; what is thrown becomes a problem as well */
  readonly redeem: (
    services: WizardServices,
    draft: Draft,
    query: URLSearchParams,
    secrets: ConsentSecrets,
  ) => Promise<DraftProblem | null>;
  /** For the log, where it threw. */
  readonly failed: string;
}

/** Completes a step, for whoever is logged in at the portal. */
export const completeStep = async (
  services: WizardServices,
  { kind, problemAt, redeem, failed }: Step,
  query: URLSearchParams,
  ownerId: string,
): Promise<CallbackEnd> => {
  const { ledger, log } = services;
  const taken = await takeCallback(ledger, kind, query.get('state') ?? '', ownerId);
  if ('problem' in taken) {
    if (taken.draftId !== null) await changeDraft(ledger, taken.draftId, { problem: taken.problem, answers: { problemAt } });
    return taken;
  }
  const { draftId, secrets } = taken.consent;
  const draft = await findDraft(ledger, draftId, ownerId);
  if (!draft || !(await mayGoOn(ledger, draft))) return { draftId: null, problem: 'stateUnknown' };
  const problem = await redeem(services, draft, query, secrets).catch((failure: unknown) => {
    const code = problemOf(failure);
    log.warn({ err: failure, draft: draftId, problem: code }, failed);
    return code;
  });
  if (problem !== null) await changeDraft(ledger, draftId, { problem, answers: { problemAt } });
  return { draftId, problem };
};
