/** Where Xero and Entra ID send the browser back to. These addresses carry codes, so they answer by redirect alone. */
import type { FastifyInstance } from 'fastify';
import type { CallbackEnd } from '../../jobs/wizard/complete-step.ts';
import { completeXero } from '../../jobs/wizard/connect-xero.ts';
import { adminAnswered, completeEntra } from '../../jobs/wizard/connect-dynamics.ts';
import type { WizardServices } from '../../jobs/wizard/services.ts';
import { mendedByAdministrator } from '../../core/consent-refusal.ts';
import type { ConsentRefusal } from '../../core/consent-refusal.ts';
import { writeAudit } from '../../store/audit.ts';
import { auditSubjectOf } from '../../store/drafts.ts';
import { logInPath } from '../access.ts';
import { answerSignIn } from '../accounts/sign-in-with-xero.ts';
import type { PortalServices } from '../services.ts';
import { problemTexts } from './problem-texts.ts';

const queryOf = (url: string): URLSearchParams => new URLSearchParams(url.split('?').slice(1).join('?'));

type Complete = (services: WizardServices, query: URLSearchParams, ownerId: string) => Promise<CallbackEnd>;

/** Where the browser goes from a callback. */
const wayOn = ({ draftId, problem }: CallbackEnd, anchor: string): string => {
  if (draftId === null) return '/connections/new';
  if (problem !== null && mendedByAdministrator(problem as ConsentRefusal)) return `/connections/new/${draftId}/approval`;
  return `/connections/new/${draftId}${problem === null ? `#${anchor}` : ''}`;
};

/** `GET /oauth/xero/callback`, `/oauth/entra/callback`, `/oauth/entra/admin-consent`. */
export const oauthCallbacks = (app: FastifyInstance, services: PortalServices): void => {
  const callback = (path: string, complete: Complete, anchor: string, action: string): void => {
    app.get(path, { logLevel: 'warn' }, async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      if (complete === completeXero && (await answerSignIn(services, request, reply, queryOf(request.url)))) return reply;
      // Whoever logged out meanwhile begins the step again; a code in an address is not carried along.
      if (!request.account) return reply.redirect(logInPath('/connections/new'), 303);
      const end = await complete(services, queryOf(request.url), request.account.id);
      const subject = end.draftId === null ? 'unknown' : await auditSubjectOf(services.ledger, end.draftId);
      await writeAudit(services.ledger, { actor: request.account.id, action, subject, code: end.problem });
      if (end.draftId === null && end.problem !== null) reply.message('error', problemTexts[end.problem].text);
      return reply.redirect(wayOn(end, anchor), 303);
    });
  };
  callback('/oauth/xero/callback', completeXero, 'solution', 'wizard.xero-consent');
  callback('/oauth/entra/callback', completeEntra, 'dynamics', 'wizard.dynamics-consent');
  app.get('/oauth/entra/admin-consent', { logLevel: 'warn' }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const answered = await adminAnswered(services, queryOf(request.url));
    if (answered === null) return reply.redirect('/approved?outcome=unknown', 303);
    await writeAudit(services.ledger, {
      actor: 'administrator',
      action: 'wizard.admin-consent',
      subject: await auditSubjectOf(services.ledger, answered.draftId),
      code: answered.granted ? 'granted' : 'refused',
    });
    if (request.account?.id === answered.ownerId) return reply.redirect(`/connections/new/${answered.draftId}/approval`, 303);
    return reply.redirect(`/approved?outcome=${answered.granted ? 'granted' : 'refused'}`, 303);
  });
};
