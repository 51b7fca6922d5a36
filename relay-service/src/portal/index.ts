/** The portal: pages that are made on the server and useful before any script has loaded. One file per subject adds its own pages. */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PageNotFound } from './access.ts';
import type { Account } from './accounts/account.ts';
import { registrationOpen } from './accounts/registration.ts';
import { accountOfVisit } from './accounts/visit.ts';
import { serveAssets } from './assets.ts';
import { isSecure } from './cookies.ts';
import type { Message } from './flash.ts';
import { leaveMessage, takeMessages } from './flash.ts';
import { formTokenField, isOurForm } from './forms.ts';
import type { Html } from './html.ts';
import { renderPage } from './layout.ts';
import type { Page } from './layout.ts';
import { pages } from './pages.ts';
import { expiredFormPage, notFoundPage, unexpectedPage } from './problems.ts';
import type { PortalParts, PortalServices } from './services.ts';
import { portalServices } from './services.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; null for a visitor, and outside of the portal. */
    account: Account | null;
  }
  interface FastifyReply {
    /** Hidden field for every POST form of the page that this answers with. */
    formToken: () => Html;
    /** Answers with a page in the portal's frame. @param status 200 where absent */
    page: (page: Page, status?: number) => Promise<FastifyReply>;
    /** Leaves a message for the page that the browser is sent to. */
    message: (kind: Message['kind'], text: string) => FastifyReply;
  }
}

/** A GET of the page that a form stood on: what the browser says it was, else the address posted to. */
const pageOfForm = (referer: string | undefined, publicUrl: string, posted: string): string =>
  referer?.startsWith(`${publicUrl}/`) ? referer.slice(publicUrl.length) : (posted.split('?')[0] ?? '/');

const decorate = (app: FastifyInstance, services: PortalServices): void => {
  const { config, ledger } = services;
  const secure = isSecure(config.RELAY_PUBLIC_URL);
  const tokens = new WeakMap<FastifyReply, Html>();
  app.decorateRequest('account', null);
  app.decorateReply('formToken', function (this: FastifyReply) {
    const token = tokens.get(this) ?? formTokenField(this.request, this, secure, ledger.seal);
    tokens.set(this, token);
    return token;
  });
  app.decorateReply('message', function (this: FastifyReply, kind, text) {
    leaveMessage(this, secure, ledger.seal, { kind, text });
    return this;
  });
  app.decorateReply('page', async function (this: FastifyReply, page, status = 200) {
    const frame = {
      person: this.request.account,
      messages: takeMessages(this.request, this, secure, ledger.seal),
      formToken: this.formToken(),
      registrationOpen: this.request.account !== null || (await registrationOpen(services)),
    };
    const text = (await renderPage(page, frame)).toString();
    // Pages are about whoever is logged in; the way back after logging out must not show them again.
    return this.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);
  });
};

/** Adds the portal to the app, in a scope of its own: forms, cookies and pages are its affair alone. */
export const portal = async (app: FastifyInstance, parts: PortalParts): Promise<void> => {
  const services = portalServices(app, parts);
  const { config, ledger } = services;
  const secure = isSecure(config.RELAY_PUBLIC_URL);
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 64 * 1024 });
  decorate(app, services);
  serveAssets(app);
  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/assets/')) return undefined;
    request.account = await accountOfVisit(services, request, reply);
    if (request.method === 'GET' || request.method === 'HEAD' || isOurForm(request, config.RELAY_PUBLIC_URL, secure, ledger.seal))
      return undefined;
    // Logged in in another tab meanwhile: the log-in form has nothing left to do.
    if (request.account && request.url.startsWith('/login')) return reply.redirect('/', 303);
    return reply.page(expiredFormPage(pageOfForm(request.headers.referer, config.RELAY_PUBLIC_URL, request.url)), 403);
  });
  app.setErrorHandler(async (problem: Error & { statusCode?: number }, request, reply) => {
    if (problem instanceof PageNotFound) return reply.page(notFoundPage, 404);
    const status = problem.statusCode ?? 500;
    if (status < 500) return reply.page(expiredFormPage('/'), status);
    request.log.error({ err: problem }, 'a page failed');
    return reply.page(unexpectedPage(request.id), status);
  });
  for (const add of pages) add(app, services);
  // A person who looks for a page gets one; a machine gets the app's own answer.
  app.get('/*', (request, reply) =>
    request.headers.accept?.includes('text/html') ? reply.page(notFoundPage, 404) : (reply.callNotFound(), reply),
  );
};
