/** The pages of the connection wizard. Every step is a form of its own; what it changes is kept before the answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checklistOf } from '../../core/checklist.ts';
import { planOf } from '../../core/plans.ts';
import { adminApproval, beginEntra, chooseEnvironment } from '../../jobs/wizard/connect-dynamics.ts';
import { beginXero, connectOwnOrganisation, keepOrganisation } from '../../jobs/wizard/connect-xero.ts';
import { closeDialog, createConnection } from '../../jobs/wizard/create-connection.ts';
import { discardSetUp } from '../../jobs/wizard/discard-set-up.ts';
import { findOut, settingsUrlOf } from '../../jobs/wizard/find-out.ts';
import { mends } from '../../jobs/wizard/mend.ts';
import { problemOf } from '../../jobs/wizard/problem.ts';
import { replaceDemo } from '../../jobs/wizard/replace-demo.ts';
import { keptConnection } from '../../jobs/wizard/what-stays.ts';
import { writeAudit } from '../../store/audit.ts';
import { connectionsOfTenant, findConnectionById } from '../../store/connections.ts';
import type { Draft } from '../../store/drafts.ts';
import { auditSubjectOf, beginDraft, changeDraft, findDraft, openDrafts } from '../../store/drafts.ts';
import { readGrant } from '../../store/grants.ts';
import { membersOf, reaches, roleOf, saveMember } from '../../store/members.ts';
import { PageNotFound, accountOf, requireAccount, requireRole } from '../access.ts';
import { queryTextOf, textOf } from '../forms.ts';
import { html } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { approvalPage, approvedPage } from './approval.ts';
import { checklistOfSetUp, sendChecklist } from './checklist-view.ts';
import { newConnectionMenu, openSetUps } from './menu.ts';
import { leadsToDynamics } from './leads-to-dynamics.ts';
import { wizardPage } from './page.ts';
import { problemTexts } from './problem-texts.ts';
import { timeZones } from './step-options.ts';
import type { WizardView } from './view.ts';
import { wizardPath } from './view.ts';

type WithId = FastifyRequest<{ Params: { id: string } }>;
const PAGE = '/connections/new/:id';

const draftOf = async ({ ledger }: PortalServices, request: FastifyRequest): Promise<Draft> => {
  const draft = await findDraft(ledger, (request as WithId).params.id, accountOf(request).id);
  if (!draft) throw new PageNotFound();
  // What was created, or is connected again, belongs to its members, not to whoever set it up.
  for (const connectionId of [draft.connection_id, draft.reconnects])
    if (connectionId !== null) await requireRole(ledger, request, connectionId, 'manager');
  return draft;
};

const viewOf = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<WizardView> => {
  const draft = await draftOf(services, request);
  const connection = (id: string | null) => (id === null ? undefined : findConnectionById(services.ledger, id));
  const [facts, settingsUrl, others, bound, made] = await Promise.all([
    findOut(services, draft),
    settingsUrlOf(services, draft),
    draft.tenant_id === null ? [] : connectionsOfTenant(services.ledger, draft.tenant_id),
    connection(draft.reconnects),
    connection(draft.connection_id),
  ]);
  return {
    draft,
    facts,
    steps: checklistOf(facts),
    formToken: reply.formToken(),
    search: queryTextOf(request, 'search').slice(0, 100),
    connectedElsewhere: others.filter(({ id }) => !facts.created || id !== draft.connection_id).length,
    belongsTo: bound?.organisation_name ?? null,
    paused: made?.state === 'paused',
    settingsUrl,
    customConnection: services.config.XERO_CUSTOM_CONNECTION,
  };
};

const show = (app: FastifyInstance, services: PortalServices): void => {
  app.get('/connections/new', { preHandler: requireAccount }, async (request, reply) => {
    const drafts = await openDrafts(services.ledger, accountOf(request).id);
    return reply.page({
      title: 'Create a New Connection',
      active: 'connections',
      body: html`<div class="page-head">
          <h1>Create a New Connection</h1>
          ${newConnectionMenu(reply.formToken())}
        </div>
        <p class="lead">
          A connection joins one Dynamics 365 organisation and one Xero organisation. It takes about ten minutes; you can stop at any step
          and go on another day.
        </p>
        ${openSetUps(drafts)}`,
    });
  });
  app.get(PAGE, { preHandler: requireAccount }, async (request, reply) => {
    const view = await viewOf(services, request, reply);
    // The chosen organisation flashes once, on the first page that shows it.
    if (view.draft.environment_origin !== null && !view.draft.flashed) await changeDraft(services.ledger, view.draft.id, { flashed: true });
    return reply.page(wizardPage(view));
  });
  app.get(`${PAGE}/checklist`, { preHandler: requireAccount, logLevel: 'warn' }, async (request, reply) => {
    const view = await viewOf(services, request, reply);
    return sendChecklist(reply, checklistOfSetUp(view));
  });
  app.get(`${PAGE}/approval`, { preHandler: requireAccount }, async (request, reply) => {
    const draft = await draftOf(services, request);
    const { link, answer } = await adminApproval(services, draft);
    return reply.page(approvalPage(draft, reply.formToken(), link, answer, accountOf(request).name));
  });
  // Where the dialog of the version before leads to by links: only a form closes it.
  for (const way of ['/plan', '/settings'])
    app.get(`${PAGE}${way}`, { preHandler: requireAccount }, async (request, reply) =>
      reply.redirect(wizardPath(await draftOf(services, request)), 303),
    );
  app.get('/approved', (request, reply) => reply.page(approvedPage(queryTextOf(request, 'outcome') === 'granted')));
};

/** Confirms a sandbox with real books by the organisation's own name. */
const saveOptions = async ({ config, ledger }: PortalServices, draft: Draft, request: FastifyRequest): Promise<string | null> => {
  const isKept = (await keptConnection(ledger, draft)) !== undefined;
  /** What connecting again leaves as it is stands in no field. */
  const isAsked = (name: 'plan' | 'timeZone'): boolean => !isKept || textOf(request, name) !== '';
  const plan = config.RELAY_SINGLE_TENANT || !isAsked('plan') ? null : planOf(textOf(request, 'plan'));
  const zone = isAsked('timeZone') ? textOf(request, 'timeZone') : null;
  const typed = textOf(request, 'organisationName', 255);
  const name = draft.answers.organisation?.name ?? '';
  if (plan === undefined) return 'Choose one of the plans.';
  if (zone !== null && !timeZones.includes(zone)) return 'Choose a time zone from the list.';
  const same = typed !== '' && typed.toLowerCase() === name.trim().toLowerCase();
  await changeDraft(ledger, draft.id, {
    ...(plan === null ? {} : { plan: plan.id }),
    ...(zone === null ? {} : { time_zone: zone }),
    problem: draft.problem === 'sandboxNotConfirmed' || draft.problem === 'stepsMissing' ? null : draft.problem,
    ...(same ? { answers: { sandboxConfirmed: true } } : {}),
  });
  return typed !== '' && !same ? `That is not the name of the organisation: it is called “${name}”.` : null;
};

const change = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  /** A step: a form's POST, then back to the page. @param act says where to go */
  const step = (path: string, act: (draft: Draft, request: FastifyRequest, reply: FastifyReply) => Promise<string>): void => {
    app.post(`${PAGE}${path}`, { preHandler: requireAccount }, async (request, reply) => {
      const draft = await draftOf(services, request);
      return reply.redirect(await act(draft, request, reply), 303);
    });
  };
  app.post('/connections/new', { preHandler: requireAccount }, async (request, reply) =>
    reply.redirect(wizardPath({ id: await beginDraft(ledger, accountOf(request).id) }), 303),
  );
  step('/xero', async (draft) => {
    if (!services.config.XERO_CUSTOM_CONNECTION) return beginXero(services, draft);
    return wizardPath(draft, (await connectOwnOrganisation(services, draft)) === null ? '#solution' : '');
  });
  step('/organisation', async (draft, request) => {
    const chosen = draft.answers.organisations.find(({ tenantId }) => tenantId === textOf(request, 'tenant'));
    if (!chosen || draft.xero_grant_id === null) return wizardPath(draft, '#xero');
    const { connectionId: id, tenantId, name: tenantName } = chosen;
    try {
      const problem = await keepOrganisation(services, draft, draft.xero_grant_id, { id, tenantId, tenantName });
      return wizardPath(draft, problem === null ? '#solution' : '');
    } catch (failure) {
      services.log.warn({ err: failure, draft: draft.id }, 'the chosen organisation could not be read');
      await changeDraft(ledger, draft.id, { problem: problemOf(failure) });
      return wizardPath(draft, '');
    }
  });
  step('/dynamics', (draft) => beginEntra(services, draft));
  step('/environment', async (draft, request) => {
    const problem = await chooseEnvironment(services, draft, textOf(request, 'origin'));
    if (problem !== null) await changeDraft(ledger, draft.id, { problem });
    return wizardPath(draft, problem === null ? '#dynamics' : '');
  });
  step('/run-as', async (draft, request) => {
    const runAs = textOf(request, 'runAs') === 'application' ? 'application' : 'person';
    await changeDraft(ledger, draft.id, { problem: null, answers: { runAs } });
    const grant = draft.entra_grant_id === null ? undefined : await readGrant(ledger, draft.entra_grant_id);
    // A person's own sign-in was forgotten when the application user took over.
    return runAs === 'person' && grant?.kind === 'application' ? beginEntra(services, draft) : wizardPath(draft, '#dynamics');
  });
  step('/options', async (draft, request, reply) => {
    const wrong = await saveOptions(services, draft, request);
    if (wrong !== null) reply.message('error', wrong);
    return wizardPath(draft, wrong === null ? '#create' : '#options');
  });
  step('/create', async (draft, request, reply) => {
    const { id: accountId } = accountOf(request);
    const end = await createConnection(services, draft, {
      mayChange: async (connectionId) => {
        const role = await roleOf(ledger, connectionId, accountId);
        return role === undefined ? (await membersOf(ledger, connectionId)).length === 0 : reaches(role, 'manager');
      },
      created: async (connectionId) => {
        if ((await roleOf(ledger, connectionId, accountId)) === undefined) await saveMember(ledger, connectionId, accountId, 'owner');
      },
    });
    if ('problem' in end && end.problem === 'beingCreated') reply.message('warning', problemTexts.beingCreated.text);
    const subject = 'connection' in end ? end.connection.connectionId : await auditSubjectOf(ledger, draft.id);
    await writeAudit(ledger, {
      actor: accountId,
      action: subject === draft.reconnects ? 'connection.reconnected' : 'connection.created',
      subject,
      code: 'problem' in end ? end.problem : null,
    });
    if ('connection' in end && draft.answers.replacedDemo !== null)
      await replaceDemo(
        { ...services, xeroToken: services.tokens.xero, revoke: services.tokens.revoke },
        draft.answers.replacedDemo,
        subject,
        accountId,
      );
    if ('connection' in end) services.wake(end.connection.environmentId);
    return wizardPath(draft, 'problem' in end ? '' : '#checklist');
  });
  for (const { path, act, done, action } of mends)
    step(path, async (draft, request, reply) => {
      const wrong = await act(services, draft);
      if (wrong === null && action !== null)
        await writeAudit(ledger, { actor: accountOf(request).id, action, subject: await auditSubjectOf(ledger, draft.id) });
      reply.message(wrong === null ? 'success' : 'warning', wrong ?? done);
      return wizardPath(draft, '#checklist');
    });
  step('/close', async (draft, request) => {
    await closeDialog(services, draft, accountOf(request).id);
    return '/connections';
  });
  step('/plan', async (draft, request) => {
    await closeDialog(services, draft, accountOf(request).id);
    return draft.connection_id === null ? wizardPath(draft) : `/connections/${draft.connection_id}/subscription`;
  });
  app.post(`${PAGE}/settings`, { preHandler: requireAccount }, async (request, reply) => {
    const draft = await draftOf(services, request);
    const url = await settingsUrlOf(services, draft);
    await closeDialog(services, draft, accountOf(request).id);
    return url === null ? reply.redirect(wizardPath(draft), 303) : reply.header('refresh', `0;url=${url}`).page(leadsToDynamics(url));
  });
  step('/discard', async (draft) => {
    await discardSetUp(services, draft);
    return '/connections';
  });
};

/** Adds them. */
export const wizardPages = (app: FastifyInstance, services: PortalServices): void => {
  show(app, services);
  change(app, services);
};
