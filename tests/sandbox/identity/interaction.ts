/** What a person meets at Entra ID: choosing an account, consent, "Need admin approval", and an administrator's own consent. */
import type { ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { plainPage } from '../plain-page.ts';
import type { Directory } from './directory.ts';
import type { Tenant } from './tenants.ts';
import type { Message } from './token-request.ts';
import { readBody } from './token-request.ts';

const needsAdministrator = {
  error: 'access_denied',
  error_description: "AADSTS90094: Admin consent is required for the permissions requested by this application 'Stellarise Connector'.",
};
const declined = { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' };

const page = (title: string, body: ReturnType<typeof html>): string =>
  plainPage({ title: `Stand-in for Entra ID: ${title}`, heading: title, body });

const show = (response: ServerResponse, text: string): void => void response.writeHead(200, { 'content-type': 'text/html' }).end(text);

const accountPage = (directory: Directory): string =>
  page(
    'Pick an account',
    html`<form method="post">
      ${directory.control.users.map(({ upn, name }) => html`<p><button name="upn" value="${upn}">${name} (${upn})</button></p>`)}
      <p>By choosing one you let Stellarise Connector access Dynamics 365 as that person.</p>
      <button name="answer" value="cancel">Cancel</button>
    </form>`,
  );

const approvalPage = page(
  'Need admin approval',
  html`<p>Stellarise Connector needs permission to access resources in your organization that only an admin can grant.</p>
    <form method="post"><button name="answer" value="return">Return to the application without granting consent</button></form>`,
);

/** Serves `/interaction/:uid`: at once, or by pages where those are asked for. */
export const serveInteraction = async (
  { provider }: Tenant,
  directory: Directory,
  request: Message,
  response: ServerResponse,
): Promise<void> => {
  const { control } = directory;
  const { params } = await provider.interactionDetails(request, response);
  const form = new URLSearchParams(request.method === 'POST' ? await readBody(request) : '');
  const finish = (result: Parameters<typeof provider.interactionFinished>[2]) => provider.interactionFinished(request, response, result);
  if (form.get('answer') === 'cancel') return finish(declined);
  if (form.get('answer') === 'return') return finish(needsAdministrator);
  if (control.askOnPages && form.get('upn') === null) {
    show(response, accountPage(directory));
    return;
  }
  if (control.needAdminApproval) {
    if (!control.askOnPages) return finish(needsAdministrator);
    show(response, approvalPage);
    return;
  }
  const login = { accountId: directory.hinted(form.get('upn') ?? params['login_hint'])?.objectId ?? '' };
  return finish({ login, consent: {}, select_account: {} });
};

/** Serves `/:tenant/v2.0/adminconsent`: an administrator approves for the whole company. */
export const serveAdminConsent = (tenantId: string, directory: Directory, url: URL, response: ServerResponse): void => {
  const { control } = directory;
  const answer = url.searchParams.get('answer');
  if (control.askOnPages && answer === null) {
    const field = (name: string) => html`<input type="hidden" name="${name}" value="${url.searchParams.get(name) ?? ''}" />`;
    const fields = ['client_id', 'redirect_uri', 'state', 'scope'].map(field);
    const choices = html`<button name="answer" value="accept">Accept</button> <button name="answer" value="cancel">Cancel</button>`;
    show(response, page('Permissions requested: review for your organization', html`<form method="get">${fields} ${choices}</form>`));
    return;
  }
  const back = new URL(url.searchParams.get('redirect_uri') ?? '');
  back.searchParams.set('state', url.searchParams.get('state') ?? '');
  if (answer === 'cancel') {
    for (const [name, value] of Object.entries(declined)) back.searchParams.set(name, value);
  } else {
    control.needAdminApproval = false;
    back.searchParams.set('admin_consent', 'True');
    back.searchParams.set('tenant', tenantId);
  }
  response.writeHead(302, { location: back.href }).end();
};
